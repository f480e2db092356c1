import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Agent, request } from 'undici';
import { Stage, STAGE_TIMEOUT_MS } from '../e2e/stage.mts';
import { publishExample } from './stage.mts';
import { startChatModel, type ChatModel, type Message } from './standIns/chatModel.mts';

let stage: Stage;
let model: ChatModel;
let chatUrl: string;

beforeAll(async () => {
	stage = await Stage.start();
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
			['Find_Documents', ['from', 'to', 'words']],
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
