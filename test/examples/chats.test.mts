import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Stage, STAGE_TIMEOUT_MS } from '../e2e/stage.mts';
import {
	errorOf,
	fillIn,
	isUnfinished,
	outputOf,
	PATIENCE_MS,
	waitFor,
	type Workflow,
} from '../host/index.mts';
import { gather } from './pauses.mts';
import { publishExample } from './stage.mts';
import { GOOGLE_SHEETS, startGoogleSheets, type GoogleSheets } from './standIns/googleSheets.mts';
import { Internet } from './standIns/internet.mts';

/** The examples that talk to a service on the internet, in one n8n. */

const CREATED = '2026-11-20 10:00:00';

let internet: Internet;
let sheets: GoogleSheets;
let stage: Stage;

beforeAll(async () => {
	sheets = await startGoogleSheets(['Documents', 'Lines']);
	internet = await Internet.start(GOOGLE_SHEETS.hosts);
	for (const host of GOOGLE_SHEETS.hosts) internet.lead(host, sheets.url);
	stage = await Stage.start({ env: internet.env });
}, STAGE_TIMEOUT_MS);

afterEach(async () => await stage?.reset());

afterAll(async () => {
	await stage?.stop();
	await internet?.stop();
	await sheets?.stop();
}, STAGE_TIMEOUT_MS);

/** The executions that were not begun by another, oldest first, once there are `count` and all have ended. */
const mains = (workflow: Workflow, count: number) =>
	waitFor(`${count} executions to end`, PATIENCE_MS, async () => {
		const found = await stage.client.executions(workflow.id);
		const begun = found.filter(({ mode }) => mode !== 'integrated');
		if (begun.length < count || found.some(isUnfinished)) return undefined;
		return await Promise.all(begun.reverse().map(({ id }) => stage.client.execution(id)));
	});

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
			const told = outputOf((await mains(workflow, 8))[7], 'Tell Somebody');
			expect(told.map(({ json }) => json.documentId)).toEqual([99]);
			expect(keysOf('Documents')).toEqual(documents);
			expect(internet.refused).toEqual([]);
		},
		STAGE_TIMEOUT_MS,
	);
});
