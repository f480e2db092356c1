import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { errorOf } from '../host/index.mts';
import { LAST_NODE, publishBooking } from './booking.mts';
import { burst } from './burst.mts';
import { credentialData, CREDENTIAL_TYPE, Stage, STAGE_TIMEOUT_MS } from './stage.mts';
import { takeStock } from './stock.mts';

const FAULT_TIMEOUT_MS = 300_000;

let stage: Stage;

beforeAll(async () => {
	stage = await Stage.start({ env: { N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true' } });
}, STAGE_TIMEOUT_MS);

afterEach(() => stage.reset(), 60_000);

afterAll(() => stage?.stop(), 60_000);

const stock = (title: string, workflowId: string, documents: number[]) =>
	takeStock(title, stage.client, workflowId, LAST_NODE, documents);

/** Retries every failed execution, as a user does who comes to work in the morning. */
async function retryAll(failed: Array<{ execution: string }>): Promise<void> {
	for (const { execution } of failed) await stage.client.retry(execution);
}

describe('Veryfi in trouble while finished documents are fetched', () => {
	it(
		'sends everybody away for a while: no document is lost, and a retry completes what failed',
		async () => {
			const { faults } = stage.emulator;
			const fetches = { method: 'GET', path: '*/documents/*' };
			faults.add({ ...fetches, status: 429, retryAfter: 1, probability: 0.5 });
			faults.add({ ...fetches, status: 503, probability: 0.5 });
			const workflow = await publishBooking(stage);
			const { ids, missed } = await burst(stage.emulator, 60, { every: 100 });
			await stage.emulator.idle();
			expect(missed()).toEqual([]);

			const stormy = await stock('429 and 503', workflow.id, ids);
			expect([stormy.missing, stormy.several]).toEqual([[], []]);
			expect(stormy.once.length).toBeGreaterThan(0);
			faults.clear();
			await retryAll(stormy.failed);
			const calm = await stock('429 and 503, failed ones retried', workflow.id, ids);
			expect(calm.once).toEqual(ids);
		},
		FAULT_TIMEOUT_MS,
	);

	it(
		'fails no execution when the node is set to try again and the storm passes',
		async () => {
			const { faults } = stage.emulator;
			faults.add({ method: 'GET', path: '*/documents/*', status: 503, times: 30 });
			const settings = { retryOnFail: true, maxTries: 5, waitBetweenTries: 2_000 };
			const workflow = await publishBooking(stage, {}, settings);
			const { ids } = await burst(stage.emulator, 20);
			await stage.emulator.idle();
			const { once } = await stock('503, Retry On Fail', workflow.id, ids);
			expect(once).toEqual(ids);
		},
		FAULT_TIMEOUT_MS,
	);

	it(
		'stops accepting the API key: executions fail and say so, and a retry with the new key completes them',
		async () => {
			const { credentials } = stage.emulator;
			const workflow = await publishBooking(stage);
			const { ids } = await burst(stage.emulator, 40, {
				every: 50,
				after: (sent) => {
					if (sent === 20) credentials.apiKey = 'the-new-key';
				},
			});
			await stage.emulator.idle();
			const expired = await stock('API key expired', workflow.id, ids);
			expect([expired.missing, expired.several]).toEqual([[], []]);
			expect(expired.failed.length).toBeGreaterThan(0);
			const failure = await stage.client.execution(expired.failed[0].execution);
			expect(errorOf(failure)).toMatch(/could not be fetched.*credential/is);

			const renewed = credentialData(stage.emulator);
			await stage.client.updateCredential(stage.credential, CREDENTIAL_TYPE, renewed);
			await retryAll(expired.failed);
			const { once } = await stock('API key renewed, failed ones retried', workflow.id, ids);
			expect(once).toEqual(ids);
		},
		FAULT_TIMEOUT_MS,
	);
});
