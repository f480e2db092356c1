/** Whoever finds Veryfi's only webhook URL taken by another Veryfi Trigger is told the name of its workflow. */
import { randomUUID } from 'node:crypto';

import { beforeEach, describe, expect, test } from '@jest/globals';

import type { TriggerWorkflow } from './harness/index.mts';
import type { Stage } from './triggerStage.mts';
import { failureOf, occupyByStranger, send, startStage } from './triggerStage.mts';

const QUESTION = 'webhook.owner';

let stage: Stage;
/** Has the webhook. */
let owner: TriggerWorkflow;
/** Its workflow, as messages name it. */
let named: string;

beforeEach(async () => {
	stage = await startStage({ deliveryAttempts: 1 });
	owner = stage.trigger();
	named = `the workflow "${owner.id.slice(0, 8)}…"`;
	await stage.host.activate(owner);
});

const inUseBy = (who: string) => `Veryfi's only webhook URL is in use by ${who}.`;

/** What publishing another trigger fails with. */
const refusal = async () => await failureOf(stage.host.activate(stage.trigger()));

describe('the workflow that has the webhook is named', () => {
	test('when another one is published, without its URL, and is started by nothing', async () => {
		const message = await refusal();
		expect(message).toMatch(RegExp(`^${inUseBy(named)} Unpublish it, or let it .*fan-out`));
		expect(message).not.toContain('http');
		await stage.host.settled();
		expect(stage.host.executions).toEqual([]);
	});

	test('with its URL where it is in another n8n', async () => {
		const url = stage.host.urlOf(owner).replace('localhost', '127.0.0.1');
		stage.occupy(url);
		const short = url.replace(/(\/[0-9a-f]{8})-[0-9a-f-]{27}/, '$1…');
		expect(await refusal()).toContain(inUseBy(`${named} of another n8n, ${short}`));
	});

	test('by Diagnose', async () => {
		const other = stage.trigger();
		const { items } = await stage.webhook('diagnose', {}, [other.node]);
		expect(items[0].json.summary).toContain(inUseBy(named));
	});

	test('when the Veryfi node registers another URL', async () => {
		const webhookUrl = 'https://erp.example.com/veryfi';
		const { error } = await stage.webhook('register', { webhookUrl });
		expect(error?.message).toContain(inUseBy(named));
	});
});

describe('its name is told to nobody', () => {
	test('who does not sign the question', async () => {
		const body = JSON.stringify({ event: QUESTION, data: { owner_of: 'x' } });
		const headers = { 'x-veryfi-signature': 'AAAA' };
		const { status, text } = await send(stage.host.urlOf(owner), { body, headers });
		expect(status).toBe(401);
		expect(text).not.toContain(owner.id);
	});

	test('who has a delivery of Veryfi and changes its event, which is not signed', async () => {
		const [{ status, answer }] = await stage.emulator.deliver(QUESTION, { id: 1, created: 'x' });
		expect(status).toBe(200);
		expect(answer).not.toContain(owner.id);
	});
});

describe('another receiver than a trigger', () => {
	test.each([
		['is not asked', '/hook', []],
		[
			'is sent nothing where its URL looks like that of one',
			`/webhook/${randomUUID()}/webhook`,
			['GET'],
		],
	])('%s', async (_, path, expected) => {
		const seen = await occupyByStranger(stage, path);
		expect(await refusal()).toContain('in use by another receiver, http://127.0.0.1:');
		expect(seen).toEqual(expected);
	});

	test('where nobody answers is named by its URL', async () => {
		stage.occupy(`http://127.0.0.1:1/webhook/${randomUUID()}/webhook`);
		expect(await refusal()).toContain('in use by another receiver, http://127.0.0.1:1/webhook/');
	});
});
