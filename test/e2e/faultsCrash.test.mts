import { describe, expect, it } from '@jest/globals';
import {
	isUnfinished,
	outputOf,
	PATIENCE_MS,
	triggerUrl,
	waitFor,
	type Workflow,
} from '../host/index.mts';
import { sized } from '../sized.mts';
import { publishBooking, retryBookings, takeBookings } from './booking.mts';
import { burst } from './burst.mts';
import { allFetching } from './deliveryProgress.mts';
import { receive } from './receive.mts';
import { repeatedEvery, Stage, TRIGGER } from './stage.mts';
import { useStage } from './useStage.mts';

/** Documents that come in, and how many of them before n8n is killed. */
const DOCUMENTS = sized(60, 300);
const BEFORE = sized(30, 100);

let stage: Stage;
let workflow: Workflow;
/** What the document brought that came long before. */
let old: object;

describe('n8n as a single process', () => {
	useStage(
		() => Stage.shared(),
		(started) => (stage = started),
		{ isStory: true },
	);

	it('loses none of the documents that it took when it is killed in the middle of them', async () => {
		workflow = await publishBooking(stage);
		const url = triggerUrl(stage.n8n.url, workflow.nodes);
		expect(await receive(stage, workflow.id, url, 13, 1)).toHaveLength(1);
		const { body } = stage.emulator.deliveries.find(({ event }) => event === 'document.created')!;
		old = (JSON.parse(body) as { data: object }).data;

		Object.assign(stage.emulator.switches, repeatedEvery(20_000));
		stage.emulator.faults.add({ method: 'GET', path: '*/documents/*', delay: 5_000 });
		// So late that n8n is another process by then, unless the machine is slow.
		const delay = sized(20_000, 120_000);
		stage.emulator.faults.add({ on: 'delivery', delay, times: 20 });
		let restarted: Promise<void> | undefined;
		const { ids, missed, swallowed } = await burst(stage.emulator, DOCUMENTS, {
			every: 100,
			after: async (sent) => {
				if (sent !== BEFORE) return;
				await allFetching(stage.emulator);
				await stage.n8n.kill();
				restarted = stage.n8n.start();
			},
		});
		await restarted;
		await stage.emulator.idle();
		expect(missed()).toEqual([]);

		const before = await takeBookings('n8n killed', stage, workflow, ids);
		expect(before.failed).not.toEqual([]);
		const after = await retryBookings('n8n killed', stage, workflow, ids, before);
		expect(after).toMatchObject({ failed: [], missing: swallowed(), several: [] });
	});

	it('still knows what it had received before it was killed', async () => {
		const before = await stage.client.allExecutions(workflow.id);
		await stage.emulator.deliver('document.created', old);
		const again = await waitFor('the execution of what came again', PATIENCE_MS, async () => {
			const [newest, ...others] = await stage.client.allExecutions(workflow.id);
			return others.length === before.length && !isUnfinished(newest) && newest;
		});
		expect(again.status).toBe('success');
		expect(outputOf(await stage.client.execution(again.id), TRIGGER)).toEqual([]);
	});
});
