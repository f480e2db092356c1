import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Stage } from '../e2e/stage.mts';
import { useStage } from '../e2e/useStage.mts';
import { outputOf, PATIENCE_MS, waitFor, type Workflow } from '../host/index.mts';
import { openForm, type Form } from '../host/form.mts';
import { ended, publishExample, startExamples } from './stage.mts';
import { startSmtp, type Smtp } from './standIns/smtp.mts';

const CREATED = '2026-11-20 10:00:00';

let stage: Stage;

useStage(startExamples, (started) => (stage = started));

describe('review-when-unsure', () => {
	const read = {
		vendor: { name: 'Papier Nord' },
		date: '2026-10-27 00:00:00',
		invoice_number: 'A-1042',
		currency_code: 'EUR',
		total: 452.4,
	};

	function seed(changes: object, scores: Record<string, number>): number {
		const id = stage.emulator.seedDocument({ ...read, ...changes });
		Object.assign(stage.emulator.documents.get(id) ?? {}, { scores });
		return id;
	}

	/** The form that the workflow's only execution asks a person to fill in, if it is the `count`th. */
	const nextForm = (workflow: Workflow, count: number): Promise<Form> =>
		waitFor('the workflow to ask', PATIENCE_MS, async () => {
			const [summary] = await stage.client.executions(workflow.id);
			if (summary?.status !== 'waiting') return undefined;
			const asked = outputOf(await stage.client.execution(summary.id), 'Request for Review');
			if (asked.length !== count) return undefined;
			return await openForm(asked[count - 1].json.form as string, stage.n8n.certificate);
		});

	const booked = async (workflow: Workflow) => {
		const [execution] = await ended(stage, workflow);
		expect(execution.status).toBe('success');
		return outputOf(execution, 'Enter It').map(({ json }) => json);
	};

	it('asks nobody about a document that Veryfi is sure of', async () => {
		const workflow = await publishExample(stage, 'review-when-unsure');
		const id = seed({}, {});
		await stage.emulator.deliver('document.created', { id, created: CREATED });
		expect(await booked(workflow)).toMatchObject([{ documentId: id, total: 452.4 }]);
	});

	it("writes the reviewer's corrections to the document and books it with them", async () => {
		const workflow = await publishExample(stage, 'review-when-unsure');
		const id = seed({ pdf_url: 'https://example.com/1.pdf' }, { total: 0.41, invoice_number: 0.6 });
		await stage.emulator.deliver('document.created', { id, created: CREATED });

		const form = await nextForm(workflow, 1);
		expect(form.description).toContain('not sure of: invoice_number, total.');
		expect(form.links).toEqual(['https://example.com/1.pdf']);
		expect(form.values).toEqual({
			Vendor: 'Papier Nord',
			Date: '2026-10-27',
			'Invoice Number': 'A-1042',
			Currency: 'EUR',
			Total: '452.4',
			'Reason Not to Enter It': '',
		});
		await form.send({ 'Invoice Number': 'A-1047', Total: '425.41' });

		expect(await booked(workflow)).toMatchObject([
			{
				event: 'document.created',
				documentId: id,
				invoice_number: 'A-1047',
				total: 425.41,
				vendor_name: 'Papier Nord',
			},
		]);
		expect(stage.emulator.documents.get(id)?.fields).toMatchObject({
			...read,
			date: expect.stringContaining('2026-10-27'),
			invoice_number: 'A-1047',
			total: 425.41,
		});
	});

	it.each([
		[
			'totals that Veryfi doubts',
			{ meta: { warnings: [{ type: 'totals_missmatch', message: 'Lines make 400' }] } },
			'Veryfi warns: Lines make 400.',
		],
		['what may be fraud', { meta: { fraud: { decision: 'Fraud' } } }, 'Veryfi says: Fraud.'],
		['a duplicate', { duplicate_of: 77 }, 'It may be a duplicate of document 77.'],
	])(
		'asks about %s, and enters nothing that the reviewer leaves out',
		async (_, changes, doubt) => {
			const workflow = await publishExample(stage, 'review-when-unsure');
			const id = seed(changes, {});
			await stage.emulator.deliver('document.created', { id, created: CREATED });
			const form = await nextForm(workflow, 1);
			expect(form.description).toContain(doubt);
			await form.send({ 'Reason Not to Enter It': 'entered by hand' });
			expect(await booked(workflow)).toEqual([]);
			const [execution] = await ended(stage, workflow);
			expect(outputOf(execution, 'Left Out').map(({ json }) => json)).toMatchObject([
				{ documentId: id, leftOut: 'entered by hand' },
			]);
		},
	);

	it('asks about the doubtful documents of one delivery one after the other, across a restart', async () => {
		const { emulator, n8n } = stage;
		const workflow = await publishExample(stage, 'review-when-unsure');
		const ids = [seed({}, { total: 0.5 }), seed({}, {}), seed({ total: 7 }, { date: 0.3 })];
		await emulator.deliver('document.created', { id: ids, created: CREATED });
		await (await nextForm(workflow, 1)).send({ Total: '10.01' });
		await nextForm(workflow, 2);
		await n8n.stop();
		await n8n.start();
		const second = await nextForm(workflow, 2);
		expect(second.values).toMatchObject({ Date: '2026-10-27', Total: '7' });
		await second.send({ Date: '2026-10-21' });

		const documents = await booked(workflow);
		expect(documents.map(({ documentId }) => documentId).sort()).toEqual(ids);
		expect(ids.map((id) => emulator.documents.get(id)?.fields)).toMatchObject([
			{ total: 10.01, date: expect.stringContaining('2026-10-27') },
			{ total: 452.4 },
			{ total: 7, date: expect.stringContaining('2026-10-21') },
		]);
	});
});

describe('failed-documents-to-message', () => {
	let smtp: Smtp;

	beforeAll(async () => {
		smtp = await startSmtp();
	});

	afterAll(() => smtp?.stop());

	it('sends a mail with the ID, the external ID and the reason, and none for what was read', async () => {
		const { emulator, client } = stage;
		const credential = await client.createCredential('Mail', 'smtp', smtp.credential);
		const workflow = await publishExample(stage, 'failed-documents-to-message', {
			credentials: { smtp: credential },
		});
		const known = emulator.seedDocument({ external_id: 'expense-4711' });
		const event = { created: CREATED, error: 'File is corrupted' };
		await emulator.deliver('document.failed', { id: known, ...event });
		await ended(stage, workflow, 1);
		await emulator.deliver('document.failed', { id: 99, created: CREATED });
		await ended(stage, workflow, 2);
		await emulator.deliver('document.created', { id: known, created: CREATED });

		const executions = await ended(stage, workflow, 3);
		expect(executions.map(({ status }) => status)).toEqual(Array(3).fill('success'));
		const texts = smtp.mails.map(({ text }) => text?.split('\n').slice(0, 4));
		expect(texts).toEqual([
			[
				`Document: ${known}`,
				'External ID: expense-4711',
				'Reason: File is corrupted',
				`Time: ${CREATED} UTC`,
			],
			[
				'Document: 99',
				'External ID: none, or Veryfi no longer has the document',
				'Reason: Veryfi gave none',
				`Time: ${CREATED} UTC`,
			],
		]);
		expect(smtp.mails[0].subject).toBe(`Veryfi could not read document ${known}`);
	});
});
