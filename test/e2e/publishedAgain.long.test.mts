import { describe, expect, it } from '@jest/globals';
import { burst, type Burst } from './burst.mts';
import { age, BILL, booked, publishCatchUp } from './catchUp.mts';
import { Stage } from './stage.mts';
import { takeStock } from './stock.mts';
import { useStage } from './useStage.mts';

let stage: Stage;

useStage(
	() => Stage.start(),
	(started) => (stage = started),
);

describe('a changed trigger that is published again', () => {
	it('gets nothing of what Veryfi finishes meanwhile, and catch-up books it', async () => {
		const { emulator, client } = stage;
		emulator.switches.retryIntervals = [2_000, 10_000];
		const workflow = await publishCatchUp(stage);
		const [trigger, ...others] = workflow.nodes;
		const changed = { ...trigger, parameters: { ...trigger.parameters, events: ['*'] } };
		const saved = await client.updateWorkflow(workflow, [changed, ...others]);
		// However fast the machine is, documents are finished while nobody has the webhook.
		emulator.faults.add({ method: 'POST', path: '*/settings/webhooks', delay: 2_000 });
		await stage.publish(saved, { wait: false });
		const bursts: Burst[] = [];
		const confirms = () =>
			emulator.requests.filter(({ path }) => path.includes('webhooks/confirm')).length;
		while (confirms() < 2) bursts.push(await burst(emulator, 4, { every: 250 }));
		await emulator.idle();
		const ids = bursts.flatMap((sent) => sent.ids);
		const { missing } = await takeStock('published again', client, workflow.id, BILL, ids);
		expect(missing).toEqual(bursts.flatMap(({ missed }) => missed()));
		// n8n has the old trigger give the webhook back before the new one asks for it.
		expect(missing).not.toEqual([]);

		age(emulator);
		await booked(emulator, ids);
		await stage.unpublish(workflow.id);
		const after = await takeStock('published again, caught up', client, workflow.id, BILL, ids);
		expect(after.once).toEqual(ids);
	});
});
