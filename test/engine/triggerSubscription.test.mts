import { describe, expect, jest, test } from '@jest/globals';

import { HANDSHAKE_PAUSES } from '../../nodes/VeryfiTrigger/webhook/handshake.ts';
import { clock } from '../../nodes/shared/clock.ts';
import type { EmulatorOptions } from '../emulator/index.mts';
import { PATIENCE_MS, waitFor } from '../host/waitFor.mts';
import { Logger, pass } from './harness/index.mts';
import type { Stage } from './triggerStage.mts';
import { send, startStage } from './triggerStage.mts';

let stage: Stage;

const seen = (what: string, condition: () => boolean) =>
	waitFor(
		what,
		PATIENCE_MS,
		() => condition(),
		() => stage.settingsCalls,
	);

describe('a subscription event', () => {
	const subscription = (secret = 'guessed') =>
		JSON.stringify({ event: 'subscription', data: { secret, created: '2026-01-01 00:00:00' } });

	const published = async (parameters = {}, switches: EmulatorOptions = {}) => {
		stage = await startStage(switches);
		const workflow = stage.trigger(parameters);
		await stage.host.activate(workflow);
		stage.emulator.requests.length = 0;
		return stage.host.urlOf(workflow);
	};

	test('is not confirmed when Veryfi lists nothing as pending', async () => {
		const url = await published();
		stage.emulator.webhooks.confirmed = [];

		expect((await send(url, { body: subscription() })).status).toBe(200);
		await seen('all looks', () => stage.settingsCalls.length >= HANDSHAKE_PAUSES.length);

		expect(stage.settingsCalls).toEqual(HANDSHAKE_PAUSES.map(() => 'GET'));
	});

	test('is told in the log from one for which Veryfi could not be asked', async () => {
		const log = jest.spyOn(Logger.prototype, 'info');
		const url = await published();
		stage.emulator.faults.add({ path: '*/settings/webhooks', status: 503 });

		await send(url, { body: subscription() });
		const messages = () => log.mock.calls.map(([message]) => message);
		const said = () =>
			messages().find((text) => text.includes(url) && / handshake not /.test(text));
		await seen('the end of the handshake', () => said() !== undefined);

		expect(said()).toContain('handshake not confirmed, because Veryfi could not be asked');
		log.mockRestore();
	});

	test('costs one look when the URL is confirmed already', async () => {
		const url = await published();

		await send(url, { body: subscription() });
		await seen('a look', () => stage.settingsCalls.length >= 1);

		expect(stage.settingsCalls).toEqual(['GET']);
	});

	test('with a wrong signature is answered 401 and buys no call to Veryfi', async () => {
		const url = await published();
		const signature = stage.emulator.sign({ secret: 'guessed' }, 'another secret');

		const { status } = await send(url, {
			body: subscription(),
			headers: { 'x-veryfi-signature': signature },
		});

		expect(status).toBe(401);
		expect(stage.settingsCalls).toEqual([]);
	});

	test('in great numbers buys a few calls a minute, whatever query it comes with', async () => {
		const url = await published();
		const began = clock.now();

		for (let count = 0; count < 30; count++) {
			const { status } = await send(`${url}?count=${count}`, {
				body: subscription(`guess ${count}`),
			});
			expect(status).toBe(200);
		}
		await stage.host.settled();

		// Six at once and one every five seconds.
		const most = 6 + (clock.now() - began) / 5_000;
		expect(stage.settingsCalls.length).toBeLessThanOrEqual(most);
		// The last of them has its look only when there is one to spend again.
		await pass(6_000);
		expect(new Set(stage.settingsCalls)).toEqual(new Set(['GET']));
	});

	test('does not replace another URL unless the user chose so', async () => {
		const url = await published();
		stage.occupy('https://erp.example.com/veryfi');
		const { status } = await addByHand(url);

		// The trigger looks at the list once, and would confirm right after that.
		await seen('a look', () => stage.settingsCalls.includes('GET'));
		await new Promise((resolve) => setTimeout(resolve, 300));

		expect(status).toBe(200);
		expect(stage.settingsCalls).not.toContain('POST /confirm');
		expect(stage.webhooks.confirmed).toEqual(['https://erp.example.com/veryfi']);
	});

	test('replaces another URL when the user chose so', async () => {
		const url = await published({ options: { ifWebhookUrlIsInUse: 'replace' } });
		stage.occupy('https://erp.example.com/veryfi');
		await addByHand(url);

		await seen('the confirmation', () => stage.webhooks.confirmed[0] === url);
		expect(stage.webhooks.pending).toEqual([]);
	});

	test('confirms no URL of another host, although its path is the same', async () => {
		const url = await published();
		const foreign = `https://evil.example.com/x${new URL(url).pathname}`;
		stage.emulator.webhooks.confirmed = [];
		stage.emulator.webhooks.pending = [
			{ url: foreign, date: '2026-01-01 00:00:00', secret: 'known', refusals: 0 } as never,
		];

		await send(url, { body: subscription('known') });
		await seen('all looks', () => stage.settingsCalls.length >= HANDSHAKE_PAUSES.length);

		expect(stage.settingsCalls).toEqual(HANDSHAKE_PAUSES.map(() => 'GET'));
		expect(stage.webhooks).toEqual({ confirmed: [], pending: [foreign] });
	});

	test('that comes during the last look of another has looks of its own', async () => {
		const url = await published();
		const row = { url, date: '2026-01-01 00:00:00', secret: 'the right one', refusals: 0 };
		stage.emulator.webhooks.confirmed = [];
		const last = HANDSHAKE_PAUSES.length;
		stage.emulator.faults.add({
			path: '*/settings/webhooks',
			delay: 1_000,
			after: last - 1,
			times: 1,
		});

		await send(url, { body: subscription('guessed') });
		await seen('the last look', () => stage.emulator.faults.list[0].struck === 1);
		await send(url, { body: subscription('the right one') });
		await new Promise((resolve) => setTimeout(resolve, 1_500));
		stage.emulator.webhooks.pending = [row];

		await seen('the confirmation', () => stage.webhooks.confirmed[0] === url);
	});

	/** What the portal or another program does: adds our URL without asking the trigger. */
	const addByHand = async (url: string) => {
		const { username, apiKey, clientId } = stage.emulator.credentials;
		return await send(`${stage.emulator.baseUrl}/api/v8/partner/settings/webhooks/`, {
			body: JSON.stringify({ url }),
			headers: { 'client-id': clientId, authorization: `apikey ${username}:${apiKey}` },
		});
	};
});
