/** A credential whose fields are expressions: each item is sent to its own account, or nobody's. */
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { INodeParameters } from 'n8n-workflow';

import { startEmulator, type Emulator } from '../emulator/index.mts';
import { byId } from './actionStage.mts';
import {
	closeInTheEnd,
	SPEED,
	startEngine,
	type Engine,
	type NodeSettings,
} from './harness/index.mts';

let first: Emulator;
let second: Emulator;
let engine: Engine;

beforeAll(async () => {
	engine = await startEngine();
	[first, second] = await Promise.all([
		startEmulator({ speed: SPEED }),
		startEmulator({ speed: SPEED }),
	]);
	closeInTheEnd(async () => void (await Promise.all([first.stop(), second.stop()])));
});
beforeEach(() => {
	for (const veryfi of [first, second]) {
		veryfi.reset();
		veryfi.switches.processingDelay = [1500];
	}
});

const credential = () =>
	engine.credentials.set('by item', {
		clientId: '={{ $json.account.clientId }}',
		clientSecret: '',
		authentication: 'apiKey',
		username: '={{ $json.account.username }}',
		apiKey: '={{ $json.account.apiKey }}',
		baseUrl: '={{ $json.baseUrl }}',
	});

const item = ({ credentials: account, baseUrl }: Emulator, more = {}) => ({
	json: { account: { ...account }, baseUrl, ...more },
});

const run = async (
	parameters: INodeParameters,
	items: object[],
	settings?: NodeSettings['settings'],
) =>
	await engine.run(
		{
			type: 'veryfi',
			parameters: { resource: 'document', ...parameters },
			credentials: credential(),
			settings,
		},
		items as never,
	);

/** The same, without ending at an item that fails. */
const runAll = async (parameters: INodeParameters, items: object[]) =>
	await run(parameters, items, { onError: 'continueRegularOutput' });

const submit = { operation: 'submit', source: 'url' };
const file = ({ baseUrl }: Emulator, name: string) => `${baseUrl}/_emulator/files/${name}.pdf`;

describe('every item goes to the account that the credential gives it', () => {
	it("when the account's webhook is asked for, diagnosed or given a URL", async () => {
		first.webhooks.confirmed = [{ url: 'https://one.example.com/hook', date: '2026-01-01' }];
		const items = [first, second].map((veryfi) => item(veryfi));
		const webhook = async (operation: string, more = {}) =>
			await run({ resource: 'webhook', operation, ...more }, items);
		const urlsOf = ({ webhooks }: Emulator) => webhooks.pending.map(({ url }) => url);

		expect((await webhook('get')).items.map(({ json }) => json.url)).toEqual([
			'https://one.example.com/hook',
			null,
		]);
		const text = JSON.stringify((await webhook('diagnose')).items.map(({ json }) => json));
		expect(text).toContain('https://one.example.com/hook');
		expect(text).toContain('Veryfi has no webhook URL confirmed');
		const webhookUrl = 'https://two.example.com/hook';
		const { items: registered } = await run(
			{ resource: 'webhook', operation: 'register', webhookUrl },
			[items[1]],
		);
		expect(registered).toMatchObject([{ json: { url: webhookUrl, pending: true } }]);
		expect([urlsOf(first), urlsOf(second)]).toEqual([[], [webhookUrl]]);
	});

	it("when Veryfi's own rules for a webhook URL are another item's", async () => {
		const webhookUrl = 'http://10.0.0.1/hook';
		Object.assign(second.switches, { allowInsecureWebhooks: true, allowPrivateWebhooks: true });
		const items = [
			{ json: { ...item(first).json, baseUrl: 'https://api.veryfi.com', webhookUrl: '' } },
			item(second, { webhookUrl }),
		];
		const parameters = { resource: 'webhook', operation: 'register' };
		const { items: out } = await runAll(
			{ ...parameters, webhookUrl: '={{ $json.webhookUrl }}' },
			items,
		);
		expect(out.map(({ json }) => json.pending ?? 'failed')).toEqual(['failed', true]);
	});

	it('when files are downloaded', async () => {
		const body = { id: 7, img_url: file(second, 'a') };
		second.faults.add({ method: 'GET', path: '*/documents/7', status: 200, body });
		const { items: out } = await runAll({ operation: 'download', documentId: byId(7) }, [
			{ json: {} },
			item(second),
		]);
		// The emulator serves no such file: what counts is who was asked for it.
		expect(out.map(({ json }) => json.error)).toEqual([
			expect.stringContaining('of the credential is empty'),
			expect.stringContaining(`${new URL(second.baseUrl).host} answered 404`),
		]);
	});

	it('when documents are read', async () => {
		const ids = [first, second, first].map((veryfi) => veryfi.seedDocument());
		const items = [first, second, first].map((veryfi, index) => item(veryfi, { id: ids[index] }));
		const { error } = await run({ operation: 'get', documentId: byId('={{ $json.id }}') }, items);
		expect(error).toBeUndefined();
		expect(first.requests).toHaveLength(2);
		expect(second.requests).toHaveLength(1);
	});

	it('when they are submitted, also under one external ID', async () => {
		const parameters = {
			...submit,
			fileUrl: 'https://files.example.com/a.pdf',
			additionalFields: { externalId: 'A-1' },
			options: { ifExternalIdExists: 'return' },
		};
		const { items, error } = await run(parameters, [item(first), item(second), item(first)]);
		expect(error).toBeUndefined();
		expect(first.documents.size).toBe(1);
		expect(second.documents.size).toBe(1);
		expect(items.map(({ json }) => json.was_submitted_before)).toEqual([
			undefined,
			undefined,
			true,
		]);
	});

	it('when their results are waited for', async () => {
		const fileUrl = '={{ $json.file }}';
		const items = [first, second, first, second].map((veryfi, index) =>
			item(veryfi, { file: file(first, String(index)) }),
		);
		const { error } = await run({ ...submit, fileUrl, waitForResult: true, timeLimit: 8 }, items);
		// What was submitted there is only looked for there.
		const looksAt = ({ requests }: Emulator) =>
			requests
				.filter(({ method }) => method === 'GET')
				.map(({ path }) => Number(path.split('/')[5]));
		expect(error).toBeDefined();
		for (const veryfi of [first, second]) {
			const submitted = veryfi.requests.filter(({ method }) => method === 'POST');
			expect(submitted).toHaveLength(2);
			expect(new Set(looksAt(veryfi)).size).toBe(2);
		}
	});
});

it('an item without a value for it fails, with the field named', async () => {
	const items = [item(first), { json: { baseUrl: first.baseUrl } }];
	const { error } = await run({ operation: 'getMany' }, items);
	expect(error?.message).toBe("'Client ID' of the credential is empty");
	expect(error?.description).toMatch(/If it is an expression/);
	expect(error?.context?.itemIndex).toBe(1);
});

it('a list to choose from, which has no items, says so', async () => {
	const settings = { type: 'veryfi' as const, parameters: {}, credentials: credential() };
	await expect(engine.search(settings, 'searchDocuments')).rejects.toThrow(
		/An expression in the credential has no value here .*By ID/,
	);
});
