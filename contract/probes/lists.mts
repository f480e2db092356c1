/** How lists are searched. Looks at the one receipt that was processed. */
import { expectOk, type Json } from '../answers.mts';
import type { Lab } from '../lab.mts';
import { FILES } from '../nodeFiles.mts';
import { type Experiment, NotTried, probe } from '../probe.mts';
import { syncDocument } from './documents.mts';

/** Whether the receipt is in the list. */
async function isFound(lab: Lab, token: string, query: Record<string, string>): Promise<boolean> {
	const answer = expectOk(await lab.call('GET', '/documents', { query }), 'listing documents');
	const documents = (answer.body?.documents ?? []) as Json[];
	return documents.some(({ external_id }) => external_id === token);
}

/** Tries queries one after the other. @returns the names of those that find the receipt */
async function found(lab: Lab, queries: Record<string, Record<string, string>>): Promise<string> {
	const { token } = await lab.result(syncDocument);
	const names: string[] = [];
	for (const [name, query] of Object.entries(queries))
		if (await isFound(lab, token, query)) names.push(name);
	return names.join(', ') || 'none';
}

const createdDate = async (lab: Lab): Promise<string> => {
	const { document, token } = await lab.result(syncDocument);
	const listed = await lab.until(
		async () => (await isFound(lab, token, { external_id: token })) || undefined,
		lab.options.patience.event,
	);
	if (!listed) throw new NotTried('the receipt is not listed');
	return document.created_date as string;
};

const bounds: Experiment<string> = {
	after: [syncDocument],
	run: async (lab) => {
		const at = await createdDate(lab);
		const { token: external_id } = await lab.result(syncDocument);
		return await found(lab, {
			gte: { external_id, created__gte: at },
			gt: { external_id, created__gt: at },
			lte: { external_id, created__lte: at },
			lt: { external_id, created__lt: at },
		});
	},
};

const days: Experiment<string> = {
	after: [syncDocument],
	run: async (lab) => {
		const at = await createdDate(lab);
		const { token: external_id } = await lab.result(syncDocument);
		return await found(lab, {
			'on or before that day': { external_id, created__lte: at.slice(0, 10) },
			'on or after that day': { external_id, created__gte: at.slice(0, 10) },
			'ISO 8601': { external_id, created__gte: at.replace(' ', 'T') },
			'ISO 8601 with Z': { external_id, created__gte: `${at.replace(' ', 'T')}Z` },
		});
	},
};

const words: Experiment<string> = {
	after: [syncDocument],
	run: async (lab) => {
		await createdDate(lab);
		const { token } = await lab.result(syncDocument);
		const part = token.slice(0, -3);
		return await found(lab, {
			word: { q: token },
			'other case': { q: token.toLowerCase() },
			part: { q: part },
			'part*': { q: `${part}*` },
		});
	},
};

const reading = (setting: string) => ({ setting, seen: `found by: ${setting}` });

export const LISTS = [
	probe({
		name: 'date-bounds',
		assumption: 'Of the bounds of a date, gte and lte include it, gt and lt do not',
		assumed: 'gte, lte',
		files: [FILES.search],
		experiment: bounds,
		read: reading,
	}),
	probe({
		name: 'date-days',
		assumption: 'A bound may be a day, which means its beginning, or ISO 8601',
		assumed: 'on or after that day, ISO 8601, ISO 8601 with Z',
		files: [FILES.search],
		experiment: days,
		read: reading,
	}),
	probe({
		name: 'q',
		assumption: 'q finds whole words in their case, and a part only with *',
		assumed: 'word, part*',
		files: [FILES.search],
		experiment: words,
		read: reading,
	}),
];
