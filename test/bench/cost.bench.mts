import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { INodeExecutionData } from 'n8n-workflow';

import type { Bench } from './bench.mts';
import { startVeryfi } from './emulator.mts';
import { median, range } from './figures.mts';
import { openLaboratory } from './n8n/inChild.mts';
import type { Run } from './n8n/tasks.mts';
import { photo } from './photos.mts';

const AT_ONCE = 32;

/** Milliseconds between two calls of the bare node: as many a second as ours sends. */
const INTERVAL = 1015 / 60;

const URL = 'https://files.example.com/receipt.png';
const submit = { resource: 'document', operation: 'submit' };
const bare = { baseUrl: '={{ $json.baseUrl }}', atOnce: AT_ONCE, interval: INTERVAL };

const cases: Array<{ source: string; ours: Omit<Run, 'items'>; bare: Omit<Run, 'items'> }> = [
	{
		source: 'URL',
		ours: { node: 'veryfi', parameters: { ...submit, source: 'url', fileUrl: URL } },
		bare: {
			node: 'bare',
			parameters: { ...bare, source: 'url', body: { file_url: URL, async: true } },
		},
	},
	{
		source: 'file of 100 kB',
		ours: { node: 'veryfi', parameters: submit },
		bare: { node: 'bare', parameters: { ...bare, source: 'file', body: { async: true } } },
	},
];

interface Size {
	/** Documents of a round. */
	count: number;
	rounds: number;
}

export default {
	sizes: { full: { count: 300, rounds: 5 }, quick: { count: 4, rounds: 1 } },
	title: ({ count, rounds }) =>
		`Processor time per submitted document, in microseconds: our node, the same calls by n8n's helper alone, the difference (median of ${rounds} rounds of ${count})`,
	async run({ count, rounds }) {
		const veryfi = await startVeryfi('--processing-delay', '3600000');
		const laboratory = await openLaboratory();
		try {
			const path = join(laboratory.folder, 'receipt.png');
			await writeFile(path, photo(100));
			const { stored } = await laboratory.run({
				credential: veryfi.credential,
				store: [{ path, fileName: 'receipt.png', mimeType: 'image/png' }],
			});
			const item: INodeExecutionData = {
				json: { baseUrl: veryfi.baseUrl },
				binary: { data: stored[0] },
			};
			const items = Array.from({ length: count }, () => item);
			const rows: Array<Record<string, string | number>> = [];
			for (const { source, ours, bare } of cases) {
				await veryfi.begin();
				// In turn, so that what disturbs the machine disturbs both alike; the first round warms up.
				const { runs } = await laboratory.run({
					credential: veryfi.credential,
					runs: Array.from({ length: 2 * (rounds + 1) }, (_, index) => ({
						...(index % 2 === 0 ? ours : bare),
						items,
					})),
				});
				for (const { status, error } of runs) {
					if (status !== 'success') throw new Error(`${source}: ${error}`);
				}
				const costs = runs.slice(2).map(({ cpuMicroseconds }) => cpuMicroseconds / count);
				const own = costs.filter((_, index) => index % 2 === 0);
				const helper = costs.filter((_, index) => index % 2 === 1);
				const beyond = own.map((cost, round) => cost - helper[round]);
				rows.push({
					source,
					'our node': Math.round(median(own)),
					"n8n's helper alone": Math.round(median(helper)),
					'our own code': Math.round(median(beyond)),
					range: range(beyond),
				});
			}
			return rows;
		} finally {
			await veryfi.stop();
			await laboratory.close();
		}
	},
} satisfies Bench<Size>;
