import { describe, expect, test } from '@jest/globals';

import { findings, toText } from '../../nodes/shared/webhooks/findings.ts';
import type { EmulatorOptions } from '../emulator/index.mts';
import type { TriggerWorkflow } from './harness/index.mts';
import type { Stage } from './triggerStage.mts';
import { failureOf, startStage } from './triggerStage.mts';

const OTHER = 'https://erp.example.com/veryfi';
const BORROW = { options: { whileTesting: 'borrow' } };
const created = '2026-01-01 00:00:00';

let stage: Stage;

const start = async (switches?: EmulatorOptions) => (stage = await startStage(switches));

/** Listens with the test URL in the slot until the event of a document has come in. */
const receiveTestEvent = async (workflow: TriggerWorkflow, id: number) => {
	await stage.host.listen(workflow);
	expect(stage.slot.confirmed).toEqual([stage.host.urlOf(workflow, true)]);
	await stage.emulator.deliver('document.created', { id, created });
	await stage.host.settled();
};

describe('listening for a test event', () => {
	test('registers the test URL, takes the first event and clears the slot', async () => {
		await start();
		const workflow = stage.trigger();
		const id = stage.emulator.seedDocument();

		await receiveTestEvent(workflow, id);

		expect(stage.host.executions).toHaveLength(1);
		expect(stage.host.executions[0].mode).toBe('manual');
		expect(stage.host.executions[0].items[0].json).toMatchObject({ documentId: id });
		expect(stage.slot).toEqual({ confirmed: [], pending: [] });
	});

	test('is not used up by the handshake', async () => {
		await start({ handshakeTiming: 'after' });
		await stage.host.listen(stage.trigger());
		expect(stage.host.executions).toEqual([]);
		expect(stage.slot.confirmed[0]).toContain('/webhook-test/');
	});

	test('refuses while another URL is confirmed, and says what to do', async () => {
		await start();
		stage.occupy(OTHER);

		const message = await failureOf(stage.host.listen(stage.trigger()));

		expect(message).toBe(toText(findings.testWouldSteal(OTHER)));
		expect(message).toContain('Borrow and Restore');
		expect(stage.slot).toEqual({ confirmed: [OTHER], pending: [] });
		expect(stage.settingsCalls).not.toContain('POST');
	});

	test("refuses while this workflow's own production URL is confirmed", async () => {
		await start();
		const workflow = stage.trigger();
		await stage.host.activate(workflow);

		const message = await failureOf(stage.host.listen(workflow));

		expect(message).toContain(stage.host.urlOf(workflow));
		expect(stage.slot.confirmed).toEqual([stage.host.urlOf(workflow)]);
	});

	test('refuses while another test is listening, even if it may borrow', async () => {
		await start();
		const first = stage.trigger(BORROW);
		await stage.host.listen(first);

		const message = await failureOf(stage.host.listen(stage.trigger(BORROW)));

		expect(message).toBe(toText(findings.otherTestIsListening(stage.host.urlOf(first, true))));
		expect(stage.slot.confirmed).toEqual([stage.host.urlOf(first, true)]);
	});
});

describe('borrowing the slot for a test', () => {
	test('gives it back to the production URL of the same workflow', async () => {
		await start();
		const workflow = stage.trigger(BORROW);
		const id = stage.emulator.seedDocument();
		await stage.host.activate(workflow);

		await receiveTestEvent(workflow, id);

		expect(stage.slot.confirmed).toEqual([stage.host.urlOf(workflow)]);
		expect(stage.host.executions.map(({ mode }) => mode)).toEqual(['manual']);
	});

	test('gives it back to another workflow when the time is up', async () => {
		await start();
		const production = stage.trigger();
		const tested = stage.trigger(BORROW);
		await stage.host.activate(production);

		await stage.host.listen(tested);
		expect(stage.slot.confirmed).toEqual([stage.host.urlOf(tested, true)]);
		await stage.host.stopListening(tested);

		expect(stage.slot).toEqual({ confirmed: [stage.host.urlOf(production)], pending: [] });
	});

	test('gives it back although Veryfi refuses to clear', async () => {
		await start({ clearWebhook: 'refused' });
		const production = stage.trigger();
		const tested = stage.trigger(BORROW);
		await stage.host.activate(production);

		await stage.host.listen(tested);
		await stage.host.stopListening(tested);

		expect(stage.slot.confirmed).toEqual([stage.host.urlOf(production)]);
	});

	test('takes nothing away from a URL that was confirmed meanwhile', async () => {
		await start();
		const tested = stage.trigger(BORROW);
		stage.occupy(OTHER);
		await stage.host.listen(tested);
		stage.occupy('https://newer.example.com/veryfi');

		await stage.host.stopListening(tested);

		expect(stage.slot.confirmed).toEqual(['https://newer.example.com/veryfi']);
	});

	test('production takes the slot back when n8n died during the test', async () => {
		await start();
		const production = stage.trigger();
		await stage.host.activate(production);
		await stage.host.listen(stage.trigger(BORROW));
		stage.host.crash(production);

		await stage.host.activate(production, 'init');

		expect(stage.slot.confirmed).toEqual([stage.host.urlOf(production)]);
	});
});
