import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { STAGE_TIMEOUT_MS, type Stage } from '../e2e/stage.mts';
import {
	errorOf,
	fillIn,
	isUnfinished,
	outputOf,
	PATIENCE_MS,
	waitFor,
	type Workflow,
} from '../host/index.mts';
import { createSamples } from '../samples/index.mts';
import type { Road } from './ledger.mts';
import { gather } from './pauses.mts';
import { Approvals, SLOW } from './approvals.mts';
import { testApproveInTelegram } from './approveInTelegram.mts';
import {
	chosen,
	deactivateTrigger,
	publishExample,
	publishFanOut,
	startExamples,
} from './stage.mts';
import { GOOGLE_SHEETS, startGoogleSheets, type GoogleSheets } from './standIns/googleSheets.mts';
import { Internet } from './standIns/internet.mts';
import { QUICKBOOKS, startQuickBooks } from './standIns/quickBooks.mts';
import { SLACK, startSlack, type SlackMessage, type SlackWorkspace } from './standIns/slack.mts';
import { startTelegram, TELEGRAM, type Message, type TelegramBot } from './standIns/telegram.mts';

/** The examples that talk to a service on the internet, in one n8n. */

const CREATED = '2026-11-20 10:00:00';

let internet: Internet;
let sheets: GoogleSheets;
let bot: TelegramBot;
let slack: SlackWorkspace;
let ledger: Awaited<ReturnType<typeof startQuickBooks>>;
let stage: Stage;

beforeAll(async () => {
	sheets = await startGoogleSheets(['Documents', 'Lines']);
	bot = await startTelegram({ 43: 'Ben', 66: 'Eve' });
	slack = await startSlack({ U0ANN: 'ann', U0BEN: 'ben', U0EVE: 'eve' }, [BILLS, BOSSES]);
	ledger = await startQuickBooks();
	const roads: Array<[string[], Road]> = [
		[GOOGLE_SHEETS.hosts, sheets],
		[TELEGRAM.hosts, bot],
		[SLACK.hosts, slack],
		[QUICKBOOKS.hosts, ledger],
	];
	internet = await Internet.start(roads.flatMap(([hosts]) => hosts));
	for (const [hosts, { url }] of roads) internet.lead(hosts, url);
	stage = await startExamples();
	const ca = stage.n8n.certificate.cert;
	bot.ca = ca;
	slack.app = { url: `${stage.n8n.url}/webhook-waiting-slack`, ca };
}, STAGE_TIMEOUT_MS);

afterEach(async () => await stage?.reset());

afterAll(async () => {
	await stage?.stop();
	await internet?.stop();
	await sheets?.stop();
	await bot?.stop();
	await slack?.stop();
	await ledger?.stop();
}, STAGE_TIMEOUT_MS);

/** The executions that were not begun by another, oldest first, once there are `count` and all have ended. */
const mains = (workflow: Workflow, count: number) =>
	waitFor(`${count} executions to end`, PATIENCE_MS, async () => {
		const found = await stage.client.executions(workflow.id);
		const begun = found.filter(({ mode }) => mode !== 'integrated');
		if (begun.length < count || found.some(isUnfinished)) return undefined;
		return await Promise.all(begun.reverse().map(({ id }) => stage.client.execution(id)));
	});

/** Where bills are approved, and where those end that nobody has answered in time. */
const [BILLS, BOSSES] = ['C0BILLS', 'C0BOSSES'];
let approvals: Approvals;
let slow: number;

/** The question about a document, once it stands in a channel; the second or a further one by its number. */
const question = (channel: string, id: number, count = 1): Promise<SlackMessage> =>
	waitFor(
		`question ${count} about ${id} in ${channel}`,
		PATIENCE_MS,
		() =>
			slack
				.messages(channel)
				.filter(({ blocks }) => blocks.some(({ text }) => text?.text.includes(`document ${id}`)))[
				count - 1
			],
		() => slack.messages(channel),
	);

/** Clicks once n8n waits for it: it refuses a click while the execution is still being stored. */
const decide = (message: SlackMessage, label: string, user: string) =>
	waitFor('n8n to take the click', PATIENCE_MS, async () => {
		const status = await slack.click(message, label, user);
		return status === 409 ? undefined : status;
	});

describe('approve-in-slack', () => {
	it(
		'lets bills over the limit or in doubt wait for a click, with the file, and enters each once',
		async () => {
			const { emulator, client } = stage;
			const credential = await client.createCredential('Slack', 'slackApi', slack.credential);
			approvals = await Approvals.publish(stage, ledger, 'approve-in-slack', {
				credentials: { slackApi: credential },
				settings: {
					'settings.channel': BILLS,
					'settings.escalationChannel': BOSSES,
					'settings.approvers': 'U0ANN, U0BEN',
				},
			});
			const small = approvals.seed({ total: 50 });
			const big = approvals.seed({
				total: 1452.4,
				vendor: { name: '<!channel> R&D *Ltd*' },
				notes: 'Paper',
			});
			const doubtful = approvals.seed({ total: 20.5, currency_code: 'KWD' }, { total: 0.5 });
			slow = approvals.seed({
				...{ total: 5000, currency_code: 'JPY', invoice_number: SLOW },
				vendor: { name: 'Tokyo Paper' },
			});
			slack.flood(1);
			await emulator.deliver('document.created', {
				id: [small, big, doubtful, slow],
				created: CREATED,
			});
			const bigQuestion = await question(BILLS, big);
			const doubt = await question(BILLS, doubtful);
			expect(JSON.stringify((await question(BILLS, slow)).blocks)).toContain('5000 JPY');
			expect(JSON.stringify(bigQuestion.blocks)).toContain('&lt;!channel&gt; R&amp;D *Ltd*');
			expect(JSON.stringify(bigQuestion.blocks)).toContain('1452.40 EUR');
			expect(JSON.stringify(bigQuestion.blocks)).toContain('Its total is over 1000.00 EUR');
			expect(JSON.stringify(doubt.blocks)).toContain('20.500 KWD');
			expect(JSON.stringify(doubt.blocks)).toContain('Veryfi is not sure of total');
			const files = slack.files(BILLS).map(({ title, bytes }) => [title, bytes.toString()]);
			expect(files.sort()).toEqual([
				['<!channel> R&D *Ltd*, invoice A-2 of 2026-10-27', '%PDF-1.4 the bill'],
				['Papier Nord, invoice A-3 of 2026-10-27', '%PDF-1.4 the bill'],
				[`Tokyo Paper, invoice ${SLOW} of 2026-10-27`, '%PDF-1.4 the bill'],
			]);
			expect(await approvals.entered(small)).toMatchObject([{ id: small }]);

			// The same bill by another delivery, while nobody has decided.
			await emulator.deliver('document.created', { id: big, created: '2026-11-20 11:00:00' });
			const second = await question(BILLS, big, 2);

			// Somebody who may not, somebody who is not Slack, and then a double click.
			const clicks = [
				await decide(bigQuestion, 'Approve', 'U0EVE'),
				await slack.click(bigQuestion, 'Approve', 'U0ANN', 'guessed'),
			];
			expect([clicks, approvals.notes(big)]).toEqual([[200, 401], 'Paper']);
			await waitFor('Eve to be told', PATIENCE_MS, () => slack.whispers.length === 1);
			const before = structuredClone(bigQuestion);
			expect([
				await slack.click(before, 'Approve', 'U0ANN'),
				await slack.click(before, 'Approve', 'U0ANN'),
				await decide(doubt, 'Reject', 'U0BEN'),
			]).toEqual([200, 409, 200]);
			const [rejected] = await approvals.out('Rejected', 1);
			expect(rejected).toMatchObject({
				documentId: doubtful,
				approval: { approved: false, by: 'ben (U0BEN)' },
			});
			expect(await approvals.entered(big)).toMatchObject([{ id: small }, { id: big }]);
			expect(
				(await approvals.out('Bill', 2)).filter(({ documentId }) => documentId === big),
			).toMatchObject([{ total: 1452.4, approval: { approved: true, by: 'ann (U0ANN)' } }]);
			expect(approvals.notes(big)).toMatch(/^Paper\nApproved by ann \(U0ANN\) in Slack, 2\S+$/);
			expect(approvals.notes(doubtful)).toMatch(/^Rejected by ben \(U0BEN\) in Slack, 2\S+$/);
			expect(emulator.documents.get(big)?.fields.is_approved).toBe(true);
			const locked = await question(BILLS, big);
			expect(locked.blocks.map(({ type }) => type)).not.toContain('actions');
			expect(JSON.stringify(locked.blocks)).toContain('Approved* by <@U0ANN>');

			// The second question about it, and a third delivery, enter nothing.
			expect(await decide(second, 'Approve', 'U0BEN')).toBe(200);
			expect(await approvals.out('Decided Before', 1)).toHaveLength(1);
			await emulator.deliver('document.created', { id: big, created: '2026-11-20 12:00:00' });
			expect(await approvals.out('Decided Before', 2)).toHaveLength(2);
			expect(await approvals.bills.outputs('Notify Someone')).toEqual([]);
			expect(await approvals.entered()).toMatchObject([
				{ total: 50, files: [{}] },
				{ total: 1452.4, files: [{}] },
			]);
			expect(approvals.notes(big)).not.toContain('ben');
			expect(slack.messages(BILLS)).toHaveLength(4);
			expect(internet.refused).toEqual([]);
		},
		STAGE_TIMEOUT_MS,
	);
});

describe('telegram-receipts', () => {
	const [ANN, BEN, EVE] = [42, 43, 66];

	/** What a chat shows, once the bot has written so many messages there. */
	const said = (chat: number, count: number): Promise<Message[]> =>
		waitFor(
			`${count} messages of the bot`,
			PATIENCE_MS,
			async () => {
				const found = bot.messages(chat).filter(({ from }) => from.is_bot);
				return found.length >= count ? found : undefined;
			},
			async () => bot.messages(chat),
		);

	it(
		'submits what allowed chats send once, answers, and lets only the chat that sent it correct and delete it',
		async () => {
			const { emulator, client } = stage;
			const credential = await client.createCredential('Bot', 'telegramApi', bot.credential);
			const workflow = await publishExample(stage, 'telegram-receipts', {
				credentials: { telegramApi: credential },
				edit(definition) {
					fillIn(definition, 'Settings', { 'settings.chats': `${ANN}, ${BEN}` });
					for (const node of definition.nodes)
						if (node.waitBetweenTries) node.waitBetweenTries = 100;
				},
			});
			const [, , photo] = await createSamples();

			await bot.sendPhoto(EVE, photo.bytes);
			expect((await said(EVE, 1))[0].text).toContain(`Its ID is ${EVE}:`);
			await bot.write(BEN, { text: '/start' });
			expect((await said(BEN, 1))[0].text).toContain('Send a photo');
			expect(emulator.documents.size).toBe(0);

			// Telegram has had enough for a moment, and then sends the photo again, as it got no answer.
			bot.flood(1);
			const sent = await bot.sendPhoto(ANN, photo.bytes);
			await said(ANN, 2);
			await bot.repeat();
			const texts = await said(ANN, 3);
			const received = texts.filter(({ text }) => text?.startsWith('Received'));
			expect(received.map(({ reply_to_message: to }) => to?.message_id)).toEqual(
				Array(2).fill(sent.message_id),
			);
			const answer = texts.find(({ reply_markup: markup }) => markup?.inline_keyboard)!;
			const [id] = [...emulator.documents.keys()];
			const fields = emulator.documents.get(id)?.fields ?? {};
			expect([emulator.documents.size, fields.external_id]).toEqual([
				1,
				`telegram ${ANN} ${sent.message_id}`,
			]);
			const { name } = fields.vendor as { name: string };
			expect(answer.text?.split('\n')).toEqual([
				name,
				`Date: ${String(fields.date).slice(0, 10)}`,
				`Total: ${Number(fields.total).toFixed(2)} ${String(fields.currency_code)}`,
				`Category: ${(fields.category as string | null) ?? 'not found'}`,
			]);

			/** Presses a button in a chat, and answers what the bot asks; the last thing that it says. */
			const change = async (label: string, reply: string) => {
				const before = (await said(ANN, 0)).length;
				expect(await bot.press(answer, label)).toBe(200);
				const question = (await said(ANN, before + 1))[before];
				expect(question).toMatchObject({ reply_markup: { force_reply: true } });
				await bot.write(ANN, { text: reply, reply_to_message: question });
				return { question, said: (await said(ANN, before + 2))[before + 1].text };
			};
			const total = await change('Total', '12,50');
			expect(total.said).toBe(
				`Changed: ${name}, ${String(fields.date).slice(0, 10)}, 12.50 ${String(fields.currency_code)}, ${String(fields.category)}`,
			);
			expect((await change('Date', 'yesterday')).said).toMatch(/^Nothing was changed: "yesterday"/);
			expect((await change('Vendor', 'R&D <Taxi> _Ltd')).said).toContain('R&D <Taxi> _Ltd');
			expect(emulator.documents.get(id)?.fields).toMatchObject({
				total: 12.5,
				vendor: { name: 'R&D <Taxi> _Ltd' },
				date: fields.date,
			});
			expect(bot.unanswered()).toBe(0);

			// Another chat uses what it has seen of this one: the button, and the question with an answer.
			expect(await bot.press(answer, 'Delete', { chat: BEN })).toBe(200);
			await bot.write(BEN, { text: '1', reply_to_message: total.question });
			const [, ...refusals] = await said(BEN, 3);
			expect(refusals.map(({ text }) => text)).toEqual(
				Array(2).fill('That document was not sent from this chat.'),
			);
			expect(emulator.documents.get(id)?.fields.total).toBe(12.5);

			expect((await change('Delete', 'Yes')).said).toBe(`Document ${id} is deleted.`);
			expect(emulator.documents.size).toBe(0);
			const count = (await said(ANN, 0)).length;
			expect(await bot.press(answer, 'Total')).toBe(200);
			expect((await said(ANN, count + 1))[count].text).toMatch(/^This was not done: .*not found/is);

			// What stands in a document, and why one failed, comes from outside.
			const of = { external_id: `telegram ${ANN} ${sent.message_id}` };
			const hostile = emulator.seedDocument({
				...of,
				vendor: { name: `<b>&amp;\n*_[${'x'.repeat(5000)}` },
				duplicate_of: 77,
			});
			await emulator.deliver('document.created', { id: hostile, created: CREATED });
			const shown = (await said(ANN, count + 2))[count + 1].text?.split('\n');
			expect(shown?.[0]).toMatch(/^<b>&amp; \*_\[x+$/);
			expect(shown?.slice(1)).toEqual([
				'Date: not found',
				'Total: not found',
				'Category: not found',
				'It may be a duplicate of document 77.',
			]);
			await emulator.deliver('document.failed', {
				id: hostile,
				created: CREATED,
				error: 'Blur <1>',
			});
			expect((await said(ANN, count + 3))[count + 2].text).toContain(
				'could not read this: Blur <1>.',
			);

			const others = emulator.seedDocument({ external_id: 'expense-7' });
			await emulator.deliver('document.created', { id: others, created: CREATED });
			const found = await mains(workflow, 19);
			expect(outputOf(found.at(-1)!, 'Others')).toHaveLength(1);
			expect(found.map(({ status }) => status)).toEqual(found.map(() => 'success'));
			expect((await said(ANN, 0)).length).toBe(count + 3);
			expect(internet.refused).toEqual([]);
		},
		STAGE_TIMEOUT_MS,
	);
});

const telegramApprovals = testApproveInTelegram(() => ({ stage, bot, ledger }));

describe('documents-to-google-sheets', () => {
	const LINES = [
		{ id: 11, order: 0, description: 'A4 paper', quantity: 10, price: 21.9, total: 219 },
		{ id: 12, order: 1, description: '=HYPERLINK("https://example.com")', sku: '0042', total: 29 },
	];
	const INVOICE = {
		vendor: { name: '+49 Papier Nord' },
		invoice_number: '0017',
		date: '2026-10-27 00:00:00',
		due_date: '2026-11-26',
		currency_code: 'EUR',
		total: 248,
		line_items: LINES,
	};

	const keysOf = (sheet: string) => sheets.rows(sheet).map(({ key }) => key);

	it(
		'keeps a row per document and per line, whatever comes again, at the same moment or too fast for Google',
		async () => {
			const { emulator, client } = stage;
			const google = await client.createCredential('Sheets', 'googleSheetsOAuth2Api', {
				...sheets.oauth.client,
				oauthTokenData: sheets.oauth.tokenData,
			});
			const workflow = await publishExample(stage, 'documents-to-google-sheets', {
				credentials: { googleSheetsOAuth2Api: google },
				parameters: { Wait: { amount: 0.1 } },
				edit: (definition) =>
					fillIn(definition, 'Settings', {
						'settings.spreadsheet': `https://docs.google.com/spreadsheets/d/${sheets.id}/edit#gid=0`,
					}),
			});
			const id = emulator.seedDocument({ ...INVOICE, external_id: 'expense-7' });
			const bare = emulator.seedDocument({ total: 5 });
			const fields = emulator.documents.get(id)?.fields ?? {};

			const statuses = async (count: number) =>
				(await mains(workflow, count)).map(({ status }) => status);

			await emulator.deliver('document.created', { id: [id, bare], created: CREATED });
			expect(await statuses(1)).toEqual(['success']);
			expect(sheets.rows('Documents')).toMatchObject([
				{
					key: `document ${id}`,
					document_id: id,
					vendor: '+49 Papier Nord',
					invoice_number: '0017',
					date: { date: '2026-10-27' },
					due_date: { date: '2026-11-26' },
					total: 248,
					external_id: 'expense-7',
					is_duplicate: false,
				},
				{ key: `document ${bare}`, total: 5 },
			]);
			expect(sheets.rows('Lines')).toMatchObject([
				{ key: `document ${id} line 11`, description: 'A4 paper', quantity: 10, line_total: 219 },
				{ description: '=HYPERLINK("https://example.com")', sku: '0042', line_total: 29 },
				{ key: `document ${bare} line 0`, description: '(no lines)' },
			]);

			// It changes and loses a line, while Google has had enough for this minute.
			Object.assign(fields, { total: 219, invoice_number: '', line_items: [LINES[0]] });
			sheets.exhaust(1);
			await emulator.deliver('document.enriched', { id, created: CREATED });
			expect(await statuses(2)).toEqual(['success', 'success']);
			expect(sheets.rows('Documents')).toMatchObject([
				{ key: `document ${id}`, total: 219, invoice_number: undefined },
				{ key: `document ${bare}` },
			]);
			expect(keysOf('Lines')).toEqual([`document ${id} line 11`, `document ${bare} line 0`]);

			// Two deliveries of one document look for its rows before either has written them.
			const late = emulator.seedDocument(INVOICE);
			sheets.pause(gather('arrival', /Documents.*:append/, 2));
			await Promise.all([
				emulator.deliver('document.created', { id: late, created: CREATED }),
				emulator.deliver('document.enriched', { id: late, created: CREATED }),
			]);
			expect(await statuses(4)).toEqual(Array(4).fill('success'));
			sheets.behave();
			const documents = [id, bare, late].map((one) => `document ${one}`);
			const lines = [
				`${documents[0]} line 11`,
				`${documents[1]} line 0`,
				`${documents[2]} line 11`,
				`${documents[2]} line 12`,
			];
			expect([keysOf('Documents'), keysOf('Lines').sort()]).toEqual([documents, lines.sort()]);

			// The answer to what was written gets lost.
			const last = emulator.seedDocument(INVOICE);
			documents.push(`document ${last}`);
			lines.push(`document ${last} line 11`, `document ${last} line 12`);
			sheets.loseAnswersTo(/Lines.*:append/, 1);
			await emulator.deliver('document.created', { id: last, created: CREATED });
			expect((await statuses(5)).at(-1)).toBe('success');
			expect([keysOf('Documents'), keysOf('Lines').sort()]).toEqual([documents, lines.sort()]);

			// An execution that failed is retried, after the document has changed.
			sheets.share(false);
			await emulator.deliver('document.enriched', { id: last, created: CREATED });
			const failed = (await mains(workflow, 6))[5];
			expect([failed.status, errorOf(failed)]).toEqual([
				'error',
				expect.stringMatching(/permission/i),
			]);
			sheets.share(true);
			Object.assign(emulator.documents.get(last)?.fields ?? {}, { total: 1 });
			await client.retry(failed.id);
			expect((await statuses(7)).at(-1)).toBe('success');
			expect(sheets.rows('Documents').map(({ key, total }) => [key, total])).toEqual([
				[documents[0], 219],
				[documents[1], 5],
				[documents[2], 248],
				[documents[3], 1],
			]);
			expect(keysOf('Lines').sort()).toEqual(lines.sort());

			// What Veryfi could not read gets no row.
			await emulator.deliver('document.failed', { id: 99, created: CREATED, error: 'Blank' });
			const told = outputOf((await mains(workflow, 8))[7], 'Notify Someone');
			expect(told.map(({ json }) => json.documentId)).toEqual([99]);
			expect(keysOf('Documents')).toEqual(documents);
			expect(internet.refused).toEqual([]);
		},
		STAGE_TIMEOUT_MS,
	);
});

describe('fan-out', () => {
	it(
		'calls approve-in-slack, and that documents-to-google-sheets, which puts each document in its row',
		async () => {
			const { emulator, client } = stage;
			const google = await client.createCredential('Sheets', 'googleSheetsOAuth2Api', {
				...sheets.oauth.client,
				oauthTokenData: sheets.oauth.tokenData,
			});
			const rows = await publishExample(stage, 'documents-to-google-sheets', {
				credentials: { googleSheetsOAuth2Api: google },
				edit(definition) {
					fillIn(definition, 'Settings', { 'settings.spreadsheet': sheets.id });
					deactivateTrigger(definition);
				},
			});
			const chat = await client.createCredential('Slack', 'slackApi', slack.credential);
			const called = await publishExample(stage, 'approve-in-slack', {
				credentials: { slackApi: chat },
				parameters: { 'Enter It': { workflowId: chosen(rows) } },
				edit(definition) {
					fillIn(definition, 'Settings', {
						'settings.channel': BILLS,
						'settings.escalationChannel': BOSSES,
					});
					deactivateTrigger(definition);
				},
			});
			await publishFanOut(stage, [rows, rows, called, rows]);
			const receipt = emulator.seedDocument({ document_type: 'receipt', total: 7 });
			const invoice = emulator.seedDocument({ document_type: 'invoice', total: 50 });
			const created = '2026-11-21 10:00:00';
			await emulator.deliver('document.created', { id: [receipt, invoice], created });
			await emulator.deliver('document.failed', { id: 99, created, error: 'Blank' });
			const totalOf = (id: number) =>
				sheets.rows('Documents').find(({ key }) => key === `document ${id}`)?.total;
			await waitFor(
				'a row for each document',
				PATIENCE_MS,
				() => totalOf(receipt) === 7 && totalOf(invoice) === 50,
				() => sheets.rows('Documents'),
			);
			const told = await waitFor('the failed document', PATIENCE_MS, async () => {
				const found = await client.allExecutions(rows.id);
				if (found.some(isUnfinished)) return undefined;
				const executions = await Promise.all(found.map(({ id }) => client.execution(id)));
				const items = executions.flatMap((one) => outputOf(one, 'Notify Someone'));
				return items.length > 0 && items.map(({ json }) => json.documentId);
			});
			expect(told).toEqual([99]);
			expect(internet.refused).toEqual([]);
		},
		STAGE_TIMEOUT_MS,
	);
});

// n8n looks once a minute for what has waited long enough.
describe('approve-in-slack, later', () => {
	it(
		'asks elsewhere about a bill that nobody has answered in time',
		async () => {
			// The tests between have begun with a fresh account.
			approvals.seed({ id: slow, total: 5000, invoice_number: SLOW });
			await stage.publishOrFail(approvals.bills.workflow);
			const asked = await question(BOSSES, slow);
			expect(JSON.stringify(asked.blocks)).toContain('Nobody has answered in time.');
			expect(await decide(asked, 'Approve', 'U0BEN')).toBe(200);
			await approvals.entered(slow);
			expect(approvals.notes(slow)).toMatch(/^Approved by ben/);
		},
		STAGE_TIMEOUT_MS,
	);
});

telegramApprovals.later();
