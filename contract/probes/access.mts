/** How Veryfi takes credentials, paths and lists. Nothing is submitted. */
import { type Answer, expectOk, isOk, told } from '../answers.mts';
import { FILES } from '../nodeFiles.mts';
import { type Experiment, NotAllowed, NotTried, probe } from '../probe.mts';

const ONE = { page_size: '1' };

const withoutCredentials: Experiment<Answer> = {
	run: (lab) => lab.call('GET', '/documents', { query: ONE, headers: null }),
};

const wrongKey: Experiment<Answer> = {
	run: (lab) =>
		lab.call('GET', '/documents', {
			query: ONE,
			headers: { authorization: `apikey ${lab.api.account.username}:not-the-key` },
		}),
};

const unknownDocument: Experiment<Answer> = {
	run: (lab) => lab.call('GET', '/documents/1'),
};

const signatures: Experiment<{ unsigned: Answer; wrong: Answer }> = {
	run: async (lab) => ({
		unsigned: await lab.call('GET', '/documents', { query: ONE }),
		wrong: await lab.call('GET', '/documents', {
			query: ONE,
			headers: {
				'x-veryfi-request-timestamp': String(Date.now()),
				'x-veryfi-request-signature': Buffer.alloc(32).toString('base64'),
			},
		}),
	}),
};

const plainList: Experiment<Answer> = {
	run: async (lab) => expectOk(await lab.call('GET', '/documents'), 'GET /documents'),
};

const slash: Experiment<Answer> = {
	run: (lab) => lab.call('GET', '/documents/', { query: ONE }),
};

const schema: Experiment<Answer> = { run: (lab) => lab.call('GET', '/documents/schema') };

const markdown: Experiment<Record<string, Answer>> = {
	run: async (lab) => ({
		parse: await lab.call('GET', '/parse', { query: ONE }),
		'document-to-markdown': await lab.call('GET', '/document-to-markdown', { query: ONE }),
	}),
};

/** Without a URL nothing is submitted, yet an account without the right is refused. */
const bulk: Experiment<Answer> = {
	run: (lab) => lab.call('POST', '/documents/bulk', { body: { file_urls: [] } }),
};

export const ACCESS = [
	probe({
		name: 'missing-credentials',
		assumption: 'A request without credentials is answered 403',
		assumed: '403',
		emulatorSwitch: 'missingCredentialsStatus',
		files: [FILES.credential, FILES.errors],
		experiment: withoutCredentials,
		read: (answer) => ({ setting: String(answer.status), seen: told(answer) }),
	}),
	probe({
		name: 'wrong-key',
		assumption: 'The refusal of a wrong key has its text in "message"',
		assumed: 'message',
		emulatorSwitch: 'unauthorizedKey',
		files: [FILES.errors],
		experiment: wrongKey,
		read: (answer) => ({ setting: textKey(answer), seen: told(answer) }),
	}),
	probe({
		name: 'refusal',
		assumption: 'Any other refusal has its text in "error"',
		assumed: 'error',
		emulatorSwitch: 'errorKey',
		files: [FILES.errors],
		experiment: unknownDocument,
		read: (answer) => ({ setting: textKey(answer), seen: told(answer) }),
	}),
	probe({
		name: 'request-signature',
		assumption: 'Requests need no signature, and a wrong one is not looked at',
		assumed: 'ignore',
		emulatorSwitch: 'requestSignature',
		files: [FILES.transport],
		experiment: signatures,
		read: ({ unsigned, wrong }) => ({
			setting: isOk(wrong) ? 'ignore' : isOk(unsigned) ? 'check' : 'require',
			seen: `unsigned: ${told(unsigned)}; wrongly signed: ${told(wrong)}`,
		}),
	}),
	probe({
		name: 'default-page-size',
		assumption: 'A list has 50 documents a page unless asked otherwise',
		assumed: '50',
		emulatorSwitch: 'defaultPageSize',
		files: [FILES.paging],
		experiment: plainList,
		read: ({ body }) => {
			const size: unknown = body?.meta?.documents_per_page;
			return { setting: String(size), seen: `documents_per_page ${String(size)}` };
		},
	}),
	probe({
		name: 'trailing-slash',
		assumption: 'A path may end with a slash',
		assumed: 'accepted',
		emulatorSwitch: 'trailingSlash',
		files: [FILES.transport, FILES.credential],
		experiment: slash,
		read: (answer) => {
			const isRedirect = answer.status >= 300 && answer.status < 400;
			if (!isOk(answer) && !isRedirect) throw new NotTried(told(answer));
			return { setting: isRedirect ? 'redirected' : 'accepted', seen: told(answer) };
		},
	}),
	probe({
		name: 'documents-schema',
		assumption: 'GET /documents/schema is answered with a description of the API',
		assumed: 'answered',
		files: [FILES.credential],
		experiment: schema,
		read: (answer) => ({
			setting: isOk(answer) ? 'answered' : String(answer.status),
			seen: `${told(answer)}; members: ${Object.keys((answer.body ?? {}) as object).join(', ')}`,
		}),
	}),
	probe({
		name: 'markdown-path',
		assumption: 'The markdown product is at /parse and at /document-to-markdown',
		assumed: 'both',
		emulatorSwitch: 'markdownPath',
		files: [FILES.products],
		experiment: markdown,
		read: (answers) => {
			const found = Object.keys(answers).filter((path) => isOk(answers[path]));
			const seen = Object.entries(answers)
				.map(([path, answer]) => `/${path}: ${told(answer)}`)
				.join('; ');
			if (found.length === 0) throw new NotAllowed(seen);
			return { setting: found.length === 2 ? 'both' : found[0], seen };
		},
	}),
	probe({
		name: 'bulk',
		assumption: 'The account may submit many documents at once',
		assumed: 'true',
		emulatorSwitch: 'bulkEnabled',
		files: [FILES.operations],
		experiment: bulk,
		read: (answer) => {
			const isRefused = answer.status === 403;
			return { setting: String(!isRefused), isRefused, seen: told(answer) };
		},
	}),
];

/** Where a refusal has its text. */
function textKey({ body }: Answer): string {
	const keys = ['error', 'message'].filter((key) => typeof body?.[key] === 'string');
	return keys.length === 1 ? keys[0] : keys.length === 2 ? 'both' : 'neither';
}
