import { describe, expect, jest, test } from '@jest/globals';

import { HANDSHAKE_PAUSES } from '../../nodes/VeryfiTrigger/handshake.ts';
import type { EmulatorOptions } from '../emulator/index.mts';
import { PATIENCE_MS, waitFor } from '../host/waitFor.mts';
import { Logger } from './harness/index.mts';
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
		const said = () => log.mock.calls.map(([message]) => message).join();
		await seen('the end of the handshake', () => /handshake not/.test(said()));

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

		for (let count = 0; count < 30; count++) {
			const { status } = await send(`${url}?count=${count}`, {
				body: subscription(`guess ${count}`),
			});
			expect(status).toBe(200);
		}
		await stage.host.settled();

		expect(stage.settingsCalls.length).toBeLessThanOrEqual(6);
		// The last of them has its look only when there is one to spend again.
		await new Promise((resolve) => setTimeout(resolve, 11_000));
		expect(new Set(stage.settingsCalls)).toEqual(new Set(['GET']));
	});

	test('does not take the slot from another URL unless the user chose so', async () => {
		const url = await published();
		stage.occupy('https://erp.example.com/veryfi');
		const { status } = await addByHand(url);

		// The trigger looks at the list once, and would confirm right after that.
		await seen('a look', () => stage.settingsCalls.includes('GET'));
		await new Promise((resolve) => setTimeout(resolve, 300));

		expect(status).toBe(200);
		expect(stage.settingsCalls).not.toContain('POST /confirm');
		expect(stage.slot.confirmed).toEqual(['https://erp.example.com/veryfi']);
	});

	test('takes the slot from another URL when the user chose so', async () => {
		const url = await published({ options: { ifAnotherUrlIsConfirmed: 'replace' } });
		stage.occupy('https://erp.example.com/veryfi');
		await addByHand(url);

		await seen('the confirmation', () => stage.slot.confirmed[0] === url);
		expect(stage.slot.pending).toEqual([]);
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
