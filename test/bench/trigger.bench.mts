import type { Bench } from './bench.mts';
import { startVeryfi } from './emulator.mts';
import { startHost, type Entry } from './trigger/host.mts';
import type { Name } from './trigger/contestants.mts';
import { deliver } from './trigger/deliveries.mts';

/** Deliveries of a round; n8n lists no more than 100 executions at once. */
const COUNT = 60;

/** How often each contestant has its turn, by the number of deliveries at once. */
const ROUNDS = new Map([
	[1, 1],
	[8, 3],
	[32, 3],
]);

const SETTINGS: Record<string, Record<string, string>> = {
	'as it comes': {},
	N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: { N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true' },
};

interface Total {
	events: number;
	seconds: number;
	waits: number[];
}

/** All rounds at one number at once: in turn, so that what disturbs the machine disturbs all alike. */
async function compare(entries: Entry[], documentIds: number[], atOnce: number, rounds: number) {
	const totals = new Map<Name, Total>();
	for (let round = 0; round < rounds; round++) {
		for (const { name, door, idle } of entries) {
			const began = performance.now();
			const { waits } = await deliver(door, documentIds, atOnce);
			await idle();
			const total = totals.get(name) ?? { events: 0, seconds: 0, waits: [] };
			total.events += documentIds.length;
			total.seconds += (performance.now() - began) / 1000;
			total.waits.push(...waits);
			totals.set(name, total);
		}
	}
	return totals;
}

const rate = (total?: Total) => (total ? total.events / total.seconds : NaN);

function percentile({ waits }: Total, share: number): number {
	const sorted = [...waits].sort((a, b) => a - b);
	return Math.round(sorted[Math.ceil(share * sorted.length) - 1]);
}

const ratio = (value: number) => Number(value.toFixed(2));

export default {
	title:
		'Deliveries on a real n8n (one process, SQLite): events a second until all are executed, and milliseconds until the answer',
	async run() {
		const veryfi = await startVeryfi('--insecure-webhook-tls', 'true');
		const rows: Array<Record<string, string | number>> = [];
		try {
			await veryfi.liftLimits();
			const documentIds = await veryfi.seed(COUNT);
			for (const [setting, env] of Object.entries(SETTINGS)) {
				const host = await startHost(veryfi, env);
				try {
					await compare(host.entries, documentIds.slice(0, 16), 4, 1);
					for (const [atOnce, rounds] of ROUNDS) {
						const totals = await compare(host.entries, documentIds, atOnce, rounds);
						for (const [name, total] of totals) {
							rows.push({
								n8n: setting,
								'at once': atOnce,
								workflow: name,
								'events/s': Number(rate(total).toFixed(1)),
								'/ barest': ratio(rate(total) / rate(totals.get('barest trigger'))),
								'/ Webhook': ratio(rate(total) / rate(totals.get('Webhook'))),
								'/ home-built': ratio(rate(total) / rate(totals.get('home-built'))),
								'p50, ms': percentile(total, 0.5),
								'p99, ms': percentile(total, 0.99),
							});
							console.log(JSON.stringify(rows.at(-1)));
						}
					}
				} finally {
					await host.stop();
				}
			}
			return rows;
		} finally {
			await veryfi.stop();
		}
	},
} satisfies Bench;
