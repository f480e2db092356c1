import { describe, expect, it } from '@jest/globals';
import { SWITCHES, switchValues, type Switches } from './switches.mts';
import {
	INVOICE_TEXT,
	Receiver,
	sharedEmulator,
	textFile,
	useWebhook,
	type Answer,
} from './testing.mts';

const stage = sharedEmulator();
const hook = { url: 'https://localhost:1/hook' };
type Send = () => Promise<Answer>;
/** A part of an answer that must be there, in full. */
const has = (part: object): unknown => expect.objectContaining(part);
const submit =
	(more: object = {}): Send =>
	() =>
		stage.call('POST', '/documents', { ...textFile(), ...more });
const add: Send = () => stage.call('POST', '/settings/webhooks', hook);
const list: Send = () => stage.call('GET', '/documents');
const remove: Send = () => stage.call('DELETE', `/documents/${stage.veryfi.seedDocument()}`);
const taxLines: Send = () =>
	stage.call('GET', `/documents/${stage.veryfi.seedDocument()}/tax-lines`);
const split =
	(more: object = {}): Send =>
	() =>
		stage.call('POST', '/documents-set', { ...textFile(), ...more });
const read = (path: string, more: object = {}): Send => {
	return () => stage.call('POST', path, { ...textFile(), ...more });
};
const unknown: Send = () => stage.call('GET', '/documents/1');
const get = (query = ''): Send => {
	return () => stage.call('GET', `/documents/${stage.veryfi.seedDocument({ total: 5 })}${query}`);
};
const tag =
	(method: 'PUT' | 'POST', body: object): Send =>
	() =>
		stage.call(method, `/documents/${stage.veryfi.seedDocument({ tags: ['a'] })}/tags`, body);
const scored = '?confidence_details=true';
const notFound = { status: 404, body: { status: 'fail', error: 'Document not found' } };
const classifyByUrl: Send = () => {
	stage.veryfi.files.set('a.txt', Buffer.from(INVOICE_TEXT));
	const file_url = `${stage.veryfi.baseUrl}/_emulator/files/a.txt`;
	return stage.call('POST', '/classify', { file_url });
};
const statement: Send = () => {
	stage.veryfi.switches.transactionsIn = 'accounts';
	const text = 'Bank: First Local\nAccount Number: 0042'.padEnd(300);
	return stage.call('POST', '/bank-statements', textFile(text));
};
const accounts = (number: object) => has({ accounts: [{ ...number, transactions: [] }] });
const stranger: Send = () =>
	stage.call('GET', '/documents', undefined, { authorization: 'apikey a:b' });
const nameless: Send = () => stage.call('POST', '/documents', { file_data: textFile().file_data });

describe('a switch', () => {
	it.each<[keyof Switches, Switches[keyof Switches], Send, Partial<Answer>]>([
		['addStatus', 201, add, { status: 201 }],
		['addStatus', 204, add, { status: 204, body: undefined }],
		['addBody', 'status', add, { status: 200, body: { status: 'ok' } }],
		['addBody', 'empty', add, { status: 200, body: undefined }],
		['addBody', 'webhook', add, { body: { ...hook, date: expect.any(String) } }],
		['syncStatus', 200, submit(), { status: 200 }],
		['asyncStatus', 202, submit({ async: true }), { status: 202 }],
		['deleteAnswer', 'status', remove, { body: { status: 'ok' } }],
		['taxLinesKey', 'results', taxLines, { body: { results: [] } }],
		['setStatusCode', 201, split(), { status: 201 }],
		['splitPageLimit', 100, split({ max_pages_to_process: 101 }), { status: 400 }],
		['splitPageLimit', 250, split({ max_pages_to_process: 101 }), { status: 202 }],
		['splitMegabytes', 0, split(), { status: 413 }],
		[
			'unauthorizedKey',
			'error',
			stranger,
			{ status: 401, body: { status: 'fail', error: 'Not Authorized' } },
		],
		['errorKey', 'error', unknown, notFound],
		['errorKey', 'message', unknown, { body: { status: 'fail', message: 'Document not found' } }],
		[
			'accountState',
			'trial_ended',
			submit(),
			{ status: 403, body: { status: 'fail', error: 'You trial has ended' } },
		],
		['accountState', 'quota_used', submit(), { status: 403 }],
		[
			'disabledTypes',
			'pdf,txt',
			submit(),
			{ status: 400, body: has({ error: 'The file type is not enabled for your client' }) },
		],
		['disabledTypes', 'pdf', submit(), { status: 201 }],
		['trailingSlash', 'accepted', read('/documents/'), { status: 201 }],
		['trailingSlash', 'redirected', read('/documents/'), { status: 301 }],
		['documentStatus', 'present', get(), { body: has({ status: 'processed' }) }],
		[
			'documentStatus',
			'absent',
			get(),
			{ body: expect.not.objectContaining({ status: expect.anything() }) },
		],
		['confidenceDetails', true, get(scored), { body: has({ total: has({ value: 5 }) }) }],
		['confidenceDetails', false, get(scored), { body: has({ total: 5 }) }],
		['addTagAnswer', 'tag', tag('PUT', { name: 'b' }), { body: has({ name: 'b' }) }],
		['addTagAnswer', 'tags', tag('PUT', { name: 'b' }), { body: has({ tags: expect.any(Array) }) }],
		['addTagAnswer', 'status', tag('PUT', { name: 'b' }), { body: has({ status: 'ok' }) }],
		['addTagsAnswer', 'status', tag('POST', { tags: ['b'] }), { body: has({ status: 'ok' }) }],
		[
			'addTagsAnswer',
			'tags',
			tag('POST', { tags: ['b'] }),
			{ body: { tags: [has({ name: 'a' }), has({ name: 'b' })] } },
		],
		[
			'classifyId',
			false,
			read('/classify'),
			{ body: { document_type: { value: 'invoice', score: 0.98 } } },
		],
		['classifyId', true, read('/classify'), { body: has({ id: expect.any(Number) }) }],
		['classifyUrl', 'refused', classifyByUrl, { status: 400 }],
		['classifyUrl', 'accepted', classifyByUrl, { status: 200 }],
		['accountNumberIn', 'number', statement, { body: accounts({ number: '0042' }) }],
		[
			'accountNumberIn',
			'account_number',
			statement,
			{ body: accounts({ account_number: '0042' }) },
		],
		[
			'accountNumberIn',
			'both',
			statement,
			{ body: accounts({ number: '0042', account_number: '0042' }) },
		],
		['fileNameRequired', true, nameless, { status: 400 }],
		['fileNameRequired', false, nameless, { status: 201 }],
		[
			'defaultPageSize',
			50,
			list,
			{ body: { documents: [], meta: expect.objectContaining({ documents_per_page: 50 }) } },
		],
	])('%s = %j changes the answer', async (name, value, send, expected) => {
		Object.assign(stage.veryfi.switches, { [name]: value });
		const answer = await send();
		for (const [key, part] of Object.entries(expected))
			expect(answer[key as keyof Answer]).toEqual(part);
	});

	it.each<[Switches['oddRows'], object]>([
		['no_description', { line_items: [has({}), has({ description: null, total: 10 })] }],
		['no_price', { line_items: [has({}), has({ price: null, total: 10 })] }],
		['no_total', { line_items: [has({}), has({ price: 2.5, total: null })] }],
		['tax_row', { line_items: [has({}), has({}), has({ type: 'tax', total: 22 })] }],
		['payment_row', { line_items: [has({}), has({}), has({ type: 'payment', total: 132 })] }],
		[
			'tax_line_twice',
			{ tax: 44, subtotal: 88, tax_lines: [has({ total: 22 }), has({ total: 22 })] },
		],
	])('oddRows = %s changes the rows', async (oddity, expected) => {
		stage.veryfi.switches.oddRows = oddity;
		expect((await submit()()).body).toMatchObject(expected);
	});

	it('eventPrefixes joins the words of a name, or does not', async () => {
		useWebhook(stage.veryfi, hook.url);
		for (const style of ['joined', 'underscored'] as const) {
			stage.veryfi.switches.eventPrefixes = style;
			await stage.call('POST', '/any-documents/async', textFile());
			await stage.veryfi.idle();
		}
		const events = stage.veryfi.deliveries.map(({ event }) => event);
		expect([...new Set(events)]).toEqual(['anydocument.created', 'any_document.created']);
	});

	it('pendingUrls lets one URL wait, or many', async () => {
		stage.veryfi.switches.handshakeTiming = 'never';
		const pending = async () => {
			for (const path of ['a', 'b'])
				await stage.call('POST', '/settings/webhooks', { url: `https://localhost/${path}` });
			return (await stage.call('GET', '/settings/webhooks')).body.pending.length as number;
		};
		expect(await pending()).toBe(2);
		stage.veryfi.switches.pendingUrls = 'one';
		expect(await pending()).toBe(1);
	});

	it('deliveryAttempts and subscriptionAttempts set how often is tried', async () => {
		const receiver = await Receiver.start();
		Object.assign(stage.veryfi.switches, {
			deliveryAttempts: 2,
			subscriptionAttempts: 3,
			retryIntervals: [1],
			allowInsecureWebhooks: true,
		});
		receiver.statuses = Array<number>(5).fill(500);
		await stage.call('POST', '/settings/webhooks', { url: receiver.url });
		await stage.veryfi.idle();
		expect(receiver.received).toHaveLength(3);
		useWebhook(stage.veryfi, receiver.url);
		stage.veryfi.notify('x', {});
		await stage.veryfi.idle();
		expect(receiver.received).toHaveLength(5);
		await receiver.stop();
	});

	it('enrichments turns background enrichments off', async () => {
		useWebhook(stage.veryfi, hook.url);
		stage.veryfi.switches.enrichments = false;
		await submit({ allowed_async_enrichments: ['rules'] })();
		await stage.veryfi.idle();
		expect(stage.veryfi.deliveries).toEqual([]);
	});

	it.each(Object.entries(SWITCHES))(
		'%s reads its own default from the command line',
		(name, row) => {
			const value = switchValues()[name as keyof Switches];
			expect(row.parse(String(value))).toEqual(value);
		},
	);
});
