/**
 * What every test of the trigger needs: an emulated Veryfi, n8n-core, a host that serves webhooks,
 * and workflows whose trigger uses that account.
 */
import { randomUUID } from 'node:crypto';

import type { INode } from 'n8n-workflow';
import { request } from 'undici';

import type { EmulatorOptions } from '../emulator/index.mts';
import { startEmulator } from '../emulator/index.mts';
import type { Host, NodeSettings } from './harness/index.mts';
import { closeInTheEnd, serve, SPEED, startEngine, startHost } from './harness/index.mts';

/**
 * Milliseconds that the account gives a receiver, instead of Veryfi's few seconds. Account and receiver are one
 * process here: where it stands still, so does the answer.
 */
const PATIENCE_MS = 120_000;

export type Stage = Awaited<ReturnType<typeof startStage>>;

/** Starts all parts, which are stopped when the test or the file has ended. Each stage has a credential id of its own. */
export async function startStage(options: EmulatorOptions = {}) {
	const emulator = await startEmulator({
		speed: SPEED,
		allowInsecureWebhooks: true,
		connectTimeout: PATIENCE_MS,
		responseTimeout: PATIENCE_MS,
		...options,
	});
	const engine = await startEngine();
	engine.deduplication.reset();
	const credentialId = randomUUID();
	const setCredential = (changes: Record<string, string> = {}) =>
		engine.credentials.set(credentialId, {
			...emulator.credentials,
			authentication: 'apiKey',
			baseUrl: emulator.baseUrl,
			...changes,
		});
	const credentials = setCredential();
	const host: Host = await startHost(engine);
	closeInTheEnd(async () => {
		await host.settled();
		await host.stop();
		await emulator.stop();
	});

	return {
		emulator,
		engine,
		host,
		credentials,
		/** Changes the stored credential, as a user does in n8n. */
		setCredential,
		/** A workflow with a trigger; its URL is its own, so budgets per URL never meet. */
		trigger: (
			parameters: NodeSettings['parameters'] = {},
			settings: NodeSettings['settings'] = {},
		) => host.workflow(randomUUID(), { parameters, credentials, settings }),
		/**
		 * Runs one of the action node's Webhook operations.
		 *
		 * @param others nodes that stand beside it in the workflow
		 */
		webhook: async (
			operation: string,
			parameters: NodeSettings['parameters'] = {},
			others?: INode[],
		) =>
			await engine.run(
				{
					type: 'veryfi',
					credentials,
					parameters: { resource: 'webhook', operation, ...parameters },
				},
				undefined,
				{ origin: host.origin, others },
			),
		/** The URLs that Veryfi has on record. */
		get webhooks() {
			const { confirmed, pending } = emulator.webhooks;
			return { confirmed: confirmed.map(({ url }) => url), pending: pending.map(({ url }) => url) };
		},
		/** Puts a URL in use, as its owner did some time ago. */
		occupy(url: string) {
			emulator.webhooks.confirmed = [{ url, date: '2026-01-01 00:00:00' }];
		},
		/** Requests to the webhook settings, as `POST /confirm`. */
		get settingsCalls() {
			return emulator.requests
				.filter(({ path }) => path.includes('/settings/webhooks'))
				.map(({ method, path }) =>
					`${method} ${path.replace(/^.*\/settings\/webhooks/, '').replace(/\/$/, '')}`.trim(),
				);
		},
	};
}

/** Sends any request to a webhook URL and returns the answer. */
export async function send(
	url: string,
	{
		method = 'POST',
		body,
		headers = {},
	}: {
		method?: string;
		body?: string | Buffer;
		headers?: Record<string, string>;
	} = {},
) {
	const response = await request(url, {
		method: method as 'POST',
		body,
		headers: { 'content-type': 'application/json', ...headers },
	});
	return { status: response.statusCode, text: await response.body.text() };
}

/** The message of what a promise is rejected with. */
export async function failureOf(promise: Promise<unknown>): Promise<string> {
	try {
		await promise;
	} catch (error) {
		return (error as Error).message;
	}
	throw new Error('It was expected to fail');
}

/**
 * Gives the account's webhook to a server that is no trigger.
 *
 * @param path of its URL
 * @returns the methods of the requests that it gets
 */
export async function occupyByStranger(stage: Stage, path: string) {
	const seen: Array<string | undefined> = [];
	const origin = await serve(({ method }, response) => {
		seen.push(method);
		response.end('{"message":"ok"}');
	});
	stage.occupy(origin + path);
	return seen;
}
