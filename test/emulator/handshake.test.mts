import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startEmulator, type Emulator } from './index.mts';
import { call, Receiver, useWebhook } from './testing.mts';

let veryfi: Emulator;
let receiver: Receiver;

beforeEach(async () => {
	receiver = await Receiver.start();
	veryfi = await startEmulator({ allowInsecureWebhooks: true });
});

afterEach(async () => {
	await veryfi.stop();
	await receiver.stop();
});

const add = (url = receiver.url) => call(veryfi, 'POST', '/settings/webhooks', { url });
const confirm = (secret: unknown, url = receiver.url) =>
	call(veryfi, 'POST', '/settings/webhooks/confirm/', { url, secret });
const list = async () => (await call(veryfi, 'GET', '/settings/webhooks')).body;
const lastSecret = () => receiver.received.at(-1)?.data.secret as string;

describe('handshake', () => {
	it.each(['before', 'during', 'after'] as const)(
		'ends with a confirmed webhook when add answers %s the callback',
		async (handshakeTiming) => {
			Object.assign(veryfi.switches, { handshakeTiming });
			expect((await add()).status).toBe(200);
			await veryfi.idle();
			expect(receiver.received).toMatchObject([
				{
					event: 'subscription',
					data: { secret: expect.any(String), created: expect.any(String) },
				},
			]);
			expect(await list()).toMatchObject({ confirmed: [], pending: [{ url: receiver.url }] });
			expect(await confirm(lastSecret())).toMatchObject({ status: 204, body: undefined });
			expect(await list()).toMatchObject({ confirmed: [{ url: receiver.url }], pending: [] });
		},
	);

	it('answers add only after the callback was answered when told so', async () => {
		veryfi.switches.handshakeTiming = 'after';
		let answered = false;
		let answeredDuringCallback = true;
		receiver.onDelivery = () => void (answeredDuringCallback = answered);
		await add().then(() => (answered = true));
		expect(answeredDuringCallback).toBe(false);
		expect(receiver.received).toHaveLength(1);
	});

	it('answers add while the callback is still open when told so', async () => {
		veryfi.switches.handshakeTiming = 'during';
		let release: () => void = () => undefined;
		const arrived = new Promise<void>((resolve) => {
			receiver.onDelivery = () => {
				resolve();
				return new Promise<void>((answer) => (release = answer));
			};
		});
		expect((await add()).status).toBe(200);
		await arrived;
		release();
		await veryfi.idle();
		expect(veryfi.deliveries).toMatchObject([{ event: 'subscription', status: 200 }]);
	});

	it('can be confirmed from within the callback, while add is still open', async () => {
		veryfi.switches.handshakeTiming = 'after';
		const statuses: number[] = [];
		receiver.onDelivery = async ({ data }) =>
			void statuses.push((await confirm(data.secret)).status);
		await add();
		expect(statuses).toEqual([204]);
		expect(await list()).toMatchObject({ confirmed: [{ url: receiver.url }] });
	});

	it('refuses a confirm until add was answered when pending begins there', async () => {
		Object.assign(veryfi.switches, { handshakeTiming: 'after', pendingFrom: 'answer' });
		const seen: unknown[] = [];
		receiver.onDelivery = async ({ data }) => {
			seen.push((await list()).pending, (await confirm(data.secret)).status);
		};
		await add();
		await veryfi.idle();
		expect(seen).toEqual([[], 404]);
		expect((await confirm(lastSecret())).status).toBe(204);
	});

	it('sends no callback when told never', async () => {
		veryfi.switches.handshakeTiming = 'never';
		await add();
		await veryfi.idle();
		expect(receiver.received).toEqual([]);
		expect(await list()).toMatchObject({ pending: [{ url: receiver.url }] });
	});

	it('confirms with 200 and a body by switch', async () => {
		veryfi.switches.confirmStatus = 200;
		await add();
		await veryfi.idle();
		expect(await confirm(lastSecret())).toMatchObject({ status: 200, body: { status: 'ok' } });
	});

	it('refuses as many confirms as told, then accepts one', async () => {
		veryfi.switches.confirmRefusals = 2;
		await add();
		await veryfi.idle();
		const statuses = [];
		for (let attempt = 0; attempt < 3; attempt++)
			statuses.push((await confirm(lastSecret())).status);
		expect(statuses).toEqual([400, 400, 204]);
	});

	it('refuses a wrong secret, and a URL that is not pending', async () => {
		await add();
		await veryfi.idle();
		expect((await confirm('wrong')).status).toBe(400);
		expect((await confirm(lastSecret(), `${receiver.url}/other`)).status).toBe(404);
		expect((await confirm('')).body.details).toMatchObject([{ loc: ['secret'] }]);
		expect(await list()).toMatchObject({ confirmed: [] });
	});

	it('leaves the subscription unsigned, or signs it by switch', async () => {
		await add();
		await veryfi.idle();
		veryfi.switches.subscriptionSigned = true;
		await add();
		await veryfi.idle();
		const [unsigned, signed] = receiver.received;
		expect(unsigned.headers).not.toHaveProperty('x-veryfi-signature');
		expect(signed.headers['x-veryfi-signature']).toBe(veryfi.sign(signed.data));
	});

	it.each([
		['new', false],
		['same', true],
	] as const)('sends a %s secret when a URL is added again', async (subscriptionSecret, isSame) => {
		Object.assign(veryfi.switches, { subscriptionSecret });
		await add();
		await veryfi.idle();
		await add();
		await veryfi.idle();
		const [first, second] = receiver.received.map(({ data }) => data.secret as string);
		expect(first === second).toBe(isSame);
	});

	it('keeps the URL pending when the callback fails, or refuses it by switch', async () => {
		veryfi.switches.handshakeTiming = 'after';
		receiver.statuses = [500];
		expect((await add()).status).toBe(200);
		expect((await list()).pending).toHaveLength(1);
		veryfi.switches.failedHandshake = 'refused';
		receiver.statuses = [500];
		expect((await add()).status).toBe(400);
		expect((await list()).pending).toHaveLength(0);
	});

	it('never shows a secret in a list or in the request log', async () => {
		await add();
		await veryfi.idle();
		await confirm(lastSecret());
		expect(JSON.stringify([await list(), veryfi.requests])).not.toContain(lastSecret());
	});
});

describe('the only webhook', () => {
	it('replaces the confirmed webhook by the one confirmed last', async () => {
		useWebhook(veryfi, 'https://example.com/foreign');
		await add();
		expect((await list()).confirmed).toMatchObject([{ url: 'https://example.com/foreign' }]);
		await veryfi.idle();
		await confirm(lastSecret());
		expect((await list()).confirmed).toMatchObject([{ url: receiver.url }]);
	});

	it('is cleared by an empty url, or keeps its webhook by switch', async () => {
		useWebhook(veryfi, receiver.url);
		veryfi.switches.clearWebhook = 'refused';
		expect((await add('')).status).toBe(400);
		expect((await list()).confirmed).toHaveLength(1);
		veryfi.switches.clearWebhook = 'allowed';
		expect((await add('')).status).toBe(200);
		expect(await list()).toEqual({ confirmed: [], pending: [] });
	});

	it('may refuse the URL that is confirmed already', async () => {
		useWebhook(veryfi, receiver.url);
		expect((await add()).status).toBe(200);
		veryfi.switches.readdConfirmed = 'refused';
		expect((await add()).status).toBe(400);
	});

	it('forgets a pending URL after its lifetime', async () => {
		await add();
		await veryfi.idle();
		veryfi.switches.pendingLifetime = 1;
		await new Promise((resolve) => setTimeout(resolve, 5));
		expect((await list()).pending).toEqual([]);
		expect((await confirm(lastSecret())).status).toBe(404);
	});
});

describe('webhook URLs', () => {
	it.each([
		['http://example.com/hook', 'https'],
		['ftp://example.com/hook', 'https'],
		['not a url', 'valid'],
		['https://api.veryfi.com/hook', 'veryfi.com'],
		['https://veryfi.com', 'veryfi.com'],
		['https://webhook.site/1', 'webhook.site'],
		['https://localhost:5678/hook', 'publicly'],
		['https://192.168.1.2/hook', 'publicly'],
		['https://10.0.0.1/hook', 'publicly'],
	])('refuses %s on a strict account', async (url, reason) => {
		Object.assign(veryfi.switches, { allowInsecureWebhooks: false, allowPrivateWebhooks: false });
		const { status, body } = await add(url);
		expect(status).toBe(400);
		expect(body.error).toContain(reason);
	});

	it('takes a public https URL on a strict account', async () => {
		Object.assign(veryfi.switches, {
			allowInsecureWebhooks: false,
			allowPrivateWebhooks: false,
			handshakeTiming: 'never',
		});
		expect((await add('https://example.com/hook')).status).toBe(200);
	});

	it('refuses a URL of more than 2083 characters, and a missing one', async () => {
		expect((await add(`https://example.com/${'x'.repeat(2083)}`)).status).toBe(400);
		expect((await call(veryfi, 'POST', '/settings/webhooks', {})).body.details).toMatchObject([
			{ type: 'missing', loc: ['url'] },
		]);
	});

	it('are for admins only', async () => {
		veryfi.switches.admin = false;
		expect((await add()).status).toBe(403);
		expect((await call(veryfi, 'GET', '/settings/webhooks')).status).toBe(403);
		expect((await call(veryfi, 'GET', '/documents')).status).toBe(200);
	});
});
