import type { Bench } from './bench.mts';
import { LATENCY, startVeryfi } from './emulator.mts';
import { openLaboratory } from './n8n/inChild.mts';
import type { Run } from './n8n/tasks.mts';

const PAGE = 50;

/** Lists a second that Veryfi allows. */
const LIMIT = 5;

const run: Omit<Run, 'items'> = {
	node: 'veryfi',
	parameters: { resource: 'document', operation: 'getMany', returnAll: true },
};

export default {
	sizes: { full: { count: 5000 }, quick: { count: 2 * PAGE } },
	title: ({ count }) =>
		`Getting ${count} documents; Veryfi gives ${PAGE} a page, takes ${LATENCY} ms a request and ${LIMIT} lists a second`,
	async run({ count }) {
		const veryfi = await startVeryfi();
		const laboratory = await openLaboratory();
		try {
			await veryfi.begin();
			await veryfi.seed(count);
			const { runs } = await laboratory.run({
				credential: veryfi.credential,
				runs: [{ ...run, items: [{ json: {} }] }],
			});
			const [{ items, seconds, at }] = runs;
			const requests = (await veryfi.requests()).filter((request) => request.at >= at);
			const span = (requests[requests.length - 1].at - requests[0].at) / 1000;
			const pace = (requests.length - 1) / span;
			return [
				{
					'documents, each once': new Set(items.map(({ json }) => json.id)).size,
					requests: requests.length,
					needed: count / PAGE,
					'429s': requests.filter(({ status }) => status === 429).length,
					seconds: Number(seconds.toFixed(1)),
					'requests/s': Number(pace.toFixed(2)),
					'of the limit': Number((pace / LIMIT).toFixed(2)),
					'one page after the other would take, s': Number(
						(((count / PAGE) * LATENCY) / 1000).toFixed(1),
					),
				},
			];
		} finally {
			await veryfi.stop();
			await laboratory.close();
		}
	},
} satisfies Bench<{ count: number }>;
