import { outputOf, PATIENCE_MS, waitFor } from '../host/index.mts';
import { TRIGGER, type Stage } from './stage.mts';

/** Delivers a finished document as soon as n8n has the route again, and gives what came out. */
export async function receive(
	stage: Stage,
	workflowId: string,
	url: string,
	total: number,
	count: number,
) {
	const id = stage.emulator.seedDocument({ total });
	const data = { id, created: `2026-11-20 10:00:${String(total).padStart(2, '0')}` };
	await waitFor('the webhook to answer 200', PATIENCE_MS, async () => {
		const [{ status }] = await stage.emulator.deliver('document.created', data, {
			url,
			attempts: 1,
		});
		return status === 200;
	});
	const execution = (await stage.executions(workflowId, count))[count - 1];
	return outputOf(await stage.client.execution(execution.id), TRIGGER);
}
