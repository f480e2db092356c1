/** A document that is processed in the background. */
import { type Answer, expectOk, idIn, isOk, type Json, shapeOf, told } from '../answers.mts';
import type { Lab } from '../lab.mts';
import { FILES } from '../nodeFiles.mts';
import { invoice, receipt, withFile } from '../papers.mts';
import { type Experiment, NotTried, probe } from '../probe.mts';
import type { Delivery } from '../receiver.mts';
import { webhook } from './webhook.mts';

/** Events that name a document, or a set, by its id. */
export const about =
	(id: number) =>
	({ data }: Delivery): boolean =>
		data?.id === id || data?.parent_id === id;

const isNamed = (event: string) => (delivery: Delivery) => delivery.event === event;

interface Submitted {
	/** The answer to a body without file_name. */
	nameless: Answer;
	answer: Answer;
	id: number;
	/** GET of the document at once. */
	atOnce: Answer;
}

const submitted: Experiment<Submitted> = {
	documents: 1,
	run: async (lab) => {
		const { file_name, ...body } = withFile(await invoice(), 'contract-check.pdf');
		const nameless = await lab.submit('/documents', { ...body, async: true });
		const answer =
			nameless.status === 400
				? await lab.submit('/documents', { ...body, file_name, async: true })
				: nameless;
		const id = idIn(expectOk(answer, 'submitting a document'));
		return { nameless, answer, id, atOnce: await lab.call('GET', `/documents/${id}`) };
	},
};

/** The delivery that told of the document. */
const finished: Experiment<Delivery> = {
	after: [webhook, submitted],
	run: async (lab) => {
		const { id } = await lab.result(submitted);
		const [delivery] = await lab.deliveries(about(id), lab.options.patience.event);
		if (delivery === undefined) throw new NotTried('no event came');
		return delivery;
	},
};

/** Whether GET shows a finished document. */
const isFinished = ({ status, body }: Answer): boolean =>
	status === 200 &&
	(body?.status === undefined ? body?.total != null : body.status !== 'in_progress');

interface AutoDeleted {
	/** Two GETs after the event. */
	first: Answer;
	second: Answer;
}

const autoDeleted: Experiment<AutoDeleted> = {
	documents: 1,
	after: [webhook],
	run: async (lab) => {
		const body = withFile(await receipt(), 'contract-check.pdf');
		const answer = await lab.submit('/documents', { ...body, async: true, auto_delete: true });
		const id = idIn(expectOk(answer, 'submitting with auto_delete'));
		const [delivery] = await lab.deliveries(about(id), lab.options.patience.event);
		if (delivery === undefined) throw new NotTried('no event came');
		const get = (): Promise<Answer> => lab.call('GET', `/documents/${id}`);
		return { first: await get(), second: await get() };
	},
};

const enriched: Experiment<Delivery | undefined> = {
	documents: 1,
	after: [webhook],
	run: async (lab) => {
		const answer = await lab.submit('/documents', {
			...withFile(await receipt(), 'contract-check.pdf'),
			allowed_async_enrichments: ['rules'],
		});
		const id = idIn(expectOk(answer, 'processing with enrichments'));
		const [delivery] = await lab.deliveries(
			(one) => about(id)(one) && isNamed('document.enriched')(one),
			lab.options.patience.event,
		);
		return delivery;
	},
};

export const ASYNCHRONOUS = [
	probe({
		name: 'async-status',
		assumption: 'A submission in the background is answered 201',
		assumed: '201',
		emulatorSwitch: 'asyncStatus',
		files: [FILES.transport],
		experiment: submitted,
		read: ({ answer }) => ({ setting: String(answer.status), seen: told(answer) }),
	}),
	probe({
		name: 'async-answer',
		assumption: 'That answer holds the id and nothing else',
		assumed: '{id: number}',
		files: [FILES.intake],
		experiment: submitted,
		read: ({ answer }) => ({ setting: shapeOf(answer.body, 0), seen: shapeOf(answer.body) }),
	}),
	probe({
		name: 'file-name',
		assumption: 'A file in base64 needs no file_name',
		assumed: 'false',
		emulatorSwitch: 'fileNameRequired',
		files: [FILES.file],
		experiment: submitted,
		read: ({ nameless }) => ({ setting: String(!isOk(nameless)), seen: told(nameless) }),
	}),
	probe({
		name: 'in-progress-get',
		assumption: 'GET of a document in progress is answered with status in_progress',
		assumed: 'in_progress',
		emulatorSwitch: 'inProgressGet',
		files: [FILES.waiting],
		experiment: submitted,
		read: ({ atOnce }) => {
			if (isFinished(atOnce)) throw new NotTried('it was finished before it could be looked at');
			const setting =
				atOnce.status === 404 ? 'not_found' : isOk(atOnce) ? 'in_progress' : String(atOnce.status);
			return { setting, seen: `${told(atOnce)}, document status ${String(atOnce.body?.status)}` };
		},
	}),
	probe({
		name: 'event-document',
		assumption: 'A finished receipt or invoice is told by document.created',
		assumed: 'document.created',
		files: [FILES.events],
		experiment: finished,
		read: ({ event, body }) => ({ setting: String(event), seen: shapeOf(body) }),
	}),
	probe({
		name: 'legacy-body',
		assumption: 'A delivery has the members event and data',
		assumed: 'false',
		emulatorSwitch: 'legacyBody',
		files: [FILES.delivery],
		experiment: finished,
		read: ({ event, body }) => ({ setting: String(event === undefined), seen: shapeOf(body) }),
	}),
	probe({
		name: 'delivery-json',
		assumption: 'The JSON of a delivery has no blanks between its members',
		assumed: 'compact',
		emulatorSwitch: 'deliveryJson',
		files: [FILES.delivery],
		experiment: finished,
		read: ({ text }) => {
			const hasBlanks = /":\s/.test(text);
			return {
				setting: hasBlanks ? 'python' : 'compact',
				seen: hasBlanks ? 'blanks' : 'no blanks',
			};
		},
	}),
	probe({
		name: 'delivery-signature',
		assumption: 'A delivery carries a signature that fits its data',
		assumed: 'valid',
		files: [FILES.signature, FILES.delivery],
		experiment: finished,
		read: ({ signature }) => ({ setting: signature, seen: `signature ${signature}` }),
	}),
	probe({
		name: 'delivery-sender',
		assumption: 'Address and User-Agent of the sender do not matter',
		files: [FILES.delivery],
		experiment: finished,
		read: ({ headers }) => {
			const agent = headers['user-agent'] ?? 'none';
			const from = headers['x-forwarded-for'];
			return { setting: agent, seen: `User-Agent ${agent}${from ? `, from ${String(from)}` : ''}` };
		},
	}),
	probe({
		name: 'auto-delete',
		assumption: 'An asynchronous document with auto_delete is deleted by the first GET',
		assumed: 'first_get',
		emulatorSwitch: 'autoDelete',
		files: [FILES.triggerDocuments],
		experiment: autoDeleted,
		read: ({ first, second }) => ({
			setting: !isOk(first) ? 'extraction' : isOk(second) ? 'never' : 'first_get',
			seen: `first GET: ${told(first)}; second: ${told(second)}`,
		}),
	}),
	probe({
		name: 'enriched',
		assumption: 'Enrichments in the background are told by document.enriched',
		assumed: 'true',
		emulatorSwitch: 'enrichments',
		files: [FILES.events],
		experiment: enriched,
		read: (delivery) => ({
			setting: String(delivery !== undefined),
			seen: delivery ? shapeOf(delivery.body) : 'no event came',
		}),
	}),
];

/** Waits until GET shows a document as processed; needs no webhook. */
export const whenFinished = async (
	lab: Lab,
	path: string,
	isDone: (body: Json) => boolean,
): Promise<Json> =>
	await lab.until(async () => {
		const answer = await lab.call('GET', path);
		return isOk(answer) && isDone(answer.body) ? answer.body : undefined;
	}, lab.options.patience.event);
