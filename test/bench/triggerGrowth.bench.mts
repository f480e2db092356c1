import { LAZY_EXPRESSIONS } from '../e2e/stage.mts';
import { QueueCluster } from '../host/queue/cluster.mts';
import type { Bench } from './bench.mts';
import { withAccount } from './trigger/account.mts';
import { limitCpu } from './trigger/cpuShare.mts';
import { deliver } from './trigger/deliveries.mts';
import { startHost } from './trigger/host.mts';

/** Share of a core of each webhook processor and each worker: small enough for all of them on one machine. */
const SHARE = 0.1;

const AT_ONCE = 32;
interface Size {
	/** Of a round. */
	deliveries: number;
	rounds: number;
	/** Webhook processors and workers, the fewest last: those that are too many are stopped. */
	members: Array<[processors: number, workers: number]>;
}

const rate = (count: number, seconds: number) => Number((count / seconds).toFixed(1));

export default {
	sizes: {
		full: {
			deliveries: 60,
			rounds: 3,
			members: [
				[2, 2],
				[1, 2],
				[1, 1],
			],
		},
		quick: { deliveries: 2, rounds: 1, members: [[2, 2]] },
	},
	title: () =>
		`Veryfi Trigger in queue mode, where every webhook processor and every worker has ${SHARE} of a core: deliveries taken and events executed a second`,
	run: async ({ deliveries, rounds, members }) =>
		await withAccount(deliveries, async (veryfi, documentIds) => {
			const { n8n, entries, stop } = await startHost(
				veryfi,
				(installation, install) =>
					QueueCluster.create(installation, { env: LAZY_EXPRESSIONS, install }),
				['Veryfi Trigger'],
			);
			const [{ receiver, idle }] = entries;
			const tidyUps: Array<() => Promise<void>> = [];
			try {
				for (const { pid } of [...n8n.processors, ...n8n.workers]) {
					tidyUps.push(await limitCpu(pid as number, SHARE));
				}
				const rows = [];
				for (const [processors, workers] of members) {
					const surplus = [...n8n.processors.slice(processors), ...n8n.workers.slice(workers)];
					await Promise.all(surplus.map((member) => member.stop()));
					let [answering, executing] = [0, 0];
					for (let round = 0; round <= rounds; round++) {
						const began = performance.now();
						await deliver(receiver, documentIds, AT_ONCE);
						const answered = performance.now();
						await idle();
						// The first warms the processes up.
						if (round === 0) continue;
						answering += (answered - began) / 1000;
						executing += (performance.now() - began) / 1000;
					}
					const count = rounds * documentIds.length;
					rows.push({
						'webhook processors': processors,
						workers,
						'deliveries/s': rate(count, answering),
						'events/s': rate(count, executing),
					});
					console.log(JSON.stringify(rows.at(-1)));
				}
				return rows;
			} finally {
				await stop();
				for (const tidyUp of tidyUps) await tidyUp();
			}
		}),
} satisfies Bench<Size>;
