import { describe, expect, it } from '@jest/globals';
import type { IDataObject } from 'n8n-workflow';
import { Agent, request } from 'undici';
import { errorOf, outputOf, PATIENCE_MS, triggerUrl, waitFor } from '../host/index.mts';
import { sized } from '../sized.mts';
import { confirmed, expectBorrowing } from './borrowing.mts';
import { Stage, TRIGGER } from './stage.mts';
import { useStage } from './useStage.mts';

const OTHER = 'https://erp.example.com/veryfi';

/** Deliveries that come while a workflow is tested again and again. */
const BURST = sized(15, 30);

let stage: Stage;

useStage(
	() => Stage.shared(),
	(started) => (stage = started),
);

/** What Diagnose finds wrong with one thing, as "message advice". */
async function diagnose(webhookUrl: string, check: string): Promise<string> {
	const execution = await stage.runAction({
		resource: 'webhook',
		operation: 'diagnose',
		webhookUrl,
	});
	expect(errorOf(execution)).toBeUndefined();
	const [{ json }] = outputOf(execution, 'Veryfi');
	const found = (json.problems as IDataObject[]).find((problem) => problem.check === check);
	return `${found?.message as string} ${found?.advice as string}`;
}

describe('publishing a workflow with a Veryfi Trigger', () => {
	// What n8n has a part in: whether it serves the URL while the trigger asks for it. The rest is shown in test/engine.
	it.each(['before', 'during', 'after'] as const)(
		'works when add answers %s the callback',
		async (handshakeTiming) => {
			stage.emulator.switches.handshakeTiming = handshakeTiming;
			const { status, url } = await stage.publishTrigger();
			expect(status).toMatchObject({ status: 'published' });
			expect(stage.emulator.webhooks).toMatchObject({ confirmed: [{ url }], pending: [] });
		},
	);

	it('fails within 45 seconds when the callback never comes, and Diagnose says the same', async () => {
		stage.emulator.switches.handshakeTiming = 'never';
		const workflow = await stage.createTrigger();
		const url = triggerUrl(stage.n8n.url, workflow.nodes);
		// n8n goes on trying for minutes before it calls the publication failed; the log tells at once.
		await stage.publish(workflow, { wait: false });
		const reason = await waitFor(
			'the reason in the log',
			45_000,
			() => /could not be registered\. (.*)/.exec(stage.n8n.log)?.[1],
		);
		expect(reason).toMatch(/lists .* as pending, but its confirmation request never reached n8n\./);
		expect(reason).toMatch(/Set N8N_WEBHOOK_URL .* to the public https address/);
		// Up to where n8n's ID gets long.
		expect(reason).toContain(url.replace(/-.*/, '…'));
		expect(await diagnose(url, 'handshake')).toBe(reason);
	});

	it('fails at once with what to do when the credentials may not manage webhooks', async () => {
		stage.emulator.switches.admin = false;
		const { status, url } = await stage.publishTrigger();
		expect(status.status).toBe('failed');
		const reason = status.triggers[0].errorMessage ?? '';
		expect(reason).toMatch(/does not let these credentials manage webhooks \(status 403\)/);
		expect(await diagnose(url, 'permission')).toBe(reason);
	});
});

describe('Diagnose', () => {
	it('finds a published trigger by itself, and nothing wrong with it', async () => {
		const { url } = await stage.publishTrigger();
		const execution = await stage.runAction({ resource: 'webhook', operation: 'diagnose' });
		const [{ json }, ...others] = outputOf(execution, 'Veryfi');
		expect(others).toEqual([]);
		expect(json).toMatchObject({ ok: true, url });
	});
});

describe('a webhook of somebody else in the account', () => {
	it('stops the publication, stays as it is, and Diagnose names it', async () => {
		stage.occupyWebhook(OTHER);
		const { status, url } = await stage.publishTrigger();
		expect(status.status).toBe('failed');
		const reason = status.triggers[0].errorMessage ?? '';
		expect(reason).toContain(`Veryfi's only webhook URL is in use by another receiver, ${OTHER}`);
		expect(await diagnose(url, 'inUse')).toBe(reason);
		expect(stage.confirmedUrl).toBe(OTHER);
		expect(stage.emulator.requests.filter(({ method }) => method === 'POST')).toEqual([]);
	});

	it('is replaced when the user chose so', async () => {
		stage.occupyWebhook(OTHER);
		const { status, url } = await stage.publishTrigger({
			options: { ifWebhookUrlIsInUse: 'replace' },
		});
		expect([status.status, stage.confirmedUrl]).toEqual(['published', url]);
	});

	it('is left alone when a workflow is unpublished whose URL it has replaced', async () => {
		const { workflow } = await stage.publishTrigger();
		stage.occupyWebhook(OTHER);
		await stage.unpublish(workflow.id);
		expect(stage.confirmedUrl).toBe(OTHER);
	});

	it('makes the second of two published workflows fail and the first go on', async () => {
		const first = await stage.publishTrigger();
		const second = await stage.publishTrigger();
		expect(second.status.status).toBe('failed');
		expect(stage.confirmedUrl).toBe(first.url);
		await stage.unpublish(second.workflow.id);
		expect(stage.confirmedUrl).toBe(first.url);
	});
});

describe('listening for a test event', () => {
	it('brings the latest document while the workflow is published, and loses no delivery of a burst', async () => {
		const { workflow, url } = await stage.publishTrigger();
		const testUrl = url.replace('/webhook/', '/webhook-test/');
		const dispatcher = new Agent({ connect: { ca: stage.n8n.certificate.cert } });
		const ids = Array.from({ length: BURST }, () => stage.emulator.seedDocument());
		let delivered = 0;
		const burst = (async () => {
			for (const id of ids) {
				await stage.emulator.deliver('document.created', { id, created: '2026-11-20 10:00:00' });
				delivered++;
			}
		})();
		let tests = 0;
		while (tests < 3 || delivered < ids.length) {
			expect(await stage.client.run(workflow.id, TRIGGER)).toEqual({ waitingForWebhook: true });
			tests++;
			await waitFor(`test ${tests}`, PATIENCE_MS, async () => {
				return (await stage.executionsBy('manual', workflow)).length >= tests;
			});
			// n8n ends a test in the background, and with it one that began meanwhile.
			await waitFor(`the end of test ${tests}`, PATIENCE_MS, async () => {
				return (await request(testUrl, { dispatcher })).statusCode === 404;
			});
			expect(stage.confirmedUrl).toBe(url);
		}
		await burst;

		const all = await stage.executions(workflow.id, ids.length + tests);
		expect(all.map(({ status }) => status)).toEqual(all.map(() => 'success'));
		const processed = await Promise.all(
			(await stage.executionsBy('webhook', workflow)).map(async ({ id }) => {
				const [{ json }] = outputOf(await stage.client.execution(id), TRIGGER);
				return json.documentId as number;
			}),
		);
		expect(processed.sort()).toEqual(ids.sort());
		process.stderr.write(`  ${ids.length} deliveries processed during ${tests} tests\n`);
	});

	it('borrows the webhook when told to, receives a test event, and gives the webhook back', async () => {
		await expectBorrowing(stage);
	});

	it('gives the webhook back when the user stops listening', async () => {
		const { workflow, url } = await stage.publishTrigger({ options: { whileTesting: 'borrow' } });
		await stage.client.run(workflow.id, TRIGGER);
		expect(stage.confirmedUrl).toContain('/webhook-test/');
		await stage.client.stopListening(workflow.id);
		await confirmed(stage, url);
	});

	it('takes a free webhook and clears it afterwards', async () => {
		const workflow = await stage.createTrigger();
		await stage.client.run(workflow.id, TRIGGER);
		expect(stage.confirmedUrl).toContain('/webhook-test/');
		await stage.client.stopListening(workflow.id);
		await confirmed(stage, undefined);
	});
});
