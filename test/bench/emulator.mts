/** The emulator in a process of its own, as Veryfi is, and what benches ask it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { request } from 'undici';

import type { Fault, LoggedRequest } from '../emulator/index.mts';
import { NodeProcess } from '../host/childProcess.mts';
import { projectRoot } from '../host/index.mts';
import { PATIENCE_MS, waitFor } from '../host/waitFor.mts';

export const API = '/api/v8/partner';

/** Milliseconds that Veryfi takes for every request of a bench. */
export const LATENCY = 300;

const ACCOUNT = {
	clientId: 'bench-client',
	clientSecret: 'bench-secret',
	username: 'bench',
	apiKey: 'bench-key',
};

export interface Veryfi {
	baseUrl: string;
	/** Data of a credential for this account. */
	credential: Record<string, string>;
	/** Forgets everything and arms the usual latency and these faults; limits are on. */
	begin(...faults: Fault[]): Promise<void>;
	/** Answers at once from now on, and takes any number of requests. */
	liftLimits(): Promise<void>;
	/** The requests to the API since `begin`. */
	requests(): Promise<LoggedRequest[]>;
	/** The external ids of all documents in the account, doubles and all. */
	externalIds(): Promise<string[]>;
	/** Puts finished documents into the account and returns their ids. */
	seed(count: number): Promise<number[]>;
	stop(): Promise<void>;
}

/** @param options command-line options that differ from the documented limits, e.g. `--processing-delay` */
export async function startVeryfi(...options: string[]): Promise<Veryfi> {
	const folder = await mkdtemp(join(tmpdir(), 'veryfi-emulator-'));
	const emulator = NodeProcess.start({
		node: process.execPath,
		args: [
			...[
				'--max-old-space-size=8192',
				'--import',
				'tsx',
				join(projectRoot, 'test/emulator/main.mts'),
				'--port',
				'0',
			],
			...['--client-id', ACCOUNT.clientId, '--client-secret', ACCOUNT.clientSecret],
			...['--username', ACCOUNT.username, '--api-key', ACCOUNT.apiKey],
			...['--rate-limits', 'true', '--read-images', 'false', ...options],
		],
		cwd: projectRoot,
		env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', NODE_ENV: 'production' },
		logPath: join(folder, 'emulator.log'),
	});
	const baseUrl = await waitFor('the emulator', PATIENCE_MS, () => {
		if (emulator.ended) throw new Error(`The emulator failed: ${emulator.output}`);
		return /ready at (\S+)/.exec(emulator.output)?.[1];
	});
	const headers = {
		'client-id': ACCOUNT.clientId,
		authorization: `apikey ${ACCOUNT.username}:${ACCOUNT.apiKey}`,
	};
	const ask = async (method: 'GET' | 'POST' | 'PATCH', path: string, body?: unknown) => {
		const answer = await request(`${baseUrl}${path}`, {
			method,
			headers: { ...headers, ...(body ? { 'content-type': 'application/json' } : {}) },
			body: body ? JSON.stringify(body) : undefined,
		});
		const json = (await answer.body.json()) as Record<string, unknown>;
		if (answer.statusCode >= 300) throw new Error(`${path}: ${JSON.stringify(json)}`);
		return json;
	};
	const liftLimits = async () => {
		await request(`${baseUrl}/_emulator/faults`, { method: 'DELETE' });
		await ask('PATCH', '/_emulator/switches', { rateLimits: false });
	};

	return {
		baseUrl,
		credential: { ...ACCOUNT, authentication: 'apiKey', baseUrl },
		begin: async (...faults) => {
			await ask('POST', '/_emulator/reset');
			await ask('PATCH', '/_emulator/switches', { rateLimits: true });
			for (const fault of [{ delay: LATENCY }, ...faults]) {
				await ask('POST', '/_emulator/faults', fault);
			}
		},
		requests: async () => {
			const { requests } = await ask('GET', '/_emulator/state');
			return requests as LoggedRequest[];
		},
		liftLimits,
		externalIds: async () => {
			await liftLimits();
			const ids: string[] = [];
			for (let page = 1; ; page++) {
				const { documents } = (await ask('GET', `${API}/documents?page=${page}&page_size=50`)) as {
					documents: Array<{ external_id: string }>;
				};
				ids.push(...documents.map((document) => document.external_id));
				if (documents.length < 50) return ids;
			}
		},
		seed: async (count) => {
			const ids: number[] = [];
			while (ids.length < count) {
				const answers = await Promise.all(
					Array.from({ length: Math.min(50, count - ids.length) }, async (_, index) =>
						ask('POST', '/_emulator/documents', { total: ids.length + index }),
					),
				);
				ids.push(...answers.map(({ id }) => Number(id)));
			}
			return ids;
		},
		stop: async () => {
			await emulator.stop();
			await rm(folder, { recursive: true, force: true });
		},
	};
}
