import { beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { publishBooking, retryBookings, takeBookings } from '../e2e/booking.mts';
import { burst } from '../e2e/burst.mts';
import { PATIENT, Stage, STAGE_TIMEOUT_MS } from '../e2e/stage.mts';
import { useStage } from '../e2e/useStage.mts';
import { startEmulator } from '../emulator/index.mts';
import { ensureN8n, printReport, projectRoot } from '../host/index.mts';
import { N8N_VERSION } from '../host/versions.mts';
import { runShell } from '../host/shell.mts';
import { Compose } from './compose.mts';
import { ensureImages } from './images.mts';

let stage: Stage<Compose>;

beforeAll(async () => {
	const { services } = parse(readFileSync(join(projectRoot, 'deploy', 'compose.yaml'), 'utf8')) as {
		services: Record<string, { image: string }>;
	};
	const images = {
		nginx: services.balancer.image,
		postgres: services.postgres.image,
		redis: services.redis.image,
		n8n: `n8nio/n8n:${N8N_VERSION}`,
	};
	const areStandIns = await ensureImages(images, await ensureN8n(printReport), printReport);
	printReport(areStandIns ? 'Stand-ins for the official images.' : 'The official images.');
}, STAGE_TIMEOUT_MS);

useStage(
	async () => {
		// Where containers find this machine.
		const host = await runShell(
			"docker network inspect bridge --format '{{(index .IPAM.Config 0).Gateway}}'",
		);
		return await Stage.on(() => Compose.create(), await startEmulator({ host, ...PATIENT }));
	},
	(started) => (stage = started),
);

/** Containers that are replaced, killed or restarted in the middle of the documents. */
const FAULTS: Array<[name: string, commands: string[]]> = [
	// What a killed worker was just taking from the queue is left to catch-up; test/queue counts that.
	['a worker is stopped', ['stop worker-1', 'start worker-1']],
	['a webhook processor is killed', ['kill webhook-1', 'start webhook-1']],
	['a webhook processor is replaced', ['up --detach --force-recreate --no-deps webhook-2']],
	['main is killed', ['kill main', 'start main']],
];

describe('deploy/ in Docker, set up by the lines of docs/queue-mode.md', () => {
	it('has every container well', async () => {
		await stage.n8n.healthy();
	});

	it.each(FAULTS)('loses none of 100 documents when %s', async (name, commands) => {
		stage.emulator.switches.retryIntervals = [15_000, 90_000];
		const workflow = await publishBooking(stage);
		let over: Promise<void> | undefined;
		const { ids, missed, swallowed } = await burst(stage.emulator, 100, {
			every: 80,
			after: (sent) => {
				if (sent !== 30) return;
				over = (async () => {
					for (const command of commands) await stage.n8n.compose(command);
				})();
			},
		});
		await over;
		await stage.emulator.idle();
		expect([missed(), swallowed()]).toEqual([[], []]);
		await stage.n8n.healthy();
		const before = await takeBookings(name, stage, workflow, ids);
		const after = await retryBookings(name, stage, workflow, ids, before);
		expect(after).toMatchObject({ missing: [], failed: [], several: [] });
	});
});
