import type { INodeExecutionData } from 'n8n-workflow';

import type { Bench } from './bench.mts';
import { startVeryfi } from './emulator.mts';
import { median, range } from './figures.mts';
import { openLaboratory } from './n8n/inChild.mts';
import type { Run } from './n8n/tasks.mts';
import { bigFile } from './photos.mts';

const MEGABYTE = 1024 * 1024;
const REPEATS = 1;

/** Files that become one document. */
const PARTS = 4;

interface Way {
	name: string;
	/** Files of one item; several become one document. */
	parts?: number;
	run: (atOnce: number, megabytes: number) => Omit<Run, 'items'>;
}

/** Veryfi takes files of up to 20 MB for processing and of up to 50 MB for splitting. */
const intake = (megabytes: number) => ({
	resource: 'document',
	operation: megabytes > 20 ? 'split' : 'submit',
});

const streamed: Way = {
	name: 'streamed form (this package)',
	run: (itemsAtOnce, megabytes) => ({
		node: 'veryfi',
		parameters: { ...intake(megabytes), options: { itemsAtOnce } },
	}),
};
const streamedJson: Way = {
	name: 'streamed base64, because of tags (this package)',
	run: (itemsAtOnce, megabytes) => ({
		node: 'veryfi',
		parameters: {
			...intake(megabytes),
			additionalFields: { tags: 'month-end,bench' },
			options: { itemsAtOnce },
		},
	}),
};
const zipped: Way = {
	name: '4 files zipped on the way (this package)',
	parts: PARTS,
	run: (itemsAtOnce, megabytes) => ({
		node: 'veryfi',
		parameters: {
			...intake(megabytes),
			binaryField: 'data0,data1,data2,data3',
			options: { itemsAtOnce },
		},
	}),
};
const base64: Way = {
	name: 'base64 in JSON',
	run: (atOnce, megabytes) => ({
		node: 'base64',
		parameters: {
			baseUrl: '={{ $json.baseUrl }}',
			...(megabytes > 20
				? { path: '/documents-set', body: {} }
				: { path: '/documents', body: { async: true } }),
			atOnce,
		},
	}),
};

interface Size {
	/** Items of an execution. */
	files: number;
	/** Of a file: for the two ways that are compared, and for one item of the others. */
	megabytes: number[];
	tagged: number;
	zipped: number;
	atOnce: number[];
}

function casesOf({ megabytes: sizes, tagged, zipped: together, atOnce: counts }: Size) {
	const everything = (way: Way) =>
		sizes.flatMap((megabytes) => counts.map((atOnce) => ({ way, megabytes, atOnce })));
	const atOnce = Math.max(...counts);
	return [
		...everything(streamed),
		...everything(base64),
		{ way: streamedJson, megabytes: tagged, atOnce },
		{ way: zipped, megabytes: together, atOnce },
	];
}

export default {
	sizes: {
		full: { files: 20, megabytes: [2, 20, 50], tagged: 20, zipped: 16, atOnce: [1, 5, 10] },
		quick: { files: 2, megabytes: [2], tagged: 2, zipped: 8, atOnce: [2] },
	},
	title: ({ files }) =>
		`Growth of the process in MB while ${files} files go through, each case in a fresh process (runs of each: ${REPEATS}; the worst)`,
	async run(size) {
		const laboratory = await openLaboratory();
		try {
			const sizes = [...new Set([...size.megabytes, size.zipped / PARTS])];
			const paths = await Promise.all(sizes.map((size) => bigFile(laboratory.folder, size)));
			const { stored } = await laboratory.run({
				credential: {},
				store: paths.map((path) => ({ path, fileName: 'a.pdf', mimeType: 'application/pdf' })),
			});
			const rows: Array<Record<string, string | number>> = [];
			for (const { way, megabytes, atOnce } of casesOf(size)) {
				const parts = way.parts ?? 1;
				const data = stored[sizes.indexOf(megabytes / parts)];
				const item: INodeExecutionData = {
					json: {},
					binary:
						parts === 1
							? { data }
							: Object.fromEntries(
									Array.from({ length: parts }, (_, part) => [`data${part}`, data]),
								),
				};
				const run = way.run(atOnce, megabytes);
				const growth: number[] = [];
				const seconds: number[] = [];
				for (let count = 0; count < REPEATS; count++) {
					// It keeps all that it gets, in files of 50 MB, so that one lasts for one case.
					const veryfi = await startVeryfi('--processing-delay', '3600000');
					await veryfi.begin();
					const json = { baseUrl: veryfi.baseUrl };
					const small = { json, binary: parts === 1 ? { data: stored[0] } : item.binary };
					const { runs } = await laboratory.run({
						credential: veryfi.credential,
						runs: [
							{ ...run, items: [small] },
							{ ...run, items: Array.from({ length: size.files }, () => ({ ...item, json })) },
						],
					});
					await veryfi.stop();
					const [, measured] = runs;
					if (measured.status !== 'success') throw new Error(`${way.name}: ${measured.error}`);
					growth.push(measured.growth / MEGABYTE);
					seconds.push(measured.seconds);
				}
				rows.push({
					way: way.name,
					'MB a file': megabytes,
					'at once': atOnce,
					'growth, MB': Math.round(Math.max(...growth)),
					range: range(growth),
					seconds: Number(median(seconds).toFixed(1)),
				});
			}
			return rows;
		} finally {
			await laboratory.close();
		}
	},
} satisfies Bench<Size>;
