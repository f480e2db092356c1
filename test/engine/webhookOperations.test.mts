import { describe, expect, test } from '@jest/globals';
import type { INode } from 'n8n-workflow';

import type { Finding } from '../../nodes/shared/webhooks/findings.ts';
import { findings, findingText } from '../../nodes/shared/webhooks/findings.ts';
import type { EmulatorOptions } from '../emulator/index.mts';
import { serve } from './harness/index.mts';
import type { Stage } from './triggerStage.mts';
import { failureOf, startStage } from './triggerStage.mts';

const OTHER = 'https://erp.example.com/veryfi';

interface Check {
	check: string;
	status?: string;
	message: string;
	advice?: string;
}

interface Diagnosis {
	ok: boolean;
	summary: string;
	problems?: Check[];
	checks: Check[];
	url?: string;
	confirmed: unknown;
}

/** Every check that Diagnose makes, in its order. */
const ALL = ['url', 'clientSecret', 'permission', 'inUse', 'answer', 'handshake'];

let stage: Stage;

const start = async (switches?: EmulatorOptions) => (stage = await startStage(switches));

/** The fields of the only item, or the error. */
const run = async (operation: string, parameters = {}) => {
	const { items, error } = await stage.webhook(operation, parameters);
	return { json: items[0]?.json, message: error?.message };
};

describe('Get', () => {
	test('tells what is in use and what waits', async () => {
		await start();
		stage.occupy(OTHER);
		stage.emulator.webhooks.pending = [{ url: `${OTHER}/new`, date: '2026-02-02 00:00:00' }];

		expect((await run('get')).json).toEqual({
			url: OTHER,
			confirmed: [{ url: OTHER, date: '2026-01-01 00:00:00' }],
			pending: [{ url: `${OTHER}/new`, date: '2026-02-02 00:00:00' }],
		});
	});

	test('tells that nothing is in use', async () => {
		await start();
		expect((await run('get')).json).toEqual({ url: null, confirmed: [], pending: [] });
		expect((await run('get', { compareWith: OTHER })).json).toMatchObject({
			url: null,
			matches: false,
		});
	});

	test.each([
		['https://n8n.example.com/webhook/x/webhook', true],
		['https://n8n.example.com/webhook/x/webhook/', true],
		['HTTPS://N8N.Example.com:443/webhook/x/webhook//', true],
		[' https://n8n.example.com/webhook/x/webhook\n', true],
		['https://n8n.example.com/webhook/X/webhook', false],
		['https://n8n.example.com/webhook-test/x/webhook', false],
		['https://n8n.example.com:8443/webhook/x/webhook', false],
		['https://n8n.example.com/webhook/x/webhook?y', false],
		['not a URL', false],
	])('compares the URL in use with %j: %s', async (compareWith, matches) => {
		await start();
		stage.occupy('https://n8n.example.com/webhook/x/webhook');
		expect((await run('get', { compareWith })).json).toMatchObject({ matches });
	});
});

describe('Register', () => {
	test('leaves the URL pending until somebody confirms it', async () => {
		await start({ handshakeTiming: 'never' });
		expect((await run('register', { webhookUrl: OTHER })).json).toEqual({
			url: OTHER,
			confirmed: false,
			pending: true,
		});
	});

	test('waits for a trigger to confirm its URL when the user wants that', async () => {
		await start();
		const workflow = stage.trigger();
		const webhookUrl = stage.host.urlOf(workflow);
		await stage.host.activate(workflow);
		stage.emulator.webhooks.confirmed = [];

		const { json } = await run('register', { webhookUrl, waitForConfirmation: true });

		expect(json).toEqual({ url: webhookUrl, confirmed: true, pending: false });
	});

	test('stops while another URL is in use, and replaces it when the user chose so', async () => {
		await start({ handshakeTiming: 'never' });
		stage.occupy(OTHER);
		const webhookUrl = 'https://n8n.example.com/webhook/x/webhook';

		expect((await run('register', { webhookUrl })).message).toBe(
			findingText(findings.foreignConfirmed(webhookUrl, { url: OTHER, isHere: false })),
		);
		expect(stage.webhooks.pending).toEqual([]);
		expect(
			(await run('register', { webhookUrl, ifWebhookUrlIsInUse: 'replace' })).json,
		).toMatchObject({ pending: true });
	});

	test('says what is wrong with a URL before Veryfi is called', async () => {
		await start();
		stage.setCredential({ baseUrl: 'https://api.veryfi.com' });
		const webhookUrl = 'http://n8n.example.com/webhook/x/webhook';
		expect((await run('register', { webhookUrl })).message).toBe(
			findingText(findings.notHttps(webhookUrl)),
		);
	});
});

describe('Confirm', () => {
	const pendingWith = async (switches: EmulatorOptions) => {
		await start({ handshakeTiming: 'never', ...switches });
		await run('register', { webhookUrl: OTHER });
		const [entry] = stage.emulator.webhooks.pending as Array<{ url: string; secret?: string }>;
		return entry.secret ?? '';
	};

	test.each([200, 204] as const)('makes the URL the one in use (status %d)', async (status) => {
		const secret = await pendingWith({ confirmStatus: status });
		expect((await run('confirm', { webhookUrl: OTHER, secret })).json).toEqual({
			url: OTHER,
			confirmed: true,
		});
		expect(stage.webhooks).toEqual({ confirmed: [OTHER], pending: [] });
	});

	test('tells what Veryfi answered when it is out of order, and leaves the URL pending', async () => {
		const secret = await pendingWith({});
		stage.emulator.faults.add({ path: '*/settings/webhooks/confirm', status: 503 });
		const { message } = await run('confirm', { webhookUrl: OTHER, secret });
		expect(message).toMatch(/Veryfi answered 503/);
		expect(stage.webhooks).toEqual({ confirmed: [], pending: [OTHER] });
	});

	test('shows why Veryfi refuses, without the secret', async () => {
		await pendingWith({});
		stage.emulator.faults.add({
			path: '*/settings/webhooks/confirm',
			status: 400,
			body: { status: 'fail', error: 'The secret "a-wrong-secret" does not match' },
		});
		const { message } = await run('confirm', { webhookUrl: OTHER, secret: 'a-wrong-secret' });
		expect(message).toContain('The secret "***" does not match');
		expect(message).not.toContain('a-wrong-secret');
	});
});

describe('Clear', () => {
	test('takes the webhook URL out of use', async () => {
		await start();
		stage.occupy(OTHER);
		expect((await run('clear')).json).toEqual({ cleared: true, url: OTHER });
		expect(stage.webhooks.confirmed).toEqual([]);
	});

	test('does nothing when nothing is in use', async () => {
		await start();
		expect((await run('clear')).json).toMatchObject({ cleared: false, url: null });
		expect(stage.settingsCalls).toEqual(['GET']);
	});

	test('leaves another URL than the given one in use', async () => {
		await start();
		stage.occupy(OTHER);
		const { json } = await run('clear', { onlyThisUrl: 'https://n8n.example.com/webhook/x' });
		expect(json).toMatchObject({ cleared: false, url: OTHER });
		expect(stage.webhooks.confirmed).toEqual([OTHER]);
	});

	test('says what to do in the portal when Veryfi refuses', async () => {
		await start({ clearWebhook: 'refused' });
		stage.occupy(OTHER);
		const { message } = await run('clear');
		expect(message).toContain('The webhook url must not be empty');
		expect(message).toContain('Veryfi portal under Settings > Keys > Webhooks');
	});
});

describe('Diagnose', () => {
	/** What comes out: one item. */
	const diagnosis = async (parameters = {}, others?: INode[]) => {
		const { items, error } = await stage.webhook('diagnose', parameters, others);
		if (error) throw error as Error;
		expect(items).toHaveLength(1);
		return items[0].json as unknown as Diagnosis;
	};

	/** The checks by name. */
	const diagnose = async (parameters = {}) => {
		const { checks } = await diagnosis(parameters);
		return Object.fromEntries(checks.map((check) => [check.check, check]));
	};

	/** What happened and what to do, as errors have it. */
	const textOf = ({ message, advice }: Pick<Check, 'message' | 'advice'>) => `${message} ${advice}`;

	/** A finding as a check shows it: without advice where there is none. */
	const shown = ({ advice, ...finding }: Finding) => ({ ...finding, ...(advice && { advice }) });

	const published = async (switches?: EmulatorOptions) => {
		await start(switches);
		const workflow = stage.trigger();
		await stage.host.activate(workflow);
		return stage.host.urlOf(workflow);
	};

	test('finds nothing wrong with a published trigger, and changes nothing', async () => {
		const webhookUrl = await published();
		stage.emulator.requests.length = 0;

		const checks = await diagnose({ webhookUrl });

		expect(Object.keys(checks)).toEqual(ALL);
		expect(new Set(Object.values(checks).map(({ status }) => status))).toEqual(new Set(['ok']));
		expect(checks.inUse).toMatchObject(shown(findings.confirmed(webhookUrl)));
		expect(new Set(stage.settingsCalls)).toEqual(new Set(['GET']));
	});

	test('heals a lost registration by trying the handshake', async () => {
		const webhookUrl = await published();
		stage.emulator.webhooks.confirmed = [];

		const checks = await diagnose({ webhookUrl });

		expect(checks.handshake).toMatchObject(shown(findings.handshakeDone(webhookUrl)));
		expect(checks.inUse).toMatchObject(shown(findings.confirmed(webhookUrl)));
		expect(stage.webhooks.confirmed).toEqual([webhookUrl]);
	});

	test('only looks when the user does not want to try the handshake', async () => {
		const webhookUrl = await published();
		stage.emulator.webhooks.confirmed = [];

		const checks = await diagnose({ webhookUrl, tryHandshake: false });

		expect(checks.handshake.status).toBe('skipped');
		expect(checks.inUse).toMatchObject(shown(findings.nothingConfirmed()));
		expect(stage.webhooks.confirmed).toEqual([]);
	});

	test('says the same as the trigger about another URL, and leaves it alone', async () => {
		await start();
		stage.occupy(OTHER);
		const workflow = stage.trigger();
		const webhookUrl = stage.host.urlOf(workflow);
		const message = await failureOf(stage.host.activate(workflow));

		const { problems, confirmed } = await diagnosis({ webhookUrl });
		const { handshake } = await diagnose({ webhookUrl });

		expect(problems?.map(textOf)).toEqual([message, textOf(findings.notRegistered(webhookUrl))]);
		expect(confirmed).toEqual([{ url: OTHER, date: '2026-01-01 00:00:00' }]);
		expect(handshake).toMatchObject(shown(findings.handshakeWouldHurt(OTHER)));
		expect(stage.webhooks).toEqual({ confirmed: [OTHER], pending: [] });
	});

	test('says the same as the trigger about credentials that may not manage webhooks', async () => {
		await start({ admin: false });
		const workflow = stage.trigger();
		const message = await failureOf(stage.host.activate(workflow));

		const checks = await diagnose({ webhookUrl: stage.host.urlOf(workflow) });

		expect(textOf(checks.permission)).toBe(message);
		expect(checks.inUse.status).toBe('skipped');
		expect(checks.handshake.status).toBe('skipped');
	});

	test('says the same as the trigger about a missing client secret', async () => {
		await start();
		stage.setCredential({ clientSecret: '' });
		const message = await failureOf(stage.host.activate(stage.trigger()));
		const { clientSecret } = await diagnose();
		expect(textOf(clientSecret)).toBe(message);
	});

	test('tells that no published workflow has the URL', async () => {
		await start();
		const webhookUrl = `${stage.host.origin}/webhook/unknown/webhook`;
		const { answer } = await diagnose({ webhookUrl, tryHandshake: false });
		expect(answer).toMatchObject(shown(findings.notRegistered(webhookUrl)));
	});

	test('recognizes a URL that n8n has for POST only', async () => {
		await start();
		const message =
			'This webhook is not registered for GET requests. Did you mean to make a POST request?';
		const origin = await serve((_request, response) => {
			response.writeHead(404, { 'content-type': 'application/json' });
			response.end(JSON.stringify({ code: 404, message }));
		});
		const webhookUrl = `${origin}/webhook/x`;

		const { answer } = await diagnose({ webhookUrl, tryHandshake: false });

		expect(answer).toMatchObject(shown(findings.answersPost(webhookUrl)));
	});

	test('tells that something else answers at the URL', async () => {
		await start();
		const webhookUrl = `${stage.emulator.baseUrl}/_emulator/state`;
		const { answer } = await diagnose({ webhookUrl, tryHandshake: false });
		expect(answer).toMatchObject({ status: 'problem' });
		expect(answer.message).toContain('Something other than the trigger');
	});

	test('tells that nothing answers at the URL, as a warning', async () => {
		await start();
		const { answer } = await diagnose({ webhookUrl: 'http://127.0.0.1:1/x', tryHandshake: false });
		expect(answer).toMatchObject({ status: 'warning' });
	});

	test('tells a test URL, and one that was left over', async () => {
		await start();
		const left = 'https://n8n.example.com/webhook-test/x/webhook';
		stage.occupy(left);
		const checks = await diagnose({ webhookUrl: `${stage.host.origin}/webhook/x/webhook` });
		expect(checks.inUse).toMatchObject(shown(findings.leftOverConfirmed(left)));
		expect((await diagnose({ webhookUrl: left })).url).toMatchObject(shown(findings.testUrl(left)));
	});

	describe('without a URL', () => {
		test('looks at the URL of this n8n that Veryfi delivers to, and puts the whole URL beside a short one', async () => {
			const webhookUrl = await published();
			const { ok, summary, problems, checks, url } = await diagnosis();
			expect({ ok, problems, url }).toEqual({ ok: true, url: webhookUrl });
			expect(summary).toMatch(
				/^Veryfi delivers to the workflow ".+" of this n8n, and to no other\.$/,
			);
			const [{ message }] = checks;
			expect(message).toContain('…');
			expect(message).not.toContain(webhookUrl);
			expect(checks.map(({ check, status }) => [check, status])).toEqual(
				ALL.map((check) => [check, 'ok']),
			);
		});

		test('looks at the URL of this n8n that waits for its confirmation', async () => {
			const webhookUrl = await published({ handshakeTiming: 'during' });
			stage.emulator.webhooks.confirmed = [];
			stage.emulator.webhooks.pending = [{ url: webhookUrl, date: '2026-01-01 00:00:00' }];
			const { ok, url } = await diagnosis();
			expect({ ok, url }).toEqual({ ok: true, url: webhookUrl });
			expect(stage.webhooks.confirmed).toEqual([webhookUrl]);
		});

		test('looks at the trigger of the same workflow first', async () => {
			await published();
			const own = stage.trigger();
			const { ok, url, problems } = await diagnosis({}, [own.node]);
			expect({ ok, url }).toEqual({ ok: false, url: stage.host.urlOf(own) });
			expect(problems?.map(({ check }) => check)).toEqual(['inUse', 'answer']);
			const off = await diagnosis({}, [{ ...own.node, disabled: true }]);
			expect(off.url).not.toBe(stage.host.urlOf(own));
		});

		test('tells that Veryfi delivers elsewhere', async () => {
			await start();
			stage.occupy(OTHER);
			const { ok, summary, problems, url } = await diagnosis();
			expect({ ok, url }).toEqual({ ok: false });
			const { message, advice } = findings.foreignConfirmed('', { url: OTHER, isHere: false });
			expect(problems).toEqual([{ check: 'inUse', message, advice }]);
			expect(summary).toBe(message);
		});

		test('tells that Veryfi has no URL, and that it would not take any of this n8n', async () => {
			await start();
			stage.setCredential({ baseUrl: 'https://api.veryfi.com' });
			const { summary, problems } = await diagnosis();
			const message = findings.notHttps(`${stage.host.origin}/webhook`).message;
			expect(problems?.[0]).toMatchObject({ check: 'url', message });
			expect(summary.startsWith(message)).toBe(true);
		});
	});

	test('has nothing empty in it, which n8n shows in red, where all is well', async () => {
		await published();
		const { items } = await stage.webhook('diagnose');
		const seen = JSON.stringify(items[0].json);
		expect(JSON.parse(seen)).toMatchObject({ ok: true });
		expect(seen).not.toMatch(/\[\]|\{\}|""|null/);
	});

	test('puts advice only where there is some', async () => {
		await published();
		const { checks } = await diagnosis();
		for (const { advice } of checks) expect(advice).not.toBe('');
	});

	test('tells that Veryfi cannot be reached', async () => {
		await start();
		stage.setCredential({ baseUrl: 'http://127.0.0.1:1' });
		const { permission } = await diagnose();
		expect(permission.status).toBe('problem');
		expect(permission.message).toContain('could not be reached');
	});
});
