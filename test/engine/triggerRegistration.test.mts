import { describe, expect, test } from '@jest/globals';

import { findings, findingText } from '../../nodes/shared/webhooks/findings.ts';
import type { Stage } from './triggerStage.mts';
import { failureOf, send, startStage } from './triggerStage.mts';

const OTHER = 'https://erp.example.com/veryfi';
const SETTINGS = '*/settings/webhooks*';

let stage: Stage;

describe('another URL in use', () => {
	test('stops publishing, with an error that names it and says what to do', async () => {
		stage = await startStage();
		stage.occupy(OTHER);
		const workflow = stage.trigger();

		const message = await failureOf(stage.host.activate(workflow));

		expect(message).toBe(
			findingText(
				findings.foreignConfirmed(stage.host.urlOf(workflow), { url: OTHER, isHere: false }),
			),
		);
		expect(message).toContain(OTHER);
		expect(message).toContain('Replace It');
		expect(stage.webhooks).toEqual({ confirmed: [OTHER], pending: [] });
		expect(stage.settingsCalls).not.toContain('POST');
	});

	test('is told from the same trigger at another address: this n8n has moved, or is a copy', async () => {
		stage = await startStage();
		const workflow = stage.trigger();
		const { pathname } = new URL(stage.host.urlOf(workflow));
		stage.occupy(`https://n8n.example.com${pathname}`);

		const message = await failureOf(stage.host.activate(workflow));

		expect(message).toContain('https://n8n.example.com/webhook/');
		expect(message).toMatch(/has moved.*Replace It.*copy.*leave it unpublished/s);
	});

	test('is replaced when the user chose so', async () => {
		stage = await startStage();
		stage.occupy(OTHER);
		const workflow = stage.trigger({ options: { ifWebhookUrlIsInUse: 'replace' } });

		await stage.host.activate(workflow);

		expect(stage.webhooks.confirmed).toEqual([stage.host.urlOf(workflow)]);
	});

	test('does not count when it is a test URL that was left over', async () => {
		stage = await startStage();
		stage.occupy('https://n8n.example.com/webhook-test/left-over/webhook');
		const workflow = stage.trigger();

		await stage.host.activate(workflow);

		expect(stage.webhooks.confirmed).toEqual([stage.host.urlOf(workflow)]);
	});

	test('stays untouched however often n8n tries again', async () => {
		stage = await startStage();
		stage.occupy(OTHER);
		const workflow = stage.trigger();

		for (let attempt = 0; attempt < 3; attempt++) await failureOf(stage.host.activate(workflow));

		expect(stage.webhooks.confirmed).toEqual([OTHER]);
		expect(new Set(stage.settingsCalls)).toEqual(new Set(['GET']));
	});
});

describe('publishing again', () => {
	test('adds nothing when the URL is confirmed already', async () => {
		stage = await startStage();
		const workflow = stage.trigger();
		await stage.host.activate(workflow);
		stage.emulator.requests.length = 0;

		await stage.host.activate(workflow);

		expect(stage.settingsCalls).toEqual(['GET']);
	});

	test('works although Veryfi refuses to add a confirmed URL once more', async () => {
		stage = await startStage({ readdConfirmed: 'refused' });
		const workflow = stage.trigger();
		await stage.host.activate(workflow);
		await stage.host.activate(workflow);
		expect(stage.webhooks.confirmed).toEqual([stage.host.urlOf(workflow)]);
	});

	test('heals a registration that was lost', async () => {
		stage = await startStage();
		const workflow = stage.trigger();
		await stage.host.activate(workflow);
		stage.emulator.webhooks.confirmed = [];

		await stage.host.activate(workflow, 'init');

		expect(stage.webhooks.confirmed).toEqual([stage.host.urlOf(workflow)]);
	});

	test('confirms a URL that was pending from an earlier attempt', async () => {
		stage = await startStage({ handshakeTiming: 'never' });
		const workflow = stage.trigger();
		const url = stage.host.urlOf(workflow);
		stage.emulator.webhooks.pending = [{ url, date: '2026-01-01 00:00:00' }];
		stage.emulator.switches.handshakeTiming = 'during';

		await stage.host.activate(workflow);

		expect(stage.webhooks).toEqual({ confirmed: [url], pending: [] });
	});
});

describe('unpublishing', () => {
	test('takes the URL out of use when it is ours', async () => {
		stage = await startStage();
		const workflow = stage.trigger();
		await stage.host.activate(workflow);

		await stage.host.deactivate(workflow);

		expect(stage.webhooks).toEqual({ confirmed: [], pending: [] });
		expect(workflow.staticData).toEqual({ 'node:Veryfi Trigger': {} });
	});

	test('leaves a URL that is not ours in use', async () => {
		stage = await startStage();
		const workflow = stage.trigger();
		await stage.host.activate(workflow);
		stage.occupy(OTHER);
		stage.emulator.requests.length = 0;

		await stage.host.deactivate(workflow);

		expect(stage.webhooks.confirmed).toEqual([OTHER]);
		expect(stage.settingsCalls).toEqual(['GET']);
	});

	test('succeeds although Veryfi refuses to clear', async () => {
		stage = await startStage({ clearWebhook: 'refused' });
		const workflow = stage.trigger();
		await stage.host.activate(workflow);

		await stage.host.deactivate(workflow);

		expect(stage.webhooks.confirmed).toEqual([stage.host.urlOf(workflow)]);
		expect(stage.settingsCalls.at(-1)).toBe('POST');
	});

	test('succeeds although Veryfi is down', async () => {
		stage = await startStage();
		const workflow = stage.trigger();
		await stage.host.activate(workflow);
		stage.emulator.faults.add({ path: SETTINGS, drop: true });

		await expect(stage.host.deactivate(workflow)).resolves.toBeUndefined();
	});
});

describe('starting n8n while Veryfi is down', () => {
	const publishedOnce = async () => {
		stage = await startStage();
		const workflow = stage.trigger();
		await stage.host.activate(workflow);
		stage.host.crash(workflow);
		return workflow;
	};

	test.each(['init', 'leadershipChange'] as const)(
		'keeps a URL that was confirmed before (%s)',
		async (activation) => {
			const workflow = await publishedOnce();
			const id = stage.emulator.seedDocument();
			stage.emulator.faults.add({ path: SETTINGS, status: 503 });

			await stage.host.activate(workflow, activation);

			const [{ status }] = await stage.emulator.deliver('document.created', {
				id,
				created: '2026-01-01 00:00:00',
			});
			await stage.host.settled();
			expect(status).toBe(200);
			expect(stage.host.executions[0].items[0].json).toMatchObject({ documentId: id });
		},
	);

	test('fails for a URL that was never confirmed', async () => {
		stage = await startStage();
		stage.emulator.faults.add({ path: SETTINGS, status: 503 });

		const message = await failureOf(stage.host.activate(stage.trigger(), 'init'));

		expect(message).toContain("Veryfi's webhook settings could not be read");
		expect(message).toContain('503');
	});

	test('fails when the address of n8n has changed since', async () => {
		const workflow = await publishedOnce();
		stage.host.publicUrl = 'http://new-address.example.com';
		stage.emulator.faults.add({ path: SETTINGS, status: 503 });

		await expect(failureOf(stage.host.activate(workflow, 'init'))).resolves.toContain('503');
	});

	test('fails for a user who publishes, because nothing is known then', async () => {
		const workflow = await publishedOnce();
		stage.emulator.faults.add({ path: SETTINGS, status: 503 });

		await expect(failureOf(stage.host.activate(workflow))).resolves.toContain('503');
	});
});

describe('what can never work is said at once', () => {
	const REAL = { baseUrl: 'https://api.veryfi.com' };

	test.each([
		['http://n8n.example.com', 'only delivers to https', 'N8N_WEBHOOK_URL'],
		['https://localhost:5678', 'its host is a private one', 'N8N_WEBHOOK_URL'],
		['https://192.168.1.20', 'its host is a private one', 'N8N_WEBHOOK_URL'],
		['https://n8n', 'its host is a private one', 'N8N_WEBHOOK_URL'],
		['https://hooks.veryfi.com', 'its own domain', 'N8N_WEBHOOK_URL'],
	])('an n8n at %s', async (publicUrl, what, advice) => {
		stage = await startStage();
		stage.setCredential(REAL);
		stage.host.publicUrl = publicUrl;

		const message = await failureOf(stage.host.activate(stage.trigger()));

		expect(message).toContain(what);
		expect(message).toContain(advice);
	});

	test('an n8n at a host that only Veryfi knows to refuse, in the words of Veryfi', async () => {
		stage = await startStage();
		stage.host.publicUrl = 'https://webhook.site';

		const message = await failureOf(stage.host.activate(stage.trigger()));

		expect(message).toContain('The domain webhook.site is not allowed.');
	});

	test.each(['', ' \n'])('a credential without client secret (%j)', async (clientSecret) => {
		stage = await startStage();
		stage.setCredential({ clientSecret });

		const message = await failureOf(stage.host.activate(stage.trigger()));

		expect(message).toBe(findingText(findings.noClientSecret()));
		// n8n calls delete() after the failure, which looks whether the URL in use is ours.
		expect(stage.settingsCalls).toEqual(['GET']);
	});

	test('credentials that may not manage webhooks', async () => {
		stage = await startStage({ admin: false });

		const message = await failureOf(stage.host.activate(stage.trigger()));

		expect(message).toBe(findingText(findings.notPermitted('403')));
		expect(message).toContain('admin');
	});

	test('wrong credentials', async () => {
		stage = await startStage();
		stage.setCredential({ apiKey: 'wrong-api-key' });

		const message = await failureOf(stage.host.activate(stage.trigger()));

		expect(message).toBe(findingText(findings.notPermitted('401')));
	});
});

test('GET and HEAD are answered 200 without an execution', async () => {
	stage = await startStage();
	const workflow = stage.trigger();
	await stage.host.activate(workflow);
	const url = stage.host.urlOf(workflow);

	expect((await send(url, { method: 'GET' })).status).toBe(200);
	expect(await send(url, { method: 'HEAD' })).toEqual({ status: 200, text: '' });
	expect(stage.host.executions).toEqual([]);
});
