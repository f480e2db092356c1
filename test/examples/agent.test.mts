import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Agent, request } from 'undici';
import { STAGE_TIMEOUT_MS, type Stage } from '../e2e/stage.mts';
import { publishExample, startExamples } from './stage.mts';
import { startChatModel, type ChatModel, type Message } from './standIns/chatModel.mts';

let stage: Stage;
let model: ChatModel;
let chatUrl: string;

beforeAll(async () => {
	stage = await startExamples();
	model = await startChatModel();
	const { nodes } = await publishExample(stage, 'ai-agent-tool', {
		credentials: {
			openAiApi: await stage.client.createCredential('Model', 'openAiApi', model.credential),
		},
		// A chat that can be reached without the editor.
		parameters: { Question: { public: true, mode: 'webhook', authentication: 'none' } },
	});
	const question = nodes.find(({ name }) => name === 'Question');
	chatUrl = `${stage.n8n.url}/webhook/${question?.webhookId}/chat`;
}, STAGE_TIMEOUT_MS);

afterAll(async () => {
	await model?.stop();
	await stage?.stop();
}, STAGE_TIMEOUT_MS);

async function ask(chatInput: string): Promise<string> {
	const dispatcher = new Agent({ connect: { ca: stage.n8n.certificate.cert } });
	try {
		const { body } = await request(chatUrl, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ action: 'sendMessage', sessionId: chatInput, chatInput }),
			dispatcher,
		});
		return ((await body.json()) as { output: string }).output;
	} finally {
		await dispatcher.destroy();
	}
}

/** What the tools have answered so far. */
const results = (messages: Message[]): string[] =>
	messages.filter(({ role }) => role === 'tool').map(({ content }) => content ?? '');

describe("ai-agent-tool, with a stand-in for the model's HTTP API", () => {
	it('lets the agent find a document and read it, and answer with what Veryfi has', async () => {
		const { emulator } = stage;
		const october = { date: '2026-10-27 00:00:00', currency_code: 'EUR' };
		const id = emulator.seedDocument({
			...october,
			vendor: { name: 'Papier Nord' },
			total: 452.4,
			invoice_number: 'A-1042',
		});
		emulator.seedDocument({ ...october, vendor: { name: 'Hansen Hardware' }, total: 311.19 });
		emulator.seedDocument({ vendor: { name: 'Papier Nord' }, date: '2026-08-01 00:00:00' });

		let fields: string[][] = [];
		model.think = (messages) => {
			const [found, read] = results(messages).map(
				(text) => JSON.parse(text) as Array<Record<string, string | number>>,
			);
			if (!found) {
				const october = { from: '2026-10-01', to: '2026-10-31' };
				return { call: 'Find_Documents', with: { words: 'Papier*', ...october } };
			}
			if (!read) {
				const ids = found.map(({ id }) => id);
				return { call: 'Get_Document', with: { documentId: ids.join() } };
			}
			fields = found.map((document) => Object.keys(document));
			const [{ vendor_name: vendor, total, currency_code: currency, id }] = read;
			return { answer: [vendor, total, currency, id].join(' ') };
		};
		expect(await ask('How much did we pay Papier Nord in October?')).toBe(
			`Papier Nord 452.4 EUR ${id}`,
		);
		// The first tool gives its selected fields only, in the order of the record.
		expect(fields).toEqual([
			[
				'id',
				'vendor_name',
				'date',
				'invoice_number',
				'total',
				'currency_code',
				'due_date',
				'tax',
				'balance',
				'category',
			],
		]);
		const offered = model.tools.map(({ function: { name, parameters } }) => [
			name,
			Object.keys(parameters.properties).sort(),
		]);
		expect(offered.sort()).toEqual([
			['Find_Documents', ['cameInSince', 'from', 'limit', 'tag', 'to', 'words']],
			['Get_Document', ['documentId']],
		]);
	});

	it('tells the agent in words why a document cannot be read', async () => {
		model.think = (messages) => {
			const [said] = results(messages);
			return said === undefined
				? { call: 'Get_Document', with: { documentId: '4711' } }
				: { answer: said };
		};
		expect(await ask('What is in document 4711?')).toContain('Document not found');
	});
});

/** A document as the tools show it. */
type Found = Record<string, string | number | null>;

const sum = (found: Found[], member: string) =>
	found.reduce((total, document) => total + Number(document[member]), 0).toFixed(2);

const vendors = (found: Found[]) => found.map(({ vendor_name: name }) => name).join(', ');

interface Question {
	question: string;
	/** What a model asks Find Documents for. */
	asks: Record<string, string | number>;
	/** What Veryfi is asked. */
	query: Record<string, string>;
	answer: (found: Found[]) => string;
	expected: string;
}

const QUESTIONS: Question[] = [
	{
		question: 'What did we spend at Papier Nord in March?',
		asks: { words: 'Papier Nord', from: '2026-03-01', to: '2026-03-31' },
		query: {
			q: 'Papier Nord',
			date__gte: '2026-03-01 00:00:00',
			date__lte: '2026-03-31 23:59:59',
		},
		answer: (found) => sum(found, 'total'),
		expected: '320.50',
	},
	{
		question: 'Show me the unpaid invoices over 1,000.',
		asks: { limit: 200 },
		query: { page_size: '50' },
		answer: (found) =>
			vendors(found.filter(({ balance, total }) => Number(balance) > 0 && Number(total) > 1000)),
		expected: 'Hansen Hardware',
	},
	{
		question: 'Which bills are due before 15 April?',
		asks: { from: '2026-01-01', limit: 200 },
		query: { date__gte: '2026-01-01 00:00:00' },
		answer: (found) =>
			vendors(found.filter(({ due_date: due }) => due !== null && String(due) < '2026-04-15')),
		expected: 'Papier Nord',
	},
	{
		question: 'Have we received invoice HH-77?',
		asks: { words: 'HH-77' },
		query: { q: 'HH-77' },
		answer: (found) => found.map(({ invoice_number: number }) => number).join(),
		expected: 'HH-77',
	},
	{
		question: 'How much VAT is in the first quarter?',
		asks: { from: '2026-01-01', to: '2026-03-31', limit: 200 },
		query: {
			date__gte: '2026-01-01 00:00:00',
			date__lte: '2026-03-31 23:59:59',
		},
		answer: (found) => sum(found, 'tax'),
		expected: '264.30',
	},
	{
		question: 'What did we spend on travel in April?',
		asks: { from: '2026-04-01', to: '2026-04-30' },
		query: {
			date__gte: '2026-04-01 00:00:00',
			date__lte: '2026-04-30 23:59:59',
		},
		answer: (found) =>
			sum(
				found.filter(({ category }) => category === 'Travel'),
				'total',
			),
		expected: '89.90',
	},
	{
		question: 'What has come in since 2 May?',
		asks: { cameInSince: '2026-05-02' },
		query: { created__gte: '2026-05-02 04:00:00' },
		answer: vendors,
		expected: 'City Cabs',
	},
	{
		question: 'Which documents are tagged "client-7"?',
		asks: { tag: 'client-7' },
		query: { tag: 'client-7' },
		answer: vendors,
		expected: 'City Cabs',
	},
	{
		question: 'What was our largest expense this year?',
		asks: { from: '2026-01-01', limit: 200 },
		query: { date__gte: '2026-01-01 00:00:00', page_size: '50' },
		answer: (found) => vendors(found.sort((a, b) => Number(b.total) - Number(a.total)).slice(0, 1)),
		expected: 'Hansen Hardware',
	},
	{
		question: 'Is there anything from Müller & Söhne?',
		asks: { words: 'Müller & Söhne' },
		query: { q: 'Müller & Söhne' },
		answer: (found) => String(found.length),
		expected: '0',
	},
];

describe('ten questions of an accountant', () => {
	beforeAll(() => {
		const { emulator } = stage;
		emulator.reset();
		emulator.seedDocument({
			vendor: { name: 'Papier Nord' },
			date: '2026-03-10 00:00:00',
			due_date: '2026-04-09',
			created_date: '2026-03-11 08:00:00',
			invoice_number: 'A-1',
			category: 'Office Supplies',
			total: 320.5,
			balance: 320.5,
			tax: 51.17,
		});
		emulator.seedDocument({
			vendor: { name: 'Hansen Hardware' },
			date: '2026-03-31 14:22:00',
			due_date: '2026-04-30',
			created_date: '2026-04-01 08:00:00',
			invoice_number: 'HH-77',
			category: 'Tools',
			total: 1335,
			balance: 1335,
			tax: 213.13,
		});
		emulator.seedDocument({
			vendor: { name: 'City Cabs' },
			date: '2026-04-30 23:10:00',
			due_date: null,
			created_date: '2026-05-02 08:00:00',
			invoice_number: 'C-9',
			category: 'Travel',
			total: 89.9,
			balance: 0,
			tax: 5.88,
			tags: [{ id: 1, name: 'client-7' }],
		});
	});

	it.each(QUESTIONS)('$question', async ({ question, asks, query, answer, expected }) => {
		const before = stage.emulator.requests.length;
		model.think = (messages) => {
			const [found] = results(messages);
			if (found === undefined) return { call: 'Find_Documents', with: asks };
			return { answer: answer(JSON.parse(found) as Found[]) };
		};
		expect(await ask(question)).toBe(expected);
		const sent = stage.emulator.requests.slice(before);
		expect(sent).toMatchObject([{ method: 'GET', path: '/api/v8/partner/documents/', query }]);
	});
});
