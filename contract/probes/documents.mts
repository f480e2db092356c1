/** One receipt, processed at once, and what can be done with it. */
import { randomBytes } from 'node:crypto';
import { type Answer, expectOk, idIn, isOk, type Json, shapeOf, told } from '../answers.mts';
import type { Lab } from '../lab.mts';
import { FILES } from '../nodeFiles.mts';
import { receipt, tinyImage, withFile } from '../papers.mts';
import { type Experiment, NotTried, probe } from '../probe.mts';

/** Marks what this program made, for whoever finds it. */
export const TAG = 'contract-check';

interface Submission {
	/** The answer to a body with a member that Veryfi does not know. */
	withUnknown: Answer;
	/** The same if it was taken, else the answer to the body without that member. */
	answer: Answer;
	/** Its external ID, unlike any other text in the account. */
	token: string;
	/** Milliseconds since 1970 when the submission began. */
	submittedAt: number;
}

const firstSubmission: Experiment<Submission> = {
	documents: 1,
	run: async (lab) => {
		const token = `Cc${randomBytes(5).toString('hex')}Zz`;
		const submittedAt = Date.now();
		const body = {
			...withFile(await receipt(), 'contract-check.pdf'),
			external_id: token,
			tags: [TAG],
		};
		const withUnknown = await lab.submit('/documents', { ...body, contract_check: true });
		const answer = withUnknown.status === 400 ? await lab.submit('/documents', body) : withUnknown;
		return { withUnknown, answer, token, submittedAt };
	},
};

export interface SyncDocument extends Submission {
	document: Json;
	/** The list of documents with its external ID, a moment later. */
	listed: Answer;
}

export const syncDocument: Experiment<SyncDocument> = {
	after: [firstSubmission],
	run: async (lab) => {
		const submission = await lab.result(firstSubmission);
		const document = expectOk(submission.answer, 'processing a receipt').body;
		const query = { external_id: submission.token };
		return { ...submission, document, listed: await lab.call('GET', '/documents', { query }) };
	},
};

const tags: Experiment<Record<'one' | 'many' | 'unlinked', Answer>> = {
	after: [syncDocument],
	run: async (lab) => {
		const path = `/documents/${await idOf(lab)}/tags`;
		const one = await lab.call('PUT', path, { body: { name: `${TAG}-1` } });
		const many = await lab.call('POST', path, { body: { tags: [`${TAG}-2`, `${TAG}-3`] } });
		const list = (await lab.get(path))?.tags as Json[] | undefined;
		const id = list?.find(({ name }) => name === `${TAG}-1`)?.id as number | undefined;
		if (id === undefined) throw new NotTried('the list of tags does not have the tag just added');
		return { one, many, unlinked: await lab.call('DELETE', `${path}/${id}`) };
	},
};

const idOf = async (lab: Lab): Promise<number> => idIn((await lab.result(syncDocument)).answer);

const taxLines: Experiment<Json> = {
	after: [syncDocument],
	run: async (lab) => await lab.get(`/documents/${await idOf(lab)}/tax-lines`),
};

const detailed: Experiment<Json> = {
	after: [syncDocument],
	run: async (lab) =>
		await lab.get(`/documents/${await idOf(lab)}`, {
			confidence_details: 'true',
			bounding_boxes: 'true',
		}),
};

const smallImage: Experiment<Answer> = {
	documents: 1,
	run: (lab) => lab.submit('/documents', withFile(tinyImage(), 'contract-check.png')),
};

const deleted: Experiment<Answer> = {
	after: [syncDocument],
	run: async (lab) => {
		const id = await idOf(lab);
		const answer = await lab.call('DELETE', `/documents/${id}`);
		if (isOk(answer)) lab.forget('/documents', id);
		return expectOk(answer, 'deleting a document');
	},
};

/** What an answer to a change of tags is. */
function kindOfTagAnswer({ body, ...answer }: Answer): string {
	if (Array.isArray(body?.tags)) return 'tags';
	if (typeof body?.name === 'string') return 'tag';
	if (typeof body?.status === 'string') return 'status';
	return shapeOf(body) === '{}' || answer.text === '' ? 'empty' : 'other';
}

const shown = (answer: Answer) => `${told(answer)}, ${shapeOf(answer.body)}`;

export const DOCUMENTS = [
	probe({
		name: 'account-state',
		assumption: 'The account may process documents',
		assumed: 'active',
		emulatorSwitch: 'accountState',
		files: [FILES.errors],
		experiment: firstSubmission,
		read: ({ answer }) => {
			const setting = isOk(answer)
				? 'active'
				: /trial/i.test(told(answer))
					? 'trial_ended'
					: /quota|limit|credit/i.test(told(answer))
						? 'quota_used'
						: 'refused';
			return { setting, isRefused: !isOk(answer), seen: told(answer) };
		},
	}),
	probe({
		name: 'sync-status',
		assumption: 'Processing at once is answered 201',
		assumed: '201',
		emulatorSwitch: 'syncStatus',
		files: [FILES.transport],
		experiment: syncDocument,
		read: ({ answer }) => ({ setting: String(answer.status), seen: told(answer) }),
	}),
	probe({
		name: 'unknown-fields',
		assumption: 'A member of a request that Veryfi does not know is ignored',
		assumed: 'ignore',
		emulatorSwitch: 'unknownFields',
		files: [FILES.intake],
		experiment: syncDocument,
		read: ({ withUnknown }) => ({
			setting: isOk(withUnknown) ? 'ignore' : 'reject',
			seen: told(withUnknown),
		}),
	}),
	probe({
		name: 'document-status',
		assumption: 'A processed document says so in "status"',
		assumed: 'present',
		emulatorSwitch: 'documentStatus',
		files: [FILES.waiting],
		experiment: syncDocument,
		read: ({ document }) => ({
			setting: typeof document.status === 'string' ? 'present' : 'absent',
			seen: `status ${String(document.status)}`,
		}),
	}),
	probe({
		name: 'tags-as',
		assumption: 'The tags of a document are objects with id and name',
		assumed: 'objects',
		emulatorSwitch: 'tagsAs',
		files: [FILES.simplify],
		experiment: syncDocument,
		read: ({ document }) => {
			const [tag] = (document.tags ?? []) as Json[];
			if (tag === undefined) throw new NotTried('the tag of the request did not come back');
			return { setting: typeof tag === 'string' ? 'strings' : 'objects', seen: shapeOf(tag) };
		},
	}),
	probe({
		name: 'listed-at-once',
		assumption: 'A document is listed as soon as it was processed',
		assumed: 'true',
		files: [FILES.search],
		experiment: syncDocument,
		read: ({ listed }) => {
			const count = (expectOk(listed, 'listing').body?.documents as Json[] | undefined)?.length;
			return { setting: String(count === 1), seen: `${count} listed with its external ID` };
		},
	}),
	probe({
		name: 'utc',
		assumption: 'Times of processing are in UTC',
		assumed: 'UTC',
		files: [FILES.search],
		experiment: syncDocument,
		read: ({ document, submittedAt }) => {
			const created = Date.parse(`${String(document.created_date).replace(' ', 'T')}Z`);
			if (Number.isNaN(created))
				throw new NotTried(`created_date is ${shapeOf(document.created_date)}`);
			const hours = Math.round((created - submittedAt) / 1_800_000) / 2;
			return {
				setting: hours === 0 ? 'UTC' : String(hours),
				seen: `created_date is ${hours} hours from UTC`,
			};
		},
	}),
	probe({
		name: 'add-tag',
		assumption: 'Adding one tag is answered with the tag',
		assumed: 'tag',
		emulatorSwitch: 'addTagAnswer',
		files: [FILES.tag],
		experiment: tags,
		read: ({ one }) => ({ setting: kindOfTagAnswer(one), seen: shown(one) }),
	}),
	probe({
		name: 'add-tags',
		assumption: 'Adding several tags is answered with a status',
		assumed: 'status',
		emulatorSwitch: 'addTagsAnswer',
		files: [FILES.tag],
		experiment: tags,
		read: ({ many }) => ({ setting: kindOfTagAnswer(many), seen: shown(many) }),
	}),
	probe({
		name: 'unlink-tag',
		assumption: 'Taking a tag off is answered with a status',
		assumed: 'status',
		emulatorSwitch: 'unlinkAnswer',
		files: [FILES.tag],
		experiment: tags,
		read: ({ unlinked }) => ({ setting: kindOfTagAnswer(unlinked), seen: shown(unlinked) }),
	}),
	probe({
		name: 'tax-lines',
		assumption: 'The list of tax lines is in "tax_lines"',
		assumed: 'tax_lines',
		emulatorSwitch: 'taxLinesKey',
		files: [FILES.row],
		experiment: taxLines,
		read: (body) => {
			const key = Object.keys((body ?? {}) as object).find((name) => Array.isArray(body[name]));
			return { setting: key ?? 'none', seen: shapeOf(body, 0) };
		},
	}),
	probe({
		name: 'confidence-details',
		assumption: 'The account has confidence details',
		assumed: 'true',
		emulatorSwitch: 'confidenceDetails',
		files: [FILES.evidence],
		experiment: detailed,
		read: (document) => {
			const hasScore = typeof document.total?.score === 'number';
			return {
				setting: String(hasScore),
				isRefused: !hasScore,
				seen: `total: ${shapeOf(document.total)}`,
			};
		},
	}),
	probe({
		name: 'row-scores',
		assumption: 'Scores of rows stand in a list of their own beside the rows',
		assumed: 'beside',
		files: [FILES.evidence],
		experiment: detailed,
		read: (document) => {
			const [row] = (document.line_items ?? []) as Json[];
			const isBeside = Array.isArray(document.line_items_with_scores);
			const isInside = row !== undefined && Object.values(row as object).some(hasValue);
			if (!isBeside && !isInside) throw new NotTried('the receipt came without scores of rows');
			return { setting: isBeside ? 'beside' : 'inside', seen: shapeOf(row, 0) };
		},
	}),
	probe({
		name: 'smallest-image',
		assumption: 'An image of 64 by 64 pixels is taken',
		assumed: '0',
		emulatorSwitch: 'smallestImage',
		files: [FILES.file],
		experiment: smallImage,
		read: (answer) => {
			if (!isOk(answer) && answer.status !== 400) throw new NotTried(told(answer));
			return { setting: isOk(answer) ? '0' : '100', seen: told(answer) };
		},
	}),
];

/** Done when nobody needs the receipt any more. */
export const DELETION = [
	probe({
		name: 'delete-answer',
		assumption: 'Deleting a document is answered with status and message',
		assumed: 'message',
		emulatorSwitch: 'deleteAnswer',
		files: [FILES.operations],
		experiment: deleted,
		read: (answer) => ({
			setting: typeof answer.body?.message === 'string' ? 'message' : 'status',
			seen: shown(answer),
		}),
	}),
];

const hasValue = (member: unknown) =>
	member !== null && typeof member === 'object' && 'value' in member;
