import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { LAST_NODE, publishBooking } from './booking.mts';
import { burst } from './burst.mts';
import { Stage, STAGE_TIMEOUT_MS } from './stage.mts';
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

describe('deliveries that do not come one by one and in order', () => {
	it(
		'are each processed once when they are repeated, reordered and delayed',
		async () => {
			const { faults } = stage.emulator;
			faults.add({ on: 'delivery', duplicate: 2, probability: 0.5 });
			faults.add({ on: 'delivery', reorder: true, probability: 0.2 });
			faults.add({ on: 'delivery', delay: 20_000, probability: 0.2 });
			const workflow = await publishBooking(stage);
			const { ids } = await burst(stage.emulator, 100, { every: 100 });
			faults.clear();
			// Lets go of what is still held back.
			const last = await burst(stage.emulator, 1);
			await stage.emulator.idle();

			const all = [...ids, ...last.ids];
			const { once, entries } = await stock('repeated, reordered, delayed', workflow.id, all);
			expect(once).toEqual(all);
			expect(entries.length).toBeGreaterThan(all.length);
		},
		FAULT_TIMEOUT_MS,
	);

	it(
		'are not lost when n8n answers after Veryfi has given up',
		async () => {
			stage.emulator.switches.responseTimeout = 1_000;
			stage.emulator.switches.retryIntervals = [4_000, 4_000];
			const workflow = await publishBooking(stage);
			const pid = stage.n8n.pid as number;
			const { ids, missed } = await burst(stage.emulator, 20, {
				every: 50,
				after: (sent) => {
					// The kernel goes on taking connections for a process that stands still.
					if (sent === 5) process.kill(pid, 'SIGSTOP');
				},
			});
			await sleep(3_000);
			process.kill(pid, 'SIGCONT');
			await stage.emulator.idle();

			const unheard = stage.emulator.deliveries.filter(({ status }) => status === 0);
			expect(unheard.length).toBeGreaterThan(0);
			expect(missed()).toEqual([]);
			// The attempts that n8n took late all came at once: its memory of events has no lock, so
			// some may have been processed twice.
			const { missing, failed } = await stock('slow n8n', workflow.id, ids);
			expect([missing, failed]).toEqual([[], []]);
		},
		FAULT_TIMEOUT_MS,
	);
});
