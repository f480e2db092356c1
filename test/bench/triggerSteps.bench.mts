import { LAZY_EXPRESSIONS } from '../e2e/stage.mts';
import { N8n } from '../host/index.mts';
import type { Bench } from './bench.mts';
import { median } from './figures.mts';
import { withAccount } from './trigger/account.mts';
import { compare, warmUp } from './trigger/compare.mts';
import { STEPS } from './trigger/contestants.mts';
import { startHost } from './trigger/host.mts';

const AT_ONCE = 8;

interface Size {
	/** Of a round. */
	deliveries: number;
	rounds: number;
}

export default {
	sizes: { full: { deliveries: 120, rounds: 4 }, quick: { deliveries: 2, rounds: 1 } },
	title: () =>
		`Cost of an event for n8n, step by step: milliseconds of its main thread and of the clock (one process, SQLite, ${AT_ONCE} deliveries at once, N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE)`,
	run: async ({ deliveries, rounds }) =>
		await withAccount(deliveries, async (veryfi, documentIds) => {
			const { n8n, entries, stop } = await startHost(
				veryfi,
				(installation, install) => N8n.create(installation, { env: LAZY_EXPRESSIONS, install }),
				STEPS,
			);
			try {
				const field = { entries, documentIds, pids: [n8n.pid as number] };
				await warmUp(field);
				const totals = await compare(field, AT_ONCE, rounds);
				return [...totals].map(([workflow, { events, rates, busySeconds }]) => ({
					workflow,
					'main thread, ms': Number(((1000 * busySeconds) / events).toFixed(2)),
					'clock, ms': Number((1000 / median(rates)).toFixed(2)),
				}));
			} finally {
				await stop();
			}
		}),
} satisfies Bench<Size>;
