import { expect } from '@jest/globals';
import { outputOf, PATIENCE_MS, waitFor } from '../host/index.mts';
import { TRIGGER, type Host, type Stage } from './stage.mts';

/** Waits until this URL has the webhook: n8n ends a test in the background. */
export async function confirmed<H extends Host>(
	stage: Stage<H>,
	url: string | undefined,
): Promise<void> {
	await waitFor(
		`${url} to be the confirmed URL`,
		PATIENCE_MS,
		() => stage.confirmedUrl === url,
		() => stage.emulator.webhooks,
	);
}

/**
 * Listens for a test event with a published trigger that may borrow its own webhook, delivers a document, and
 * expects it to come out and the production URL to get the webhook back.
 */
export async function expectBorrowing<H extends Host>(stage: Stage<H>): Promise<void> {
	const { workflow, url } = await stage.publishTrigger({ options: { whileTesting: 'borrow' } });
	expect(await stage.client.run(workflow.id, TRIGGER)).toEqual({ waitingForWebhook: true });
	expect(stage.confirmedUrl).toBe(url.replace('/webhook/', '/webhook-test/'));

	const id = stage.emulator.seedDocument({ total: 7 });
	const data = { id, created: '2026-11-20 10:00:00' };
	const [{ status }] = await stage.emulator.deliver('document.created', data);
	const [execution] = await stage.executions(workflow.id, 1);
	expect([status, execution.mode, execution.status]).toEqual([200, 'manual', 'success']);
	expect(outputOf(await stage.client.execution(execution.id), TRIGGER)).toMatchObject([
		{ json: { documentId: id, total: 7 } },
	]);
	await confirmed(stage, url);
}
