import { describe, expect, it } from '@jest/globals';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fillIn, outputOf, plainNode, type Workflow } from '../host/index.mts';
import type { Stage } from '../e2e/stage.mts';
import { useStage } from '../e2e/useStage.mts';
import {
	BRANCHES,
	chain,
	createExample,
	ended,
	publishExample,
	publishFanOut,
	runByHand,
	startExamples,
} from './stage.mts';

let stage: Stage;

useStage(startExamples, (started) => (stage = started));

const CREATED = '2026-11-20 10:00:00';

const INVOICE = {
	document_type: 'invoice',
	vendor: { name: 'Papier Nord' },
	invoice_number: 'A-1042',
	date: '2026-10-27 00:00:00',
	due_date: '2026-11-26',
	currency_code: 'EUR',
	total: 452.4,
	tax: 75.4,
};

describe('documents-to-data-table', () => {
	it('keeps one row per document, also when it is delivered again or enriched', async () => {
		const { emulator, client } = stage;
		const workflow = await publishExample(stage, 'documents-to-data-table');
		const id = emulator.seedDocument({ ...INVOICE, external_id: 'expense-7' });
		const other = emulator.seedDocument({ total: 5 });

		await emulator.deliver('document.created', { id, created: CREATED });
		await ended(stage, workflow, 1);
		await emulator.deliver('document.created', { id: other, created: CREATED });
		await emulator.deliver('document.created', { id, created: CREATED });
		await ended(stage, workflow, 3);
		Object.assign(emulator.documents.get(id)?.fields ?? {}, { total: 455, is_duplicate: true });
		await emulator.deliver('document.enriched', { id, created: CREATED });
		await emulator.deliver('document.failed', { id: 99, created: CREATED });

		const executions = await ended(stage, workflow, 5);
		expect(executions.map(({ status }) => status)).toEqual(Array(5).fill('success'));
		expect(await client.dataTableRows('Veryfi Documents')).toMatchObject([
			{
				document_id: String(id),
				external_id: 'expense-7',
				vendor: 'Papier Nord',
				invoice_number: 'A-1042',
				date: '2026-10-27',
				due_date: '2026-11-26',
				currency: 'EUR',
				total: 455,
				tax: 75.4,
				is_duplicate: true,
			},
			{ document_id: String(other), vendor: null, total: 5, is_duplicate: false },
		]);
	});
});

describe('line-items-to-spreadsheet', () => {
	it('writes a row for every line item of the day before, and one for a document without lines', async () => {
		const { emulator, client } = stage;
		const folder = join(stage.n8n.folder, '.n8n-files');
		await mkdir(folder, { recursive: true });
		const file = join(folder, 'lines.xlsx');
		const yesterday = `${new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)} 12:00:00`;
		const lines = [
			{ id: 1, order: 0, description: 'A4 paper', quantity: 10, price: 21.9, total: 219 },
			{ id: 2, order: 1, description: '=1+1; "Notebook"', quantity: 4, price: 7.25, total: 29 },
		];
		const id = emulator.seedDocument({ ...INVOICE, created_date: yesterday, line_items: lines });
		const bare = emulator.seedDocument({ created_date: yesterday, total: 5 });
		emulator.seedDocument({ ...INVOICE, line_items: lines, created_date: '2026-01-01 12:00:00' });
		emulator.seedDocument({ ...INVOICE, created_date: yesterday, status: 'in_progress' });

		const workflow = await createExample(stage, 'line-items-to-spreadsheet', {
			edit: (definition) => {
				fillIn(definition, 'Settings', { file });
				definition.settings = { ...definition.settings, timezone: 'UTC' };
			},
		});
		const { status } = await runByHand(stage, workflow, 'Every Morning');
		expect(status).toBe('success');

		const readBack = await client.createWorkflow({
			name: 'Read the spreadsheet',
			nodes: [
				plainNode('Start', 'manualTrigger', 1),
				plainNode('Open', 'readWriteFile', 1.1, { operation: 'read', fileSelector: file }),
				plainNode('Rows', 'extractFromFile', 1, { operation: 'xlsx', options: {} }),
			],
			connections: chain('Start', 'Open', 'Rows'),
		});
		const rows = outputOf(await runByHand(stage, readBack, 'Start'), 'Rows');
		const common = {
			document_id: id,
			vendor: 'Papier Nord',
			currency: 'EUR',
			document_total: 452.4,
		};
		expect(rows.map(({ json }) => json)).toEqual([
			expect.objectContaining({
				...common,
				line: 1,
				description: 'A4 paper',
				quantity: 10,
				price: 21.9,
				line_total: 219,
			}),
			expect.objectContaining({ ...common, line: 2, description: `'=1+1; "Notebook"` }),
			expect.objectContaining({
				document_id: bare,
				description: '(no lines)',
				document_total: 5,
			}),
		]);
	});
});

describe('fan-out', () => {
	/** Publishes the workflow for each kind; those of `failing` stop with a message. */
	const publishReceivers = (failing: string[] = []) =>
		Promise.all(
			BRANCHES.map((name) =>
				publishExample(stage, 'fan-out-receiver', {
					edit: (definition) => {
						definition.name = name;
						if (!failing.includes(name)) return;
						const bill = definition.nodes.find((node) => node.name === 'Bill');
						Object.assign(bill ?? {}, plainNode('Bill', 'stopAndError', 1, { errorMessage: 'no' }));
					},
				}),
			),
		);

	/** Branch, status and document of every execution of the receivers, once they have `counts` of them. */
	const received = async (receivers: Workflow[], counts: number[]) => {
		const branches = await Promise.all(
			receivers.map(async (receiver, index) => {
				const executions = counts[index] ? await ended(stage, receiver, counts[index]) : [];
				return executions.map((execution) => {
					const [got, ...more] = outputOf(execution, 'When Executed by Another Workflow');
					expect(more).toEqual([]);
					return [BRANCHES[index], execution.status, got.json.documentId];
				});
			}),
		);
		return branches.flat();
	};

	it('gives each document to the workflow for its kind, and one that fails there stops no other', async () => {
		const { emulator } = stage;
		const receivers = await publishReceivers(['Enter Receipt']);
		const workflow = await publishFanOut(stage, receivers);

		const receipt = emulator.seedDocument({ document_type: 'receipt', total: 2 });
		const statement = emulator.seedDocument({ product: 'bank-statements' });
		const invoice = emulator.seedDocument(INVOICE);
		await emulator.deliver('document.created', { id: receipt, created: CREATED });
		await emulator.deliver('bank_statement.created', { id: statement, created: CREATED });
		await emulator.deliver('document.created', { id: invoice, created: CREATED });
		await emulator.deliver('document.failed', { id: 99, created: CREATED, error: 'Blank' });

		const executions = await ended(stage, workflow, 4);
		expect(executions.map(({ status }) => status)).toEqual(Array(4).fill('success'));
		expect(await received(receivers, [1, 1, 1, 1])).toEqual([
			['Notify of Failed Document', 'success', 99],
			['Read the Statement', 'success', statement],
			['Enter Invoice', 'success', invoice],
			['Enter Receipt', 'error', receipt],
		]);
	});

	it('gives each document of one delivery an execution of its own, and tells of those that no workflow took', async () => {
		const { emulator } = stage;
		const receivers = await publishReceivers(['Enter Invoice']);
		const workflow = await publishFanOut(stage, receivers);
		await stage.unpublish(receivers[BRANCHES.indexOf('Enter Receipt')].id);

		const invoices = [1, 2].map((total) => emulator.seedDocument({ ...INVOICE, total }));
		const receipt = emulator.seedDocument({ document_type: 'receipt', total: 3 });
		const last = emulator.seedDocument({ ...INVOICE, total: 4 });
		await emulator.deliver('document.created', {
			id: [invoices[0], receipt, invoices[1], last],
			created: CREATED,
		});

		const [execution] = await ended(stage, workflow, 1);
		expect(execution.status).toBe('success');
		expect(outputOf(execution, 'Notify Someone').map(({ json }) => json)).toEqual([
			{
				message: `Document ${receipt} was not handed over: Workflow is not active and cannot be executed.`,
				event: 'document.created',
				documentId: receipt,
			},
		]);
		const taken = await received(receivers, [0, 0, 3, 0]);
		expect(taken.map(([, status]) => status)).toEqual(['error', 'error', 'error']);
		expect(taken.map(([, , id]) => id).sort()).toEqual([...invoices, last].sort());
	});
});
