import { describe, expect, it } from '@jest/globals';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { Stage } from './actionStage.mts';
import { API, byId, credentialOf, pdf, setStage } from './actionStage.mts';
import { everything } from './secrets.mts';
import { useActionStage } from './useActionStage.mts';

let stage: Stage;

useActionStage((started) => (stage = started));

const get = (id = 1): INodeParameters => ({
	resource: 'document',
	operation: 'get',
	documentId: byId(id),
});
const submit: INodeParameters = {
	resource: 'document',
	operation: 'submit',
	source: 'url',
	fileUrl: 'https://files.example.com/a.pdf',
};
const DOCUMENT = `${API}/documents/1`;
const DOCUMENTS = `${API}/documents`;
const sent = () => stage.veryfi.requests.length;

/** What is said of a submission that may have arrived: that it may, and how to find it. */
const unknown = /not known whether Veryfi took.*external ID/;

describe('Veryfi refuses', () => {
	it.each([
		[
			400,
			{
				code: 400,
				error: 'Bad Request',
				details: [{ type: 'value_error', loc: [], msg: 'Value error, Only one of x.' }],
			},
			'Veryfi answered 400: Bad Request. Value error, Only one of x',
			/Correct what Veryfi names/,
		],
		[
			400,
			{
				status: 'fail',
				error: 'Malformed parameters',
				details: [{ loc: ['tags', 0], msg: 'too short' }, 'and a text'],
			},
			'Veryfi answered 400: Malformed parameters. tags.0: too short. and a text',
			/Correct/,
		],
		[
			401,
			{ status: 'fail', message: 'Not Authorized' },
			'Veryfi answered 401: Not Authorized',
			/'Client ID' and the key/,
		],
		[
			403,
			{ status: 'fail', error: 'Authentication credentials were not provided.' },
			'Veryfi answered 403: Authentication credentials were not provided',
			/^Veryfi refused GET \/documents\/1\. Check .* scope/,
		],
		[
			403,
			{ status: 'fail', message: 'You trial has ended' },
			'Veryfi answered 403: You trial has ended',
			/^Veryfi refused GET \/documents\/1\. The trial, the plan or the quota/,
		],
		[
			403,
			{ error: 'The file type is not enabled for your client' },
			'Veryfi answered 403: The file type is not enabled for your client',
			/^Veryfi refused GET \/documents\/1\. Ask Veryfi to enable this/,
		],
		[402, {}, 'Veryfi answered 402', /quota/],
		[
			400,
			{ status: 'fail', message: 'File is too small. Minimal size is 100x100' },
			'Veryfi answered 400: File is too small. Minimal size is 100x100',
			/Correct/,
		],
		[
			400,
			{ errors: [{ message: 'One' }, 'Two.'], error: { message: 'Three' } },
			'Veryfi answered 400: Three. One. Two',
			/Correct/,
		],
		[
			404,
			{ status: 'fail', error: 'Document not found' },
			'Veryfi answered 404: Document not found',
			/Remove After Extraction/,
		],
		[
			405,
			{ status: 'fail', error: 'Method not allowed.' },
			'Veryfi answered 405: Method not allowed',
			/'Base URL'/,
		],
		[
			409,
			{ status: 'fail', error: 'Access limit reached' },
			'Veryfi answered 409: Access limit reached',
			/limits of the account/,
		],
		[
			413,
			{ status: 'fail', error: 'Request body too large' },
			'Veryfi answered 413: Request body too large',
			/20 MB/,
		],
		[418, {}, 'Veryfi answered 418', /'Base URL'/],
		[301, '', 'Veryfi answered 301', /Redirects are not followed/],
	] as Array<[number, unknown, string, RegExp]>)(
		'with %i: its words, the status, the item and what to do next',
		async (status, body, message, advice) => {
			stage.veryfi.faults.add({ path: DOCUMENT, status, body });
			const { error } = await stage.run(get());
			expect(error?.message).toBe(message);
			expect(error?.description).toMatch(advice);
			expect((error as unknown as IDataObject).httpCode).toBe(String(status));
			expect(error?.context?.itemIndex).toBe(0);
			// A refusal stays one: repeating it would only count against the limits.
			expect(sent()).toBe(1);
		},
	);

	it('and the page of a gateway is not shown', async () => {
		const body = '<html><body>nginx</body></html>';
		stage.veryfi.faults.add({ path: DOCUMENTS, status: 502, body });
		const { error } = await stage.run(submit);
		expect(error?.message).toBe('Veryfi answered 502');
	});
});

describe('what was chosen of another document', () => {
	it.each([
		['lineItem', 'get', 'rowId', 'Line Item'],
		['lineItem', 'update', 'rowId', 'Line Item'],
		['lineItem', 'delete', 'rowId', 'Line Item'],
		['taxLine', 'get', 'rowId', 'Tax Line'],
		['tag', 'remove', 'tagId', 'Tag'],
	])(
		'fails in %s: %s, naming the item and the fields',
		async (resource, operation, name, field) => {
			const documentId = byId(stage.veryfi.seedDocument());
			const parameters = {
				resource,
				operation,
				documentId,
				[name]: byId(77),
				fields: { order: 1 },
			};
			const { error } = await stage.run(parameters);
			expect(error?.message).toMatch(/^Veryfi answered 404/);
			expect(error?.description).toContain(`Check 'Document' and '${field}'`);
			expect(error?.context?.itemIndex).toBe(0);
		},
	);
});

describe('a GET', () => {
	it.each([500, 502, 503, 504])('is repeated after %i', async (status) => {
		const id = stage.veryfi.seedDocument();
		stage.veryfi.faults.add({ path: `${API}/documents/${id}`, status, times: 2 });
		expect((await stage.run(get(id))).items[0].json.id).toBe(id);
		expect(sent()).toBe(3);
	});

	it('is repeated after a broken connection', async () => {
		const id = stage.veryfi.seedDocument();
		stage.veryfi.faults.add({ path: `${API}/documents/${id}`, drop: true, times: 1 });
		expect((await stage.run(get(id))).items[0].json.id).toBe(id);
		expect(sent()).toBe(2);
	});

	it('fails in the end', async () => {
		stage.veryfi.faults.add({ path: DOCUMENT, status: 500 });
		const { error } = await stage.run(get());
		expect(error?.message).toBe('Veryfi answered 500: Emulated fault 500');
		expect(error?.description).toMatch(/later/);
		expect(sent()).toBe(4);
	});

	it.each([
		['broken JSON', { brokenJson: true }, 'Veryfi answered 200 with something that is not JSON'],
		['an empty body', { emptyBody: true }, 'Veryfi answered 200 with an empty body'],
	])('with %s is an error', async (_, fault, message) => {
		const id = stage.veryfi.seedDocument();
		stage.veryfi.faults.add({ path: `${API}/documents/${id}`, ...fault });
		const { error } = await stage.run(get(id));
		expect(error?.message).toBe(message);
		expect(error?.description).toMatch(/'Base URL'/);
	});
});

describe('an answer that lacks what it is for', () => {
	const document = { resource: 'document', documentId: byId(1) };
	const urls = 'https://files.example.com/1.pdf';

	it.each([
		['getMany', {}, {}, 'Veryfi answered 200 without a list of receipts and invoices'],
		['getMany', {}, { documents: null }, /without a list/],
		['getMany', {}, { documents: {} }, /without a list/],
		['getMany', {}, [null], /without a list/],
		['getManySplits', {}, { error: 'no' }, /^Veryfi answered 200 without a list .*: no$/],
		['get', {}, { status: 'fail', error: 'no' }, 'Veryfi answered 200 without an ID: no'],
		['get', {}, [1, 2], 'Veryfi answered 200 without an ID'],
		['getMany', { resource: 'lineItem' }, {}, 'Veryfi answered 200 without a list of line items'],
		['getMany', { resource: 'taxLine' }, { lines: [] }, /without a list of tax lines/],
		['getMany', { resource: 'tag', product: 'check' }, { tags: [5] }, /without a list of tags/],
		['submitMany', { fileUrls: urls }, {}, 'Veryfi answered 200 without a list of IDs'],
		['submit', { source: 'url', fileUrl: urls }, {}, 'Veryfi answered 200 without an ID'],
		['submit', { source: 'url', fileUrl: urls }, { id: '../7' }, /without an ID/],
		['split', { source: 'url', fileUrl: urls }, { status: 'in_progress' }, /without an ID/],
		['process', { source: 'url', fileUrl: urls }, { total: 5 }, /without an ID/],
	] as Array<[string, INodeParameters, unknown, string | RegExp]>)(
		'is an error and not an empty output (%s %j: %j)',
		async (operation, parameters, body, message) => {
			stage.veryfi.faults.add({ status: 200, body });
			const { error } = await stage.run({ ...document, operation, ...parameters });
			expect(error?.message).toEqual(
				typeof message === 'string' ? message : expect.stringMatching(message),
			);
			expect(error?.description).toMatch(
				operation.startsWith('get') ? /'Base URL'/ : /not known whether Veryfi took/,
			);
			expect(error?.context?.itemIndex).toBe(0);
			expect(sent()).toBe(1);
		},
	);

	it('is not asked for by what Veryfi calls an empty list', async () => {
		stage.veryfi.faults.add({ status: 200, body: { documents: [] } });
		const { items, error } = await stage.run({ ...document, operation: 'getMany' });
		expect([items, error]).toEqual([[], undefined]);
	});
});

it('words of Veryfi that are very long are cut short', async () => {
	stage.veryfi.faults.add({ path: DOCUMENT, status: 400, body: { error: 'x'.repeat(100_000) } });
	const { error } = await stage.run(get());
	expect(error?.message).toMatch(/^Veryfi answered 400: x+$/);
	expect(error?.message.length).toBeLessThan(1_100);
});

describe('a document is submitted once and not twice', () => {
	it.each([500, 502, 503, 504])('after %i', async (status) => {
		stage.veryfi.faults.add({ path: DOCUMENTS, status });
		const { error } = await stage.run(submit);
		expect(error?.description).toMatch(unknown);
		expect(sent()).toBe(1);
	});

	it('after a lost answer', async () => {
		stage.veryfi.faults.add({ path: DOCUMENTS, loseAnswer: true });
		const { error } = await stage.run(submit);
		expect(error?.message).toBe('The connection to Veryfi broke before an answer came');
		expect(error?.description).toMatch(unknown);
		expect(sent()).toBe(1);
		expect(stage.veryfi.documents.size).toBe(1);
	});

	it('after a time-out', async () => {
		stage.veryfi.faults.add({ path: DOCUMENTS, delay: 3000 });
		const { error } = await stage.run({ ...submit, options: { timeout: 1 } });
		expect(error?.message).toBe('Veryfi did not answer in time');
		expect(error?.description).toMatch(unknown);
		expect(sent()).toBe(1);
	});

	it('after an answer that cannot be read', async () => {
		stage.veryfi.faults.add({ path: DOCUMENTS, brokenJson: true });
		const { error } = await stage.run(submit);
		expect(error?.message).toMatch(/not JSON/);
		expect(error?.description).toMatch(unknown);
		expect(sent()).toBe(1);
	});
});

describe('a document is submitted again when Veryfi surely did not take it', () => {
	it('after 429, with the file whole each time', async () => {
		const data = await stage.stored(await pdf('Total 1.00'), 'a.pdf');
		stage.veryfi.faults.add({ path: DOCUMENTS, status: 429, retryAfter: 1, times: 2 });
		const { items, error } = await stage.run({ ...submit, source: 'binary' }, [
			{ json: {}, binary: { data } },
		]);
		expect(error).toBeUndefined();
		expect(stage.veryfi.documents.has(items[0].json.id as number)).toBe(true);
		expect(stage.veryfi.requests.map(({ status }) => status)).toEqual([429, 429, 201]);
		const [first, , third] = stage.veryfi.requests;
		expect((third.body as IDataObject).file).toEqual((first.body as IDataObject).file);
	});

	it('after 429 without a time', async () => {
		stage.veryfi.faults.add({ path: DOCUMENTS, status: 429, times: 1 });
		expect((await stage.run(submit)).error).toBeUndefined();
		expect(sent()).toBe(2);
	});

	it('unless Veryfi wants more patience than anybody has', async () => {
		stage.veryfi.faults.add({ path: DOCUMENTS, status: 429, retryAfter: 3600 });
		const { error } = await stage.run(submit);
		expect(error?.message).toMatch(/^Veryfi answered 429/);
		expect(error?.description).toMatch(/Items at Once/);
		expect(sent()).toBe(1);
	});

	it('however many items run into the limit', async () => {
		Object.assign(stage.veryfi.switches, { rateLimits: true, documentsPerSecond: 8 });
		const { items, error } = await stage.run(
			submit,
			Array.from({ length: 24 }, () => ({ json: {} })),
		);
		Object.assign(stage.veryfi.switches, { rateLimits: false, documentsPerSecond: 60 });
		expect(error).toBeUndefined();
		expect(new Set(items.map(({ json }) => json.id)).size).toBe(24);
		const accepted = stage.veryfi.requests.filter(({ status }) => status === 201);
		expect(accepted).toHaveLength(24);
	});

	it('after a refused connection, a few times', async () => {
		const gone = await setStage();
		await gone.veryfi.stop();
		const { error } = await gone.run(submit);
		expect(error?.message).toMatch(/^Veryfi could not be reached/);
		expect(error?.description).toMatch(/Base URL/);
	});
});

describe('the base URL', () => {
	const withBaseUrl = async (baseUrl: string) => {
		const credentials = stage.engine.credentials.set('other', {
			...credentialOf(stage.veryfi),
			baseUrl,
		});
		return await stage.run(get(), undefined, { credentials });
	};

	it.each([
		['http://api.veryfi.com', /does not begin with https/],
		['http://203.0.113.7', /does not begin with https/],
		['ftp://localhost', /does not begin with https/],
		['api.veryfi.com', /is not a URL/],
		['', /is empty/],
		['https://user:secret@api.veryfi.com', /contains a user name or password/],
		['https://api.veryfi.com/api/v8/partner/', /contains the path of the API/],
		['https://proxy.example.com/veryfi/api/v8', /contains the path of the API/],
	])('"%s" is refused before anything is sent', async (baseUrl, words) => {
		const { error } = await withBaseUrl(baseUrl);
		expect(error?.message).toMatch(words);
		expect(error?.message).not.toContain('secret');
		expect(error?.description).toMatch(/https:\/\/api.veryfi.com/);
		expect(error?.description).not.toMatch(/carried out/);
		expect(error?.context?.itemIndex).toBe(0);
	});

	it('may end with slashes and blanks', async () => {
		const id = stage.veryfi.seedDocument();
		const credentials = stage.engine.credentials.set('other', {
			...credentialOf(stage.veryfi),
			baseUrl: ` ${stage.veryfi.baseUrl}// `,
		});
		expect((await stage.run(get(id), undefined, { credentials })).items[0].json.id).toBe(id);
	});
});

describe('no secret gets into an error', () => {
	const secrets = () => {
		const { clientId, clientSecret, apiKey } = stage.veryfi.credentials;
		return [clientId, clientSecret, apiKey];
	};

	it.each([
		['a refusal', { status: 400, body: { error: 'no' } }],
		['a fault', { status: 500 }],
		['a broken connection', { drop: true }],
		['broken JSON', { brokenJson: true }],
		['a time-out', { delay: 3000 }],
	])('of %s', async (_, fault) => {
		stage.veryfi.faults.add({ path: DOCUMENTS, ...fault });
		const { run, error } = await stage.run({ ...submit, options: { timeout: 1 } });
		expect(error).toBeDefined();
		const text = everything(run.data);
		for (const secret of secrets()) expect(text).not.toContain(secret);
		expect(text.toLowerCase()).not.toContain('apikey ');
	});

	it('even when Veryfi repeats it', async () => {
		const [, , apiKey] = secrets();
		stage.veryfi.faults.add({ path: DOCUMENTS, status: 401, body: { error: `Bad key ${apiKey}` } });
		const { error } = await stage.run(submit);
		expect(error?.message).toBe('Veryfi answered 401: Bad key ***');
	});

	it('even when Veryfi repeats it and the user has entered it with blanks around it', async () => {
		const [, , apiKey] = secrets();
		stage.veryfi.faults.add({ path: DOCUMENTS, status: 401, body: { error: `Bad key ${apiKey}` } });
		const credential = { ...credentialOf(stage.veryfi), apiKey: ` ${apiKey}\n` };
		const credentials = stage.engine.credentials.set('blanks', credential);
		const { error } = await stage.run(submit, undefined, { credentials });
		expect(error?.message).toBe('Veryfi answered 401: Bad key ***');
	});
});

describe('a cancelled execution', () => {
	const cancelledAfter = async (cancelAfterMs: number, parameters: INodeParameters) =>
		(await stage.engine.run({ type: 'veryfi', parameters }, undefined, { cancelAfterMs })).error;

	it('says when the request was not sent', async () => {
		stage.veryfi.faults.add({ path: DOCUMENT, status: 429, retryAfter: 20 });
		const error = await cancelledAfter(1500, get());
		expect(error?.message).toBe(
			'The execution was cancelled before the request was sent to Veryfi',
		);
	});

	it('says when the answer was not waited for, and where to look for what was sent', async () => {
		// Both are long, so that the request has left, and is not answered yet, on a busy machine, too.
		stage.veryfi.faults.add({ path: DOCUMENTS, delay: 4000 });
		const error = await cancelledAfter(10_000, submit);
		expect(error?.message).toBe('The execution was cancelled before Veryfi answered');
		expect(error?.description).toMatch(unknown);
		expect(sent()).toBe(1);
	});
});

it('says which operation a resource does not have', async () => {
	const { error } = await stage.run({ resource: 'document', operation: 'summarize' });
	expect(error?.message).toBe('The resource "document" has no operation "summarize"');
});
