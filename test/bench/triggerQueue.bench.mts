import { QueueCluster } from '../host/queue/cluster.mts';
import type { Bench } from './bench.mts';
import { compareAll, type Row } from './trigger/compare.mts';
import { withEverySetting } from './trigger/everySetting.mts';

/** The fewest last: those that are too many are stopped. */
const WORKERS = [2, 1];

export default {
	title:
		'Deliveries on a real n8n in queue mode (main, two webhook processors, one or two workers, PostgreSQL, Redis, all on one machine)',
	run: () =>
		withEverySetting(
			(installation, options) => QueueCluster.create(installation, options),
			async ({ n8n, entries }, documentIds, heading) => {
				const rows: Row[] = [];
				for (const workers of WORKERS) {
					await Promise.all(n8n.workers.slice(workers).map((worker) => worker.stop()));
					const pids = n8n.running.map(({ pid }) => pid as number);
					const field = { entries, documentIds, pids };
					rows.push(...(await compareAll({ ...heading, workers }, field)));
				}
				return rows;
			},
		),
} satisfies Bench;
