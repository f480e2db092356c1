import { QueueCluster } from '../host/queue/cluster.mts';
import type { Bench } from './bench.mts';
import { atEach, compareAll, type Row } from './trigger/compare.mts';
import { QUICK, type Size, withEverySetting } from './trigger/everySetting.mts';

interface QueueSize extends Size {
	/** The fewest last: those that are too many are stopped. */
	workers: number[];
}

export default {
	sizes: {
		full: {
			deliveries: 40,
			rounds: { 'as it comes': [[8, 5, 5]], N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: atEach(11, 121) },
			workers: [2, 1],
		},
		quick: { ...QUICK, workers: [2] },
	},
	title: () =>
		'Deliveries on a real n8n in queue mode (main, two webhook processors, one or two workers, PostgreSQL, Redis, all on one machine)',
	run: (size) =>
		withEverySetting(
			size,
			(installation, options) => QueueCluster.create(installation, options),
			async ({ n8n, entries }, documentIds, rounds, heading) => {
				const rows: Row[] = [];
				for (const workers of size.workers) {
					await Promise.all(n8n.workers.slice(workers).map((worker) => worker.stop()));
					const pids = n8n.running.map(({ pid }) => pid as number);
					const field = { entries, documentIds, pids };
					rows.push(...(await compareAll({ ...heading, workers }, field, rounds)));
				}
				return rows;
			},
		),
} satisfies Bench<QueueSize>;
