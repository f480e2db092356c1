import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { IBinaryData, INode, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import type { Fault } from '../emulator/index.mts';
import type { Bench } from './bench.mts';
import { API, startVeryfi, type Veryfi } from './emulator.mts';
import { median, range } from './figures.mts';
import { openLaboratory, type Laboratory } from './n8n/inChild.mts';
import type { Measured, Run } from './n8n/tasks.mts';
import { photo } from './photos.mts';

/** Requests a second that Veryfi allows for submitting. */
const LIMIT = 60;

/** One in so many requests goes wrong. */
const ODDS = 20;

const goOn: Partial<INode> = { onError: 'continueRegularOutput' };
/** The first execution of a process loads what is loaded late, and opens connections. */
const WARM_UP = 'warm-up';
const externalId = '={{ $json.name }}';

const ours = (settings?: Partial<INode>): Omit<Run, 'items'> => ({
	node: 'veryfi',
	parameters: { resource: 'document', operation: 'submit', additionalFields: { externalId } },
	settings,
});

const httpRequest = (options: INodeParameters, settings = goOn) => ({
	node: 'n8n-nodes-base.httpRequest' as const,
	parameters: {
		method: 'POST',
		url: `={{ $json.baseUrl }}${API}/documents/`,
		authentication: 'predefinedCredentialType',
		nodeCredentialType: 'veryfiAsyncApi',
		sendBody: true,
		contentType: 'multipart-form-data',
		bodyParameters: {
			parameters: [
				{ parameterType: 'formBinaryData', name: 'file', inputDataFieldName: 'data' },
				{ parameterType: 'formData', name: 'async', value: 'true' },
				{ parameterType: 'formData', name: 'external_id', value: externalId },
			],
		},
		options,
	},
	settings,
});
/** What n8n fills in when the option is added: 50 items, 1 second. */
const batching: INodeParameters = {
	batching: { batch: { batchSize: 50, batchInterval: 1000 } },
};

const vendorDesign: Omit<Run, 'items'> = {
	node: 'vendorDesign',
	parameters: { baseUrl: '={{ $json.baseUrl }}', body: { external_id: externalId } },
	settings: goOn,
};

const tooMany: Fault = { method: 'POST', status: 429, probability: 1 / ODDS };
const asksToWait: Fault = { ...tooMany, retryAfter: 1 };
const broken: Fault = { method: 'POST', status: 500, probability: 1 / ODDS };
const lost: Fault = { method: 'POST', loseAnswer: true, probability: 1 / ODDS };

interface Case {
	who: string;
	/** What goes wrong with one request in twenty. */
	goesWrong: string;
	run: Omit<Run, 'items'>;
	faults?: Fault[];
	/** Another process keeps one core busy meanwhile. */
	isBesideAnother?: boolean;
	repeats: number;
}

const NOTHING = 'nothing';
const OURS = 'Veryfi (this package)';
const BATCHED = 'HTTP Request, batched';
const cases: Case[] = [
	{ who: OURS, goesWrong: NOTHING, run: ours(), repeats: 3 },
	{
		who: `${OURS}, beside a busy process`,
		goesWrong: NOTHING,
		run: ours(),
		isBesideAnother: true,
		repeats: 7,
	},
	{ who: BATCHED, goesWrong: NOTHING, run: httpRequest(batching), repeats: 1 },
	{ who: 'HTTP Request, all at once', goesWrong: NOTHING, run: httpRequest({}), repeats: 1 },
	{ who: 'One by one, base64, sync', goesWrong: NOTHING, run: vendorDesign, repeats: 1 },
	{ who: OURS, goesWrong: '429', run: ours(), faults: [tooMany], repeats: 5 },
	{ who: BATCHED, goesWrong: '429', run: httpRequest(batching), faults: [tooMany], repeats: 1 },
	{
		who: `${BATCHED}, Retry On Fail`,
		goesWrong: '429',
		run: httpRequest(batching, { retryOnFail: true, maxTries: 3, waitBetweenTries: 1000 }),
		faults: [tooMany],
		repeats: 1,
	},
	{
		who: 'One by one, base64, sync',
		goesWrong: '429',
		run: vendorDesign,
		faults: [tooMany],
		repeats: 1,
	},
	{ who: OURS, goesWrong: '429, retry-after 1 s', run: ours(), faults: [asksToWait], repeats: 1 },
	{ who: OURS, goesWrong: '500', run: ours(goOn), faults: [broken], repeats: 1 },
	{ who: OURS, goesWrong: 'taken, answer lost', run: ours(goOn), faults: [lost], repeats: 1 },
];

/** One case of every contestant. */
const firstOfEach = cases.filter(
	({ who }, index) => cases.findIndex((other) => other.who === who) === index,
);

interface Size {
	/** Documents of an execution. */
	count: number;
	/** Of each document. */
	kilobytes: number;
	/** How often a case is run at most. */
	mostRuns: number;
	cases: Case[];
}

async function storePhotos(
	laboratory: Laboratory,
	veryfi: Veryfi,
	{ count, kilobytes }: Size,
): Promise<INodeExecutionData[]> {
	const files = Array.from({ length: count }, (_, index) => ({
		name: `doc-${index}`,
		path: join(laboratory.folder, `doc-${index}.png`),
	}));
	for (const { path } of files) await writeFile(path, photo(kilobytes));
	const { stored } = await laboratory.run({
		credential: veryfi.credential,
		store: files.map(({ path, name }) => ({
			path,
			fileName: `${name}.png`,
			mimeType: 'image/png',
		})),
	});
	return stored.map((data: IBinaryData, index) => ({
		json: { name: files[index].name, baseUrl: veryfi.baseUrl },
		binary: { data },
	}));
}

async function besideBusyProcess<T>(work: () => Promise<T>): Promise<T> {
	const busy = spawn(process.execPath, ['-e', 'for (;;);']);
	try {
		return await work();
	} finally {
		busy.kill();
	}
}

/** What Veryfi saw and what the user got, in figures. */
async function figures(veryfi: Veryfi, { at, seconds, items, status }: Measured, count: number) {
	const requests = (await veryfi.requests()).filter((request) => request.at >= at);
	const sent = requests.map((request) => request.at);
	const inAccount = (await veryfi.externalIds()).filter((id) => id !== WARM_UP);
	const different = new Set(inAccount);
	const failed = items.filter(({ json }) => json.error !== undefined);
	return {
		seconds,
		/** Requests a second from the first to the last. */
		pace: (requests.length - 1) / ((sent[sent.length - 1] - sent[0]) / 1000),
		requests: requests.length,
		limited: requests.filter((request) => request.status === 429).length,
		submitted: different.size,
		twice: inAccount.length - different.size,
		reported: status === 'error' ? count : failed.length,
		advised: failed.filter(({ json }) => JSON.stringify(json).includes('external ID')).length,
	};
}

export default {
	sizes: {
		full: { count: 300, kilobytes: 100, mostRuns: Infinity, cases },
		quick: { count: 4, kilobytes: 1, mostRuns: 1, cases: firstOfEach },
	},
	title: ({ count, kilobytes }) =>
		`Submitting ${count} documents of ${kilobytes} kB with one execution; Veryfi takes 300 ms a request and ${LIMIT} requests a second`,
	async run(size) {
		const veryfi = await startVeryfi('--processing-delay', '2000');
		const laboratory = await openLaboratory();
		try {
			const items = await storePhotos(laboratory, veryfi, size);
			const rows: Array<Record<string, string | number>> = [];
			for (const { who, goesWrong, run, faults = [], isBesideAnother, repeats } of size.cases) {
				const times = Math.min(repeats, size.mostRuns);
				const results: Array<Awaited<ReturnType<typeof figures>>> = [];
				const measure = async () => {
					await veryfi.begin(...faults);
					const first = { ...items[0], json: { ...items[0].json, name: WARM_UP } };
					const { runs } = await laboratory.run({
						credential: veryfi.credential,
						runs: [
							{ ...run, items: [first] },
							{ ...run, items },
						],
					});
					return await figures(veryfi, runs[1], items.length);
				};
				for (let count = 0; count < times; count++) {
					results.push(await (isBesideAnother ? besideBusyProcess(measure) : measure()));
				}
				const seconds = results.map((result) => result.seconds);
				const share = results.map(({ requests, seconds }) => requests / seconds / LIMIT);
				// Of several runs the one in the middle, and for what must not happen the worst.
				const worst = (name: 'twice' | 'reported') =>
					Math.max(...results.map((result) => result[name]));
				rows.push({
					who,
					'1 in 20': goesWrong,
					runs: times,
					'seconds (median)': Number(median(seconds).toFixed(2)),
					range: range(seconds, 2),
					'documents/s': Number(
						(median(results.map(({ submitted }) => submitted)) / median(seconds)).toFixed(1),
					),
					'requests/s / 60': Number(median(share).toFixed(2)),
					'/ 60 while sending': Number(median(results.map(({ pace }) => pace / LIMIT)).toFixed(2)),
					'answered 429': median(results.map(({ limited }) => limited)),
					'in the account': median(results.map(({ submitted }) => submitted)),
					twice: worst('twice'),
					'reported as failed': worst('reported'),
					'with advice': results[0].advised,
				});
				console.log(JSON.stringify(rows.at(-1)));
			}
			return rows;
		} finally {
			await veryfi.stop();
			await laboratory.close();
		}
	},
} satisfies Bench<Size>;
