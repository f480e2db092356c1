import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { request } from 'undici';
import { startEmulator, type Emulator } from './index.mts';

let veryfi: Emulator;
let receiver: Server;
let hook: string;
const received: Array<{ event: string; data: Record<string, unknown>; signature?: string }> = [];

beforeEach(async () => {
	received.length = 0;
	receiver = createServer((incoming, answer) => {
		let text = '';
		incoming.on('data', (chunk: Buffer) => (text += chunk.toString()));
		incoming.on('end', () => {
			received.push({
				...JSON.parse(text),
				signature: incoming.headers['x-veryfi-signature'] as string,
			});
			answer.end();
		});
	});
	receiver.listen(0, '127.0.0.1');
	await once(receiver, 'listening');
	hook = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
	veryfi = await startEmulator({ allowInsecureWebhooks: true });
});

afterEach(async () => {
	await veryfi.stop();
	receiver.close();
});

async function call(method: 'GET' | 'POST', path: string, body?: unknown) {
	const { clientId, username, apiKey } = veryfi.credentials;
	const response = await request(`${veryfi.baseUrl}/api/v8/partner${path}`, {
		method,
		headers: {
			'client-id': clientId,
			authorization: `apikey ${username}:${apiKey}`,
			'content-type': 'application/json',
		},
		body: body === undefined ? undefined : JSON.stringify(body),
	});
	const text = await response.body.text();
	return { status: response.statusCode, body: text === '' ? undefined : JSON.parse(text) };
}

describe('handshake', () => {
	it.each(['before', 'during', 'after'] as const)(
		'confirms when add answers %s the callback',
		async (timing) => {
			veryfi.switches.handshakeTiming = timing;
			expect((await call('POST', '/settings/webhooks', { url: hook })).status).toBe(200);
			await veryfi.idle();
			expect(received).toMatchObject([{ event: 'subscription' }]);
			const secret = received[0].data.secret;
			expect(
				(await call('POST', '/settings/webhooks/confirm/', { url: hook, secret })).status,
			).toBe(204);
			const { body } = await call('GET', '/settings/webhooks');
			expect(body).toMatchObject({ confirmed: [{ url: hook }], pending: [] });
			const sent = await call('POST', '/documents', {
				async: true,
				file_data: Buffer.from('x'.repeat(300)).toString('base64'),
				file_name: 'a.txt',
			});
			expect(sent).toMatchObject({ status: 201, body: { id: expect.any(Number) } });
			await veryfi.idle();
			expect(received[1]).toMatchObject({
				event: 'document.created',
				data: { id: sent.body.id },
				signature: veryfi.sign(received[1].data),
			});
			expect((await call('GET', `/documents/${sent.body.id}/`)).body).toMatchObject({
				id: sent.body.id,
				status: 'processed',
			});
		},
	);
});
