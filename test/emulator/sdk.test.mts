import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createReadStream } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Client from '@veryfi/veryfi-sdk';
import { createSamples } from '../samples/index.mts';
import { startEmulator, type Emulator } from './index.mts';
import { INVOICE_TEXT, Receiver, textFile } from './testing.mts';

let veryfi: Emulator;
let client: InstanceType<typeof Client>;
let folder: string;

beforeAll(async () => {
	// The SDK signs its requests whenever it has a client secret, so the strictest mode must pass.
	veryfi = await startEmulator({ requestSignature: 'require', allowInsecureWebhooks: true });
	const { clientId, clientSecret, username, apiKey } = veryfi.credentials;
	client = new Client(clientId, clientSecret, username, apiKey, `${veryfi.baseUrl}/`);
	folder = await mkdtemp(join(tmpdir(), 'veryfi-sdk-'));
});

afterAll(async () => {
	await veryfi.stop();
	await rm(folder, { recursive: true });
});

async function sampleFile() {
	const [sample] = await createSamples();
	const path = join(folder, sample.fileName);
	await writeFile(path, sample.bytes);
	return { path, printed: sample.printed };
}

describe('the official Node SDK', () => {
	it('processes a PDF file and gets what is printed on it', async () => {
		const { path, printed } = await sampleFile();
		const document = await client.process_document(path, ['Office', 'Travel'], false, {
			external_id: 'sdk-1',
		});
		expect(document).toMatchObject({
			external_id: 'sdk-1',
			category: 'Office',
			invoice_number: printed.invoiceNumber,
			vendor: { name: printed.vendor },
			total: printed.total,
			line_items: printed.lines.map(({ description, quantity, price, total }) => ({
				description,
				quantity,
				price,
				total,
			})),
		});
		expect(await client.get_document(document.id)).toEqual(document);
	});

	it('processes a stream, base64 and a URL', async () => {
		const { path } = await sampleFile();
		const total = 452.4;
		expect(
			await client.process_document_from_stream(createReadStream(path), 'a.pdf'),
		).toMatchObject({ total });
		const { file_data, file_name } = textFile();
		expect(await client.process_document_from_base64(file_data, file_name)).toMatchObject({
			total: 132,
		});
		veryfi.files.set('a.txt', Buffer.from(INVOICE_TEXT));
		const url = `${veryfi.baseUrl}/_emulator/files/a.txt`;
		expect(await client.process_document_from_url(url)).toMatchObject({ total: 132 });
		expect(await client.process_document_from_url(null, [url, url])).toMatchObject({
			total_pages: 2,
		});
	});

	it('submits asynchronously and finds the document afterwards', async () => {
		const { file_data, file_name } = textFile();
		const { id } = await client.process_document_from_base64(file_data, file_name, null, false, {
			async: true,
		});
		await veryfi.idle();
		expect(await client.get_document(id)).toMatchObject({ id, status: 'processed', total: 132 });
	});

	it('searches', async () => {
		const id = veryfi.seedDocument({ external_id: 'needle' });
		const { documents, meta } = await client.get_documents(1, 10, false, false, {
			external_id: 'needle',
		});
		expect(documents.map((document: { id: number }) => document.id)).toEqual([id]);
		expect(meta).toMatchObject({ documents_per_page: 10, total_results: 1 });
	});

	it('updates and deletes', async () => {
		const id = veryfi.seedDocument({ notes: 'old' });
		expect(await client.update_document(id, { notes: 'new, and "quoted"' })).toMatchObject({
			notes: 'new, and "quoted"',
		});
		await client.delete_document(id);
		await expect(client.get_document(id)).rejects.toThrow(
			'404 {"status":"fail","error":"Document not found"}',
		);
	});

	it('adds, replaces and removes tags', async () => {
		const id = veryfi.seedDocument();
		const tag = await client.add_tag(id, 'one');
		await client.add_tags(id, ['two', 'three']);
		expect((await client.get_document_tags(id)).tags).toHaveLength(3);
		await client.delete_tag(id, tag.id);
		expect((await client.get_document_tags(id)).tags).toHaveLength(2);
		expect((await client.replace_tags(id, ['four'])).tags).toMatchObject([{ name: 'four' }]);
		await client.delete_tags(id);
		expect(await client.get_document_tags(id)).toEqual({ tags: [] });
	});

	it('keeps line items and tax lines', async () => {
		const id = veryfi.seedDocument();
		const item = await client.create_line_item(id, { order: 1, description: 'Tea', total: 2.5 });
		await client.update_line_item(id, item.id, { description: 'Green tea' });
		expect(await client.get_line_item(id, item.id)).toMatchObject({
			description: 'Green tea',
			total: 2.5,
		});
		expect((await client.get_document_line_items(id)).line_items).toHaveLength(1);
		await client.delete_line_item(id, item.id);
		await client.create_line_item(id, { order: 1, description: 'Milk', total: 1 });
		await client.delete_document_line_items(id);
		expect(await client.get_document_line_items(id)).toEqual({ line_items: [] });
		const line = await client.create_tax_line(id, { order: 0, name: 'VAT', rate: 20, total: 1 });
		expect(await client.get_tax_line(id, line.id)).toMatchObject({ name: 'VAT' });
	});

	it('adds and confirms a webhook', async () => {
		const receiver = await Receiver.start();
		await client.add_webhook(receiver.url);
		await veryfi.idle();
		await client.confirm_webhook(receiver.url, receiver.received[0].data.secret);
		expect(await client.get_webhooks()).toMatchObject({
			confirmed: [{ url: receiver.url }],
			pending: [],
		});
		await receiver.stop();
	});

	// Without a blueprint the SDK signs a null that it then leaves out of the form.
	it.each([
		['process_any_document', 'work_order'],
		['process_bank_statement'],
		['process_business_card'],
		['process_check'],
		['process_check_with_remittance'],
		['process_contract'],
		['process_markdown_document'],
		['process_w2'],
		['process_w8bene'],
		['process_w9'],
		['classify_document'],
	])('takes a file to %s', async (method, ...more) => {
		const { path } = await sampleFile();
		const answer = await client[method](path, ...more);
		const part = method === 'classify_document' ? 'document_type' : 'id';
		expect(answer).toHaveProperty(part, expect.anything());
	});

	it.each([
		['process_any_document_async', 'get_any_document', 'work_order'],
		['process_bank_statement_async', 'get_bank_statement'],
		['process_check_async', 'get_check'],
		['process_markdown_document_async', 'get_markdown_document'],
		['split_document', 'get_split_document'],
		['split_bank_statements', 'get_bank_statement_set'],
		['split_w2s', 'get_w2_set'],
		['process_markdown_document_set', 'get_markdown_document_set'],
	])('takes a file to %s, and finds the result with %s', async (submit, get, ...more) => {
		const { path } = await sampleFile();
		const { id } = await client[submit](path, ...more);
		await veryfi.idle();
		expect(await client[get](id)).toMatchObject({ id });
	});

	it('submits URLs in bulk', async () => {
		veryfi.files.set('a.txt', Buffer.from(INVOICE_TEXT));
		const url = `${veryfi.baseUrl}/_emulator/files/a.txt`;
		const { ids } = await client.process_documents_bulk([url, url]);
		await veryfi.idle();
		expect(await client.get_document(ids[1])).toMatchObject({ total: 132 });
	});

	it('is refused when its signature is made with another secret', async () => {
		const { clientId, username, apiKey } = veryfi.credentials;
		const stranger = new Client(clientId, 'another secret', username, apiKey, `${veryfi.baseUrl}/`);
		await expect(stranger.get_documents()).rejects.toThrow('401');
	});
});
