import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Agent, FormData, request } from 'undici';
import { ALL_FILE_TYPES } from '../../nodes/shared/files/fileTypes.ts';
import type { Stage } from '../e2e/stage.mts';
import { useStage } from '../e2e/useStage.mts';
import { hasDebianPackages } from '../host/debian.mts';
import { outputOf, PATIENCE_MS, waitFor, type Execution } from '../host/index.mts';
import { createSamples, type Sample } from '../samples/index.mts';
import { createExample, ended, publishExample, runByHand, startExamples } from './stage.mts';
import { startMailbox, type Mailbox } from './standIns/mailbox.mts';

let stage: Stage;
let samples: Sample[];

useStage(startExamples, (started) => (stage = started));
beforeAll(async () => {
	samples = await createSamples();
});

/** Documents of the account: external id and vendor, in the order of the former. */
async function submitted(): Promise<string[][]> {
	await stage.emulator.idle();
	return [...stage.emulator.documents.values()]
		.map(({ fields }) => [String(fields.external_id), (fields.vendor as { name: string }).name])
		.sort();
}

describe('submit-and-wait', () => {
	/** Posts files as one form and returns the answer of the workflow. */
	async function post(files: File[]): Promise<Array<Record<string, unknown>>> {
		const form = new FormData();
		for (const [index, file] of files.entries()) form.append(`file${index}`, file);
		const dispatcher = new Agent({ connect: { ca: stage.n8n.certificate.cert } });
		try {
			const url = `${stage.n8n.url}/webhook/receipts-now`;
			const { body } = await request(url, { method: 'POST', body: form, dispatcher });
			return (await body.json()) as Array<Record<string, unknown>>;
		} finally {
			await dispatcher.destroy();
		}
	}

	it('answers with what stands in each file, and lists those that are not finished with the reason', async () => {
		await publishExample(stage, 'submit-and-wait', {
			parameters: { 'Submit and Wait': { timeLimit: 8 } },
		});
		const files = samples.map(
			({ bytes, fileName, mimeType }) =>
				new File([new Uint8Array(bytes)], fileName, { type: mimeType }),
		);
		// The account never says of a broken file that it has failed, only that it is not finished.
		stage.emulator.switches.failedGet = 'in_progress';
		const broken = `%PDF-1.7\n${'not really a PDF '.repeat(30)}`;
		const answer = await post([
			new File([broken], 'broken.pdf', { type: 'application/pdf' }),
			...files,
			new File(['too small'], 'small.pdf', { type: 'application/pdf' }),
		]);

		const of = (name: string) => answer.find(({ file }) => file === name);
		expect(answer).toHaveLength(6);
		expect(of('invoice-papier-nord.pdf')).toMatchObject({
			finished: true,
			documentId: expect.any(Number),
			vendor: 'Papier Nord',
			date: '2026-10-27',
			total: 452.4,
			currency: 'EUR',
		});
		expect(of('receipt-corner-cafe.pdf')).toMatchObject({ finished: true, vendor: 'Corner Cafe' });
		expect(of('receipt-city-cabs.jpg')).toMatchObject({ finished: true });
		expect(of('invoice-hansen-hardware.zip')).toMatchObject({ vendor: 'Hansen Hardware' });
		expect(of('broken.pdf')).toMatchObject({
			finished: false,
			reason: expect.stringMatching(/^Document \d+ is not finished after 8 seconds$/),
			advice: expect.stringContaining('Do not submit it again.'),
		});
		expect(of('small.pdf')).toMatchObject({
			finished: false,
			reason: expect.stringContaining('too small'),
		});
	});
});

describe('folder-to-veryfi', () => {
	const MEMORY = 'Veryfi Submitted Files';

	const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

	/** An empty folder, and the example that reads it, turn by turn. */
	async function watchFolder() {
		const folder = join(stage.n8n.folder, '.n8n-files', 'inbox');
		await rm(folder, { recursive: true, force: true });
		await mkdir(folder, { recursive: true });
		const workflow = await createExample(stage, 'folder-to-veryfi', {
			parameters: { 'Read Files': { fileSelector: `${folder}/*` } },
		});
		const turn = async () => {
			const execution = await runByHand(stage, workflow, 'Every 5 Minutes');
			expect(execution.status).toBe('success');
			return execution;
		};
		return { folder, turn };
	}

	it('submits each file once: not when it stays, is copied, or was submitted and then forgotten', async () => {
		const { emulator, client } = stage;
		const { folder, turn } = await watchFolder();
		const [invoice, receipt, taxi] = samples;
		const once = [
			[sha256(invoice.bytes), 'Papier Nord'],
			[sha256(taxi.bytes), 'Canned Vendor (Emulator)'],
		].sort();
		const remembered = async () =>
			(await client.dataTableRows(MEMORY)).map(({ file, document_id: id }) => [
				file,
				(emulator.documents.get(Number(id))!.fields.vendor as { name: string }).name,
			]);
		const both = [
			['invoice (1).pdf', 'Papier Nord'],
			['taxi.jpg', 'Canned Vendor (Emulator)'],
		];

		expect(outputOf(await turn(), 'Submit')).toEqual([]);
		await writeFile(join(folder, 'invoice (1).pdf'), invoice.bytes);
		await writeFile(join(folder, 'taxi.jpg'), taxi.bytes);
		await writeFile(join(folder, 'half.pdf.part'), receipt.bytes);
		emulator.faults.add({ method: 'POST', path: '*/documents', status: 503 });
		expect(outputOf(await turn(), 'Notify Someone')).toHaveLength(2);
		expect(outputOf(await turn(), 'Notify Someone')).toEqual([]);
		emulator.faults.clear();
		expect(await submitted()).toEqual([]);

		await turn();
		await writeFile(join(folder, 'copy of invoice.pdf'), invoice.bytes);
		await turn();
		expect(await submitted()).toEqual(once);
		expect((await remembered()).sort()).toEqual(both);

		// As if n8n had died between submitting and remembering: Veryfi has them, the table does not.
		await client.clearDataTable(MEMORY);
		await turn();
		expect(await submitted()).toEqual(once);
		expect(await remembered()).toHaveLength(2);
	});

	it('submits every type that Veryfi reads, in any letter case, and tells once what it leaves', async () => {
		const { emulator } = stage;
		const { folder, turn } = await watchFolder();
		const put = (name: string, content: string | Buffer) => writeFile(join(folder, name), content);
		const told = async () =>
			outputOf(await turn(), 'Notify Someone')
				.map(({ json }) => [json.file, json.reason])
				.sort();

		for (const type of ALL_FILE_TYPES)
			await put(`SCAN0001.${type.toUpperCase()}`, `${type} `.repeat(200));
		await put('Rechnung.Pdf', samples[1].bytes);
		await put('no ending', samples[1].bytes);
		await put('fax.TIFF', `II*\0${'x'.repeat(400)}`);
		await put('Empty.pdf', '');
		await put('still being written.PDF.Part', samples[1].bytes);
		const noType = 'The name does not end in a type that Veryfi reads, such as .pdf or .jpg';
		expect(await told()).toEqual([
			['Empty.pdf', expect.stringContaining('is too small')],
			['fax.TIFF', noType],
			['no ending', noType],
		]);
		await emulator.idle();
		expect(emulator.documents.size).toBe(ALL_FILE_TYPES.length + 1);

		await put('fax 2.tif', `II*\0${'y'.repeat(400)}`);
		expect(await told()).toEqual([['fax 2.tif', noType]]);
		expect(await told()).toEqual([]);
		expect(emulator.documents.size).toBe(ALL_FILE_TYPES.length + 1);
	});
});

// The mailbox is served by Courier, which is got from Debian's packages.
const onDebian = hasDebianPackages() ? describe : describe.skip;

onDebian('inbox-to-veryfi', () => {
	let mailbox: Mailbox;

	beforeAll(async () => {
		mailbox = await startMailbox();
	});

	afterAll(() => mailbox?.stop());

	it('submits the papers of a mail, marks it as read, and submits nothing twice', async () => {
		const { client } = stage;
		const credential = await client.createCredential('Mailbox', 'imap', mailbox.credential);
		const workflow = await publishExample(stage, 'inbox-to-veryfi', {
			credentials: { imap: credential },
		});
		const [invoice, receipt, taxi] = samples;
		const logo = { filename: 'logo.png', content: taxi.bytes.subarray(0, 2000) };
		const mail = {
			from: 'Ann <ann@example.com>',
			to: 'bills@example.com',
			subject: 'Two bills',
			text: 'See attached.',
			messageId: '<bills-1@example.com>',
			attachments: [
				logo,
				{
					filename: 'Invoice.PDF',
					content: invoice.bytes,
					contentType: 'application/octet-stream',
				},
				{ filename: 'receipt.pdf', content: receipt.bytes },
			],
		};
		await mailbox.deliver(mail);
		const mailsOf = (executions: Execution[]) =>
			executions
				.flatMap((execution) => outputOf(execution, 'Mail Arrives'))
				.map(({ json }) => json.messageId);
		const allRead = (count: number) =>
			waitFor('the mails to be read', PATIENCE_MS, async () => {
				const { read, unread } = await mailbox.count();
				return read === count && unread === 0;
			});
		await allRead(1);
		const [first] = await ended(stage, workflow, 1);
		const both = [
			['<bills-1@example.com> attachment_1', 'Papier Nord'],
			['<bills-1@example.com> attachment_2', 'Corner Cafe'],
		];
		expect([first.status, await submitted()]).toEqual(['success', both]);

		// n8n looks for unread mails when one arrives.
		await stage.unpublish(workflow.id);
		await mailbox.markUnread();
		await stage.publish(workflow);
		await mailbox.deliver({ ...mail, messageId: '<no-bill@example.com>', attachments: [logo] });
		await allRead(2);
		// In one execution or in two.
		const executions = await waitFor('both mails to come out', PATIENCE_MS, async () => {
			const found = await ended(stage, workflow, 2);
			return mailsOf(found).length < 3 ? undefined : found;
		});
		expect(mailsOf(executions).sort()).toEqual([
			'<bills-1@example.com>',
			'<bills-1@example.com>',
			'<no-bill@example.com>',
		]);
		expect(executions.map(({ status }) => status)).toEqual(executions.map(() => 'success'));
		expect(await submitted()).toEqual(both);
		expect(executions.flatMap((execution) => outputOf(execution, 'Notify Someone'))).toEqual([]);
	});

	it('submits attachments of every type that Veryfi reads, and tells of each that it does not', async () => {
		const credential = await stage.client.createCredential('Types', 'imap', mailbox.credential);
		const workflow = await publishExample(stage, 'inbox-to-veryfi', {
			credentials: { imap: credential },
		});
		const [invoice, receipt, taxi, several] = samples;
		const text = (words: string) => Buffer.from(`${words} `.repeat(60));
		const photo = Buffer.concat([taxi.bytes, Buffer.alloc(60_000)]);
		const attach = (filename: string, contentType: string, content: Buffer = text(filename)) => ({
			filename,
			contentType,
			content,
		});
		const read = [
			attach('photo', 'image/jpg', photo),
			attach('Photo.JPG', 'IMAGE/JPEG', photo),
			attach('scan', 'application/x-pdf', invoice.bytes),
			attach('IMG_0001.HEIC', 'application/octet-stream'),
			attach('Offer.DOCX', 'application/octet-stream'),
			attach(
				'offer',
				'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
				text('offer in words'),
			),
			attach('bills.zip', 'application/zip', several.bytes),
			attach('bill.pdf', 'application/pdf; name="bill.pdf"', receipt.bytes),
		];
		const refused = [
			attach('fax.tif', 'image/tiff', Buffer.concat([text('II*'), Buffer.alloc(60_000)])),
			attach('smime.p7m', 'application/pkcs7-mime'),
			attach('date.ics', 'text/calendar'),
			attach('tiny.pdf', 'application/pdf', Buffer.from('%PDF')),
		];
		const leftOut = [
			attach('logo.gif', 'image/gif', taxi.bytes.subarray(0, 2000)),
			attach('Logo.PNG', 'application/octet-stream', taxi.bytes.subarray(0, 3000)),
			attach('smime.p7s', 'application/pkcs7-signature'),
			attach('Ann.vcf', 'text/vcard'),
			attach('ATT00001.htm', 'text/html'),
		];
		const mail = { from: 'Ann <ann@example.com>', to: 'bills@example.com', subject: 'Bills' };
		await mailbox.deliver({
			...mail,
			text: 'See attached.',
			messageId: '<types@example.com>',
			attachments: [...read, ...refused, ...leftOut],
		});
		await mailbox.deliver({ ...mail, text: 'None.', messageId: '<none@example.com>' });
		const out = (executions: Execution[], node: string) =>
			executions.flatMap((execution) => outputOf(execution, node));
		const executions = await waitFor('both mails to come out', PATIENCE_MS, async () => {
			const found = await ended(stage, workflow, 1);
			return out(found, 'Mail Arrives').length < 2 ? undefined : found;
		});

		expect(executions.map(({ status }) => status)).toEqual(executions.map(() => 'success'));
		expect(out(executions, 'Submitted')).toHaveLength(read.length);
		expect(await submitted()).toHaveLength(read.length);
		expect(out(executions, 'Left Out')).toHaveLength(leftOut.length);
		expect(out(executions, 'No Attachments').map(({ json }) => json.messageId)).toEqual([
			'<none@example.com>',
		]);
		const reasons = out(executions, 'Notify Someone').map(({ json }) => String(json.error));
		expect(reasons).toHaveLength(refused.length);
		for (const { filename } of refused) expect(reasons.join()).toContain(`"${filename}"`);
	});
});
