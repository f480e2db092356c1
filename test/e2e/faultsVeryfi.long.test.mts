import { describe, expect, it } from '@jest/globals';
import { errorOf } from '../host/index.mts';
import { publishBooking, retryBookings, takeBookings } from './booking.mts';
import { burst } from './burst.mts';
import { someRefused } from './deliveryProgress.mts';
import { credentialData, CREDENTIAL_TYPE, repeatedEvery, Stage } from './stage.mts';
import { useStage } from './useStage.mts';

let stage: Stage;

useStage(
	() => Stage.start(),
	(started) => (stage = started),
);

describe('Veryfi in trouble while finished documents are fetched', () => {
	it('sends everybody away for a while: no document is lost, and a retry completes what failed', async () => {
		const { faults } = stage.emulator;
		const fetches = { method: 'GET', path: '*/documents/*' };
		faults.add({ ...fetches, status: 429, retryAfter: 1, probability: 0.5 });
		faults.add({ ...fetches, status: 503, probability: 0.5 });
		const workflow = await publishBooking(stage);
		const { ids, missed } = await burst(stage.emulator, 60, { every: 100 });
		await stage.emulator.idle();
		expect(missed()).toEqual([]);

		const stormy = await takeBookings('429 and 503', stage, workflow, ids);
		expect([stormy.missing, stormy.several]).toEqual([[], []]);
		expect(stormy.once.length).toBeGreaterThan(0);
		faults.clear();
		const calm = await retryBookings('429 and 503', stage, workflow, ids, stormy);
		expect(calm.once).toEqual(ids);
	});

	it('fails no execution when the node is set to try again and the storm passes', async () => {
		const { faults } = stage.emulator;
		faults.add({ method: 'GET', path: '*/documents/*', status: 503, times: 30 });
		const settings = { retryOnFail: true, maxTries: 5, waitBetweenTries: 2_000 };
		const workflow = await publishBooking(stage, {}, settings);
		const { ids } = await burst(stage.emulator, 20);
		await stage.emulator.idle();
		const { once } = await takeBookings('503, Retry On Fail', stage, workflow, ids);
		expect(once).toEqual(ids);
	});

	it('stops accepting the API key: executions fail and say so, and a retry with the new key completes them', async () => {
		const { credentials } = stage.emulator;
		const workflow = await publishBooking(stage);
		const { ids } = await burst(stage.emulator, 40, {
			every: 50,
			after: (sent) => {
				if (sent === 20) credentials.apiKey = 'the-new-key';
			},
		});
		await stage.emulator.idle();
		const expired = await takeBookings('API key expired', stage, workflow, ids);
		expect([expired.missing, expired.several]).toEqual([[], []]);
		expect(expired.failed.length).toBeGreaterThan(0);
		const failure = await stage.client.execution(expired.failed[0].execution);
		expect(errorOf(failure)).toMatch(/could not be fetched.*credential/is);

		const renewed = credentialData(stage.emulator);
		await stage.client.updateCredential(stage.credential, CREDENTIAL_TYPE, renewed);
		const { once } = await retryBookings('API key renewed', stage, workflow, ids, expired);
		expect(once).toEqual(ids);
	});

	it('signs with a new client secret: deliveries are refused until the credential has it, and none is lost', async () => {
		const { credentials, switches } = stage.emulator;
		Object.assign(switches, repeatedEvery(5_000));
		const { clientSecret } = credentials;
		const workflow = await publishBooking(stage);
		const saveCredential = async () =>
			await stage.client.updateCredential(
				stage.credential,
				CREDENTIAL_TYPE,
				credentialData(stage.emulator),
			);
		const { ids, missed } = await burst(stage.emulator, 40, {
			every: 50,
			after: async (sent) => {
				if (sent === 10) credentials.clientSecret = 'the-new-secret';
				if (sent !== 30) return;
				await someRefused(stage.emulator);
				await saveCredential();
			},
		});
		await stage.emulator.idle();
		expect(missed()).toEqual([]);
		const { once } = await takeBookings('client secret changed', stage, workflow, ids);
		expect(once).toEqual(ids);
		credentials.clientSecret = clientSecret;
		await saveCredential();
	});
});
