import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createServer as createTcpServer } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { selfSigned } from '../host/certificate.mts';
import { startEmulator, type Emulator } from './index.mts';
import { call, Receiver, textFile, useWebhook } from './testing.mts';

let veryfi: Emulator;
let receiver: Receiver;

beforeEach(async () => {
	receiver = await Receiver.start();
	veryfi = await startEmulator({ retryIntervals: [1, 2] });
	useWebhook(veryfi, receiver.url);
});

afterEach(async () => {
	await veryfi.stop();
	await receiver.stop();
});

const submit = async (body: object = textFile()) => {
	const { body: answer } = await call(veryfi, 'POST', '/documents', { async: true, ...body });
	await veryfi.idle();
	return answer.id as number;
};

describe('a delivery', () => {
	it('tells of a finished document, signed over its data', async () => {
		const id = await submit();
		const [{ event, data, headers }] = receiver.received;
		expect(event).toBe('document.created');
		expect(data).toEqual({
			id,
			created: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
		});
		expect(headers['content-type']).toBe('application/json');
		expect(headers['x-veryfi-signature']).toBe(veryfi.sign(data));
	});

	it('tells of a failed document with the reason, apostrophe and all', async () => {
		const id = await submit({ file_url: `${veryfi.baseUrl}/_emulator/files/missing.pdf` });
		const [{ event, data, headers }] = receiver.received;
		expect({ event, data }).toMatchObject({
			event: 'document.failed',
			data: { id, error: "Couldn't download file from provided url." },
		});
		expect(headers['x-veryfi-signature']).toBe(veryfi.sign(data));
	});

	it('leaves the reason out by switch', async () => {
		veryfi.switches.failedWithError = false;
		await submit({ file_url: `${veryfi.baseUrl}/_emulator/files/missing.pdf` });
		expect(Object.keys(receiver.received[0].data)).toEqual(['id', 'created']);
	});

	it('comes without event and data by switch, signed as a whole', async () => {
		veryfi.switches.legacyBody = true;
		const id = await submit();
		const [{ text, headers }] = receiver.received;
		expect(JSON.parse(text)).toMatchObject({ id });
		expect(headers['x-veryfi-signature']).toBe(veryfi.sign(text));
	});

	it("comes in Python's notation by switch, with the same signature", async () => {
		veryfi.switches.deliveryJson = 'python';
		await veryfi.deliver('document.failed', { id: 1, error: 'café' });
		const [{ text, headers }] = receiver.received;
		expect(text).toBe('{"event": "document.failed", "data": {"id": 1, "error": "caf\\u00e9"}}');
		expect(headers['x-veryfi-signature']).toBe(veryfi.sign({ id: 1, error: 'café' }));
	});

	it('is not sent when no webhook is confirmed', async () => {
		veryfi.webhooks.confirmed = [];
		await submit();
		expect(veryfi.deliveries).toEqual([]);
	});

	it('reaches a webhook with a self-signed certificate, unless told to check it', async () => {
		const tls = selfSigned();
		const secure = await Receiver.start(tls);
		try {
			expect(await veryfi.deliver('x', {}, { url: secure.url })).toMatchObject([{ status: 200 }]);
			veryfi.switches.insecureWebhookTls = false;
			expect(await veryfi.deliver('x', {}, { url: secure.url, attempts: 1 })).toMatchObject([
				{ status: 0, error: expect.stringContaining('SELF_SIGNED') },
			]);
			veryfi.switches.webhookCa = tls.cert;
			expect(await veryfi.deliver('x', {}, { url: secure.url })).toMatchObject([{ status: 200 }]);
		} finally {
			await secure.stop();
		}
	});
});

describe('repeats', () => {
	it('come until a status below 400, byte for byte the same', async () => {
		receiver.statuses = [500, 404, 200];
		await submit();
		expect(veryfi.deliveries.map(({ attempt, status }) => [attempt, status])).toEqual([
			[1, 500],
			[2, 404],
			[3, 200],
		]);
		expect(new Set(receiver.received.map(({ text }) => text)).size).toBe(1);
		expect(
			new Set(receiver.received.map(({ headers }) => headers['x-veryfi-signature'])).size,
		).toBe(1);
	});

	it('end after three attempts', async () => {
		receiver.statuses = [503, 503, 503, 200];
		await submit();
		expect(veryfi.deliveries.map(({ status }) => status)).toEqual([503, 503, 503]);
	});

	it.each([200, 204, 302, 399])('do not follow a %i', async (status) => {
		receiver.statuses = [status];
		await submit();
		expect(veryfi.deliveries.map((delivery) => delivery.status)).toEqual([status]);
		expect(receiver.received).toHaveLength(1);
	});

	it('follow when nobody listens', async () => {
		const attempts = await veryfi.deliver('x', {}, { url: 'http://127.0.0.1:1/' });
		expect(attempts).toHaveLength(3);
		expect(attempts[2]).toMatchObject({
			status: 0,
			error: expect.stringContaining('ECONNREFUSED'),
		});
	});

	it('follow when the receiver takes longer than the response time-out', async () => {
		veryfi.switches.responseTimeout = 100;
		const silent = createTcpServer().listen(0, '127.0.0.1');
		await once(silent, 'listening');
		const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/`;
		const [attempt] = await veryfi.deliver('x', {}, { url, attempts: 1 });
		expect(attempt).toMatchObject({ status: 0, error: expect.stringContaining('HEADERS_TIMEOUT') });
		silent.close();
	});

	it('follow when the connection takes longer than the connect time-out', async () => {
		// Accepts, but never begins the TLS handshake that is part of connecting.
		const silent = createTcpServer().listen(0, '127.0.0.1');
		await once(silent, 'listening');
		veryfi.switches.connectTimeout = 100;
		const url = `https://127.0.0.1:${(silent.address() as AddressInfo).port}/`;
		const [attempt] = await veryfi.deliver('x', {}, { url, attempts: 1 });
		expect(attempt).toMatchObject({ status: 0, error: expect.stringContaining('CONNECT_TIMEOUT') });
		silent.close();
	});

	it('stop when the emulator stops', async () => {
		veryfi.switches.retryIntervals = [60_000];
		receiver.statuses = [500];
		veryfi.notify('x', {});
		receiver.onDelivery = () => void veryfi.stop();
		await veryfi.idle();
		expect(veryfi.deliveries).toHaveLength(1);
	});
});

describe('a delivery by hand', () => {
	it('may carry a wrong signature, none, or one by another secret', async () => {
		await veryfi.deliver('x', { id: 1 }, { signature: 'forged' });
		await veryfi.deliver('x', { id: 1 }, { signature: null });
		await veryfi.deliver('x', { id: 1 }, { secret: 'other' });
		expect(receiver.received.map(({ headers }) => headers['x-veryfi-signature'])).toEqual([
			'forged',
			undefined,
			veryfi.sign({ id: 1 }, 'other'),
		]);
		expect(veryfi.sign({ id: 1 }, 'other')).not.toBe(veryfi.sign({ id: 1 }));
	});

	it('may carry any body and headers', async () => {
		await veryfi.deliver('x', { id: 1 }, { rawBody: '{"broken', headers: { 'x-extra': 'yes' } });
		expect(receiver.received[0]).toMatchObject({ text: '{"broken', headers: { 'x-extra': 'yes' } });
	});

	it('needs a webhook or a url', async () => {
		veryfi.webhooks.confirmed = [];
		await expect(veryfi.deliver('x', {})).rejects.toThrow('No webhook is confirmed');
	});
});

describe('delivery faults', () => {
	it('drop a delivery', async () => {
		veryfi.faults.add({ on: 'delivery', drop: true, times: 1 });
		await submit();
		await submit();
		expect(receiver.received).toHaveLength(1);
	});

	it('send a delivery twice', async () => {
		veryfi.faults.add({ on: 'delivery', event: 'document.*', duplicate: 1, times: 1 });
		await submit();
		expect(receiver.received).toHaveLength(2);
		expect(receiver.received[0].text).toBe(receiver.received[1].text);
	});

	it('hold a delivery back until the next one was sent', async () => {
		veryfi.faults.add({ on: 'delivery', reorder: true, times: 1 });
		const [first, second] = [await submit(), await submit()];
		expect(receiver.received.map(({ data }) => data.id as number)).toEqual([second, first]);
	});

	it('break single attempts, after which the repeat arrives', async () => {
		veryfi.faults.add({ on: 'delivery', fail: true, times: 2 });
		await submit();
		expect(veryfi.deliveries.map(({ status }) => status)).toEqual([0, 0, 200]);
		expect(receiver.received).toHaveLength(1);
	});

	it('delay a delivery past a later one', async () => {
		veryfi.faults.add({ on: 'delivery', delay: 1000, times: 1 });
		veryfi.notify('first', {});
		veryfi.notify('second', {});
		await veryfi.idle();
		expect(receiver.received.map(({ event }) => event)).toEqual(['second', 'first']);
	});
});
