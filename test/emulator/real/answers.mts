/** Answers of the emulator of every kind that real responses are kept of. */
import { startEmulator, type Switches } from '../index.mts';
import * as papers from './papers.mts';

type Json = ReturnType<typeof JSON.parse>;
type Ask = (
	method: 'GET' | 'POST' | 'PUT' | 'DELETE',
	path: string,
	body?: object,
) => Promise<Json>;

const file = (text: string) => ({
	file_name: 'a.txt',
	file_data: Buffer.from(text.padEnd(300, ' ')).toString('base64'),
});
const DETAILS = { confidence_details: true, bounding_boxes: true };

/** How the answers of each kind are asked for; the kind is the beginning of a real file's name. */
const KINDS: Record<string, (ask: Ask, switches: Switches) => Promise<Json[]>> = {
	async document(ask, switches) {
		const answers: Json[] = [];
		const process = async (text: string, options: object = {}) =>
			answers.push(await ask('POST', '/documents', { ...file(text), ...options }));
		switches.duplicates = 'flagged';
		await process(papers.FULL_RECEIPT, { tags: ['a'], device_data: { uuid: 'd', user_uuid: 'u' } });
		await process(papers.FULL_RECEIPT, DETAILS);
		await process(papers.FULL_RECEIPT, { bounding_boxes: true });
		await process(papers.BARE_RECEIPT, { compute: false, boost_mode: true });
		await process('(nothing)');
		await process(papers.BARE_RECEIPT, DETAILS);
		await process(papers.INVOICE);
		for (const oddRows of ['no_description', 'no_price', 'no_total', 'tax_line_twice'] as const) {
			switches.oddRows = oddRows;
			await process(papers.INVOICE);
		}
		return answers;
	},
	async lineItem(ask) {
		const { id } = await ask('POST', '/documents', file(papers.BARE_RECEIPT));
		const rows = `/documents/${id as number}/line-items`;
		const row = await ask('POST', rows, papers.LINE_ITEM);
		return [row, await ask('GET', rows), await ask('DELETE', `${rows}/${row.id as number}`)];
	},
	async tag(ask) {
		const { id } = await ask('POST', '/documents', file(papers.BARE_RECEIPT));
		return [await ask('POST', `/documents/${id as number}/tags`, { tags: ['a'] })];
	},
	async other(ask, switches) {
		switches.processingDelay = [0];
		const { id } = await ask('POST', '/documents-set', file(papers.INVOICE));
		for (;;) {
			const set = await ask('GET', `/documents-set/${id as number}`);
			if (set.status !== 'in_progress') return [set];
		}
	},
	classify: async (ask) => [await ask('POST', '/classify', file(papers.INVOICE))],
	async contract(ask) {
		const bare = await ask('POST', '/contracts', file('(nothing)'));
		const contract = await ask('POST', '/contracts', file(papers.CONTRACT));
		return [bare, contract, await ask('DELETE', `/contracts/${contract.id as number}`)];
	},
	anyDocument: async (ask) => [
		await ask('POST', '/any-documents', { ...file('Serving Size: 30 g'), blueprint_name: 'x' }),
	],
	bankStatement: (ask) => both(ask, '/bank-statements', papers.BANK_STATEMENT),
	check: (ask) => both(ask, '/checks', papers.CHECK),
	w2: async (ask) => [
		...(await both(ask, '/w2s', papers.W2)),
		await ask('POST', '/w2s', file('State: CA')),
	],
	w9: (ask) => both(ask, '/w9s', papers.W9),
	businessCard: (ask) => both(ask, '/business-cards', papers.BUSINESS_CARD),
};

/** A full paper, and one of which nothing can be read. */
const both = async (ask: Ask, path: string, text: string) => [
	await ask('POST', path, file(text)),
	await ask('POST', path, {
		file_name: 'a.rtf',
		file_data: Buffer.alloc(300, '{').toString('base64'),
	}),
];

export const KIND_NAMES = Object.keys(KINDS);

/** @throws Error for an answer that is no success */
export async function answersOf(kind: string): Promise<Json[]> {
	const veryfi = await startEmulator();
	try {
		const ask: Ask = async (method, path, body) => {
			const { clientId, username, apiKey } = veryfi.credentials;
			const answer = await fetch(`${veryfi.baseUrl}/api/v8/partner${path}`, {
				method,
				headers: {
					'client-id': clientId,
					authorization: `apikey ${username}:${apiKey}`,
					'content-type': 'application/json',
				},
				body: body && JSON.stringify(body),
			});
			const text = await answer.text();
			if (answer.ok) return JSON.parse(text) as unknown;
			throw new Error(`${method} ${path}: ${answer.status} ${text}`);
		};
		return await KINDS[kind](ask, veryfi.switches);
	} finally {
		await veryfi.stop();
	}
}
