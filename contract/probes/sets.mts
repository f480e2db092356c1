/** A file that is split into several documents. */
import { type Answer, expectOk, idIn, isOk, type Json, shapeOf, told } from '../answers.mts';
import { FILES } from '../nodeFiles.mts';
import { hugeFile, twoInvoices, withFile } from '../papers.mts';
import { type Experiment, NotTried, probe } from '../probe.mts';
import type { Delivery } from '../receiver.mts';
import { webhook } from './webhook.mts';

const PATH = '/documents-set';
/** The lower of the two limits that are documented, and one more. */
const PAGES = 101;
const MEGABYTES = 21;

interface Split {
	/** The answer to a body that asks for 101 pages. */
	manyPages: Answer;
	answer: Answer;
	id: number;
	/** GET of the set at once. */
	atOnce: Json;
}

const submitted: Experiment<Split> = {
	documents: 2,
	run: async (lab) => {
		const body = withFile(await twoInvoices(), 'contract-check.pdf');
		// A set cannot be deleted, only what came out of it.
		const submit = (more: object) => lab.submit(PATH, { ...body, ...more }, null);
		const manyPages = await submit({ max_pages_to_process: PAGES });
		const answer = manyPages.status === 400 ? await submit({}) : manyPages;
		const id = idIn(expectOk(answer, 'splitting a PDF'));
		lab.splits.set(id, PATH);
		return { manyPages, answer, id, atOnce: await lab.get(`${PATH}/${id}`) };
	},
};

/** Where a set has the ids of its documents. */
const idsKey = (set: Json): string | undefined =>
	['documents_id', 'document_ids'].find((key) => Array.isArray(set?.[key]));

export const idsOf = (set: Json): number[] => (set?.[idsKey(set) ?? ''] ?? []) as number[];

export const isInProgress = (set: Json): boolean => /progress/.test(String(set?.status));

/** The set, once it was split. */
const split: Experiment<Json> = {
	after: [submitted],
	run: async (lab) => {
		const { id } = await lab.result(submitted);
		const set: Json = await lab.until(async () => {
			const found: Json = await lab.get(`${PATH}/${id}`);
			return isInProgress(found) ? undefined : found;
		}, lab.options.patience.event);
		if (set === undefined) throw new NotTried('the set is still in progress');
		return set;
	},
};

const event: Experiment<Delivery> = {
	after: [webhook, split],
	run: async (lab) => {
		const { id } = await lab.result(submitted);
		const children = idsOf(await lab.result(split));
		const [delivery] = await lab.deliveries(
			({ data }) =>
				data?.parent_id === id ||
				data?.id === id ||
				(Array.isArray(data?.id) && children.some((child) => data.id.includes(child))),
			lab.options.patience.event,
		);
		if (delivery === undefined) throw new NotTried('no event came');
		return delivery;
	},
};

const large: Experiment<Answer> = {
	flag: 'large-upload',
	documents: 1,
	run: (lab) => lab.submit(PATH, withFile(hugeFile(MEGABYTES), 'contract-check.pdf'), null),
};

export const SETS = [
	probe({
		name: 'set-status-code',
		assumption: 'Splitting a file is answered 202',
		assumed: '202',
		emulatorSwitch: 'setStatusCode',
		files: [FILES.transport],
		experiment: submitted,
		read: ({ answer }) => ({ setting: String(answer.status), seen: told(answer) }),
	}),
	probe({
		name: 'set-answer',
		assumption: 'That answer is the set, with its status and ids',
		assumed: 'full',
		emulatorSwitch: 'setAnswer',
		files: [FILES.intake],
		experiment: submitted,
		read: ({ answer }) => ({
			setting: Object.keys(answer.body as object).length === 1 ? 'id' : 'full',
			seen: shapeOf(answer.body),
		}),
	}),
	probe({
		name: 'set-page-limit',
		assumption: `A splitter takes ${PAGES} pages`,
		assumed: '250',
		emulatorSwitch: 'splitPageLimit',
		files: [FILES.products],
		experiment: submitted,
		read: ({ manyPages }) => ({ setting: isOk(manyPages) ? '250' : '100', seen: told(manyPages) }),
	}),
	probe({
		name: 'set-in-progress',
		assumption: 'A set that is being split has the status in_progress',
		assumed: 'in_progress',
		emulatorSwitch: 'setInProgress',
		files: [FILES.waiting],
		experiment: submitted,
		read: ({ atOnce: { status } }) => {
			if (!isInProgress({ status }))
				throw new NotTried(`it was ${String(status)} before it could be looked at`);
			return { setting: String(status), seen: `status ${String(status)}` };
		},
	}),
	probe({
		name: 'set-ids',
		assumption: 'The ids of the documents stand in "documents_id"',
		assumed: 'documents_id',
		emulatorSwitch: 'documentsSetKey',
		files: [FILES.documentIds, FILES.waiting],
		experiment: split,
		read: (set) => ({ setting: String(idsKey(set)), seen: shapeOf(set) }),
	}),
	probe({
		name: 'set-event',
		assumption: 'A split file is told by document.created with a list of ids',
		assumed: 'document.created',
		emulatorSwitch: 'documentsSetEvent',
		files: [FILES.events, FILES.documentIds],
		experiment: event,
		read: ({ event: name, body }) => ({
			setting: String(name),
			seen: `${String(name)}, ${shapeOf(body)}`,
		}),
	}),
	probe({
		name: 'set-megabytes',
		assumption: `A splitter takes ${MEGABYTES} MB`,
		assumed: '50',
		emulatorSwitch: 'splitMegabytes',
		files: [FILES.products],
		experiment: large,
		read: (answer) => {
			const isTooLarge = answer.status === 413 || /too big|too large/i.test(told(answer));
			return { setting: isTooLarge ? '20' : '50', seen: told(answer) };
		},
	}),
];
