import { describe, expect, test } from '@jest/globals';

import { findings, findingText } from '../../nodes/shared/webhooks/findings.ts';
import type { EmulatorOptions } from '../emulator/index.mts';
import { PATIENCE_MS, waitFor } from '../host/waitFor.mts';
import type { TriggerWorkflow } from './harness/index.mts';
import { serve } from './harness/index.mts';
import type { Stage } from './triggerStage.mts';
import { failureOf, startStage } from './triggerStage.mts';

const OTHER = 'https://erp.example.com/veryfi';
const BORROW = { options: { whileTesting: 'borrow' } };
const created = '2026-01-01 00:00:00';

let stage: Stage;

const start = async (switches?: EmulatorOptions) => (stage = await startStage(switches));

/** Listens with the test URL in use until the event of a document has come in. */
const receiveTestEvent = async (workflow: TriggerWorkflow, id: number) => {
	await stage.host.listen(workflow);
	expect(stage.webhooks.confirmed).toEqual([stage.host.urlOf(workflow, true)]);
	await stage.emulator.deliver('document.created', { id, created });
	await stage.host.settled();
};

describe('listening for a test event', () => {
	test('registers the test URL, takes the first event and takes the URL out of use', async () => {
		await start();
		const workflow = stage.trigger();
		const id = stage.emulator.seedDocument();

		await receiveTestEvent(workflow, id);

		expect(stage.host.executions).toHaveLength(1);
		expect(stage.host.executions[0].mode).toBe('manual');
		expect(stage.host.executions[0].items[0].json).toMatchObject({ documentId: id });
		expect(stage.webhooks).toEqual({ confirmed: [], pending: [] });
	});

	test('is not used up by the handshake', async () => {
		await start({ handshakeTiming: 'after' });
		await stage.host.listen(stage.trigger());
		expect(stage.host.executions).toEqual([]);
		expect(stage.webhooks.confirmed[0]).toContain('/webhook-test/');
	});

	test('refuses while another test is listening, even if it may borrow', async () => {
		await start();
		const first = stage.trigger(BORROW);
		await stage.host.listen(first);

		const message = await failureOf(stage.host.listen(stage.trigger(BORROW)));

		expect(message).toBe(findingText(findings.otherTestIsListening(stage.host.urlOf(first, true))));
		expect(stage.webhooks.confirmed).toEqual([stage.host.urlOf(first, true)]);
	});
});

describe('testing while another URL has the webhook', () => {
	const tests = () => stage.host.executions.filter(({ mode }) => mode === 'manual');
	const tested = (count: number) =>
		waitFor(
			`${count} tests to have received something`,
			PATIENCE_MS,
			() => tests().length >= count,
			() => stage.host.executions,
		);

	test('brings the latest document and leaves the webhook as it is', async () => {
		await start();
		stage.occupy(OTHER);
		stage.emulator.seedDocument();
		const latest = stage.emulator.seedDocument({ total: 7 });

		await stage.host.listen(stage.trigger());
		await tested(1);
		await stage.host.settled();

		expect(tests()[0].items).toMatchObject([
			{ json: { event: 'document.created', documentId: latest, total: 7 } },
		]);
		expect(stage.webhooks).toEqual({ confirmed: [OTHER], pending: [] });
		expect(stage.settingsCalls).not.toContain('POST');
	});

	test('brings a document of the product that the trigger listens to', async () => {
		await start();
		stage.occupy(OTHER);
		stage.emulator.seedDocument();
		const events = ['document.failed', 'document.enriched'];

		await stage.host.listen(stage.trigger({ events }));
		await tested(1);

		expect(tests()[0].items[0].json.event).toBe('document.enriched');
	});

	test('loses no delivery of a burst, however often the workflow is tested meanwhile', async () => {
		await start();
		const workflow = stage.trigger();
		await stage.host.activate(workflow);
		const ids = Array.from({ length: 60 }, () => stage.emulator.seedDocument());
		let delivered = 0;
		const burst = (async () => {
			for (const id of ids) {
				await stage.emulator.deliver('document.created', { id, created });
				delivered++;
			}
		})();

		let rounds = 0;
		while (rounds < 4 || delivered < ids.length) {
			await stage.host.listen(workflow);
			await tested(++rounds);
		}
		await burst;
		await stage.host.settled();

		const production = stage.host.executions.filter(({ mode }) => mode === 'webhook');
		const processed = production.flatMap(({ items }) => items.map(({ json }) => json.documentId));
		expect(processed.sort()).toEqual(ids.sort());
		expect(tests()).toHaveLength(rounds);
		expect(stage.webhooks.confirmed).toEqual([stage.host.urlOf(workflow)]);
		process.stderr.write(`  ${ids.length} deliveries processed during ${rounds} tests\n`);
	});

	test('says what to do if this n8n does not reach its own address', async () => {
		await start();
		stage.occupy(OTHER);
		stage.emulator.seedDocument();
		stage.host.publicUrl = 'http://127.0.0.1:1';

		const message = await failureOf(stage.host.listen(stage.trigger()));

		expect(message).toContain('does not reach its own test URL');
		expect(message).toContain("'Borrow and Restore'");
		expect(stage.webhooks.confirmed).toEqual([OTHER]);
	});

	test('says so if something else answers at its address', async () => {
		await start();
		stage.occupy(OTHER);
		stage.emulator.seedDocument();
		stage.host.publicUrl = await serve((_request, response) => response.end('somebody else'));

		const message = await failureOf(stage.host.listen(stage.trigger()));

		expect(message).toBe(findingText(findings.testUnreachable()));
	});

	test('says why the latest document cannot be read', async () => {
		await start();
		stage.occupy(OTHER);
		stage.emulator.faults.add({ method: 'GET', path: '*/documents', status: 403 });

		const message = await failureOf(stage.host.listen(stage.trigger()));

		expect(message).toMatch(/^The latest document to test with could not be read\. .*403/);
		expect(stage.webhooks.confirmed).toEqual([OTHER]);
	});

	test('says so if the account has no document yet', async () => {
		await start();
		stage.occupy(OTHER);

		const message = await failureOf(stage.host.listen(stage.trigger()));

		expect(message).toBe(findingText(findings.nothingToTestWith()));
	});
});

describe('borrowing the webhook for a test', () => {
	test('gives it back to the production URL of the same workflow', async () => {
		await start();
		const workflow = stage.trigger(BORROW);
		const id = stage.emulator.seedDocument();
		await stage.host.activate(workflow);

		await receiveTestEvent(workflow, id);

		expect(stage.webhooks.confirmed).toEqual([stage.host.urlOf(workflow)]);
		expect(stage.host.executions.map(({ mode }) => mode)).toEqual(['manual']);
	});

	test('gives it back to another workflow when the time is up', async () => {
		await start();
		const production = stage.trigger();
		const tested = stage.trigger(BORROW);
		await stage.host.activate(production);

		await stage.host.listen(tested);
		expect(stage.webhooks.confirmed).toEqual([stage.host.urlOf(tested, true)]);
		await stage.host.stopListening(tested);

		expect(stage.webhooks).toEqual({ confirmed: [stage.host.urlOf(production)], pending: [] });
	});

	test('gives it back although Veryfi refuses to clear', async () => {
		await start({ clearWebhook: 'refused' });
		const production = stage.trigger();
		const tested = stage.trigger(BORROW);
		await stage.host.activate(production);

		await stage.host.listen(tested);
		await stage.host.stopListening(tested);

		expect(stage.webhooks.confirmed).toEqual([stage.host.urlOf(production)]);
	});

	test('takes nothing away from a URL that was confirmed meanwhile', async () => {
		await start();
		const tested = stage.trigger(BORROW);
		stage.occupy(OTHER);
		await stage.host.listen(tested);
		stage.occupy('https://newer.example.com/veryfi');

		await stage.host.stopListening(tested);

		expect(stage.webhooks.confirmed).toEqual(['https://newer.example.com/veryfi']);
	});

	test('production takes the webhook back when n8n died during the test', async () => {
		await start();
		const production = stage.trigger();
		await stage.host.activate(production);
		await stage.host.listen(stage.trigger(BORROW));
		stage.host.crash(production);

		await stage.host.activate(production, 'init');

		expect(stage.webhooks.confirmed).toEqual([stage.host.urlOf(production)]);
	});
});
