import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { burst } from './burst.mts';
import { LAST_NODE, publishBooking } from './booking.mts';
import { Stage, STAGE_TIMEOUT_MS } from './stage.mts';
import { takeStock } from './stock.mts';

const FAULT_TIMEOUT_MS = 400_000;

let stage: Stage;

beforeAll(async () => {
	stage = await Stage.start({ env: { N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true' } });
}, STAGE_TIMEOUT_MS);

afterEach(() => stage.reset(), 60_000);

afterAll(() => stage?.stop(), 60_000);

const stock = (title: string, workflowId: string, documents: number[]) =>
	takeStock(title, stage.client, workflowId, LAST_NODE, documents);

describe('n8n as a single process', () => {
	it(
		'loses none of 300 documents when it is killed in the middle of them',
		async () => {
			// Long enough for n8n to be back before the third attempt.
			stage.emulator.switches.retryIntervals = [20_000, 60_000];
			// Slow enough for some to be in the middle of being fetched.
			stage.emulator.faults.add({ method: 'GET', path: '*/documents/*', delay: 1_000 });
			const workflow = await publishBooking(stage);
			let restarted: Promise<void> | undefined;
			const { ids, accepted, missed } = await burst(stage.emulator, 300, {
				every: 100,
				after: async (sent) => {
					if (sent !== 100) return;
					await stage.n8n.kill();
					restarted = stage.n8n.start();
				},
			});
			await restarted;
			await stage.emulator.idle();
			expect(missed()).toEqual([]);
			expect(missed()).toEqual([]);

			const before = await stock('n8n killed', workflow.id, accepted());
			expect(before.missing).toEqual([]);
			expect(before.failed).not.toEqual([]);
			for (const { execution } of before.failed) await stage.client.retry(execution);
			const after = await stock('n8n killed, failed ones retried', workflow.id, ids);
			expect(after).toMatchObject({ failed: [], missing: [], several: [] });
		},
		FAULT_TIMEOUT_MS,
	);

	it(
		'misses only what Veryfi gave up on when it was down for longer than three attempts',
		async () => {
			stage.emulator.switches.retryIntervals = [50, 100];
			const workflow = await publishBooking(stage);
			const early = await burst(stage.emulator, 5);
			await stage.emulator.idle();
			await stage.n8n.stop();
			const late = await burst(stage.emulator, 5);
			await stage.emulator.idle();
			await stage.n8n.start();

			expect(early.missed()).toEqual([]);
			expect(late.missed()).toEqual(late.ids);
			const { once, missing } = await stock('n8n down for long', workflow.id, [
				...early.ids,
				...late.ids,
			]);
			expect([once, missing]).toEqual([early.ids, late.ids]);
		},
		FAULT_TIMEOUT_MS,
	);
});
