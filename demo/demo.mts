/**
 * The whole round trip on this machine: a real n8n with this package, a local Veryfi, sample documents in,
 * finished documents out.
 *
 *     npm run demo              leaves n8n running until Ctrl-C
 *     npm run demo -- --once    ends with status 0 if every document came out with the right values
 */
import { parseArgs } from 'node:util';
import { describeAmount } from '../nodes/Veryfi/listSearch/amount.ts';
import { CREDENTIAL_TYPE, credentialData, PATIENT, TRIGGER } from '../test/e2e/stage.mts';
import { startEmulator, type Emulator } from '../test/emulator/index.mts';
import {
	ensureN8n,
	errorOf,
	importWorkflow,
	isUnfinished,
	N8n,
	outputOf,
	OWNER,
	printReport,
	readExample,
	triggerUrl,
	waitFor,
	WITH_EDITOR,
	type Execution,
	type Workflow,
} from '../test/host/index.mts';
import { differences, type SimplifiedDocument } from '../test/samples/compare.mts';
import { createSamples, type Sample } from '../test/samples/index.mts';
import { printTable, Steps } from './steps.mts';
import { upload } from '../test/host/upload.mts';

/** Generous, because n8n publishes in the background and the machine may be slow. */
const REGISTRATION_LIMIT_MS = 90_000;
const DOCUMENT_LIMIT_MS = 120_000;

interface Submitted {
	sample: Sample;
	id: number;
}

const { values: options } = parseArgs({ options: { once: { type: 'boolean', default: false } } });
const steps = new Steps();
/** What has been started, in the order of starting. */
const running: Array<() => Promise<void>> = [];

let stopping: Promise<void> | undefined;
const stopAll = () =>
	(stopping ??= (async () => {
		for (const stop of running.reverse()) await stop();
	})());

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
	process.on(signal, () => {
		console.log(stopping ? 'Still stopping ...' : '\nStopping n8n and the emulator ...');
		void stopAll().then(() => process.exit(options.once ? 130 : 0));
	});
}

try {
	const allRight = await main();
	if (options.once) {
		await stopAll();
		process.exitCode = allRight ? 0 : 1;
	}
} catch (error) {
	// Ctrl-C pulls the ground from under whatever runs; that is no failure to tell of.
	if (!stopping) console.error(`\nThe demo failed. ${(error as Error).message}`);
	await stopAll();
	process.exitCode = 1;
}

/** @returns whether every document came out of the trigger with the values printed on it */
async function main(): Promise<boolean> {
	const installation = await steps.run(
		'Looking for n8n',
		() => ensureN8n(printReport),
		({ version }) => `n8n ${version}`,
	);
	const emulator = await steps.run('Starting the local Veryfi', start, ({ baseUrl }) => baseUrl);
	const n8n = await steps.run(
		'Starting n8n with this package, over https',
		async () => {
			const created = await N8n.create(installation, { env: WITH_EDITOR });
			running.push(
				() => created.dispose(),
				() => created.client.close(),
			);
			emulator.switches.webhookCa = created.certificate.cert;
			await created.start();
			return created;
		},
		({ url }) => url,
	);
	const credential = await steps.run(
		'Creating owner and Veryfi credential, and testing the credential',
		() => setUp(n8n, emulator),
		() => 'n8n says OK',
	);

	const { client } = n8n;
	const submit = await client.createWorkflow(
		importWorkflow(await readExample('submit-receipts'), credential),
	);
	const finished = await client.createWorkflow(
		importWorkflow(await readExample('finished-documents'), credential),
	);
	const url = triggerUrl(n8n.url, finished.nodes);
	await steps.run(
		'Publishing both workflows; the trigger registers and confirms its own webhook',
		() => publish(n8n, emulator, [submit, finished], url),
		() => `Veryfi lists ${url} as confirmed`,
	);

	const samples = await createSamples();
	const submitted = await steps.run(`Submitting ${samples.length} documents`, async () => {
		const accepted: Submitted[] = [];
		for (const sample of samples) {
			const id = await upload(`${n8n.url}/webhook/receipts`, n8n.certificate.cert, sample);
			printReport(`${sample.fileName} (${sample.bytes.length} bytes) is document ${id}`);
			accepted.push({ sample, id });
		}
		return accepted;
	});
	const documents = await steps.run(
		'Waiting for the finished documents to come out of the trigger',
		() => collect(n8n, finished, submitted),
		(found) => `${found.size} of ${submitted.length}`,
	);
	const allRight = show(submitted, documents);
	if (!options.once) invite(n8n, emulator, finished);
	return allRight;
}

async function start(): Promise<Emulator> {
	// A real Veryfi needs a moment for the handshake and for each document.
	// One delay for all lets documents finish in the order in which they were submitted.
	const delays = { handshakeDelay: 300, processingDelay: [1000] };
	const emulator = await startEmulator({ ...PATIENT, ...delays, readImages: true });
	running.push(() => emulator.stop());
	return emulator;
}

async function setUp({ client }: N8n, emulator: Emulator) {
	await client.setUpOwner();
	const data = credentialData(emulator);
	const credential = await client.createCredential('Veryfi account', CREDENTIAL_TYPE, data);
	const { status, message } = await client.testCredential(credential, CREDENTIAL_TYPE, data);
	if (status !== 'OK') throw new Error(`n8n's test of the credential failed: ${message}`);
	return credential;
}

async function publish(n8n: N8n, emulator: Emulator, workflows: Workflow[], url: string) {
	for (const workflow of workflows) await n8n.client.activate(workflow);
	await Promise.all(
		workflows.map(({ id, name }) =>
			waitFor(
				`"${name}" to be published`,
				REGISTRATION_LIMIT_MS,
				async () => (await n8n.client.publicationStatus(id)).status === 'published' || undefined,
				() => n8n.client.publicationStatus(id),
			),
		),
	);
	if (emulator.webhooks.confirmed[0]?.url !== url) {
		throw new Error(`Veryfi has confirmed ${JSON.stringify(emulator.webhooks)} instead of ${url}.`);
	}
}

/** What the trigger put out for each submitted document, as far as it came within the time limit. */
async function collect(n8n: N8n, workflow: Workflow, submitted: Submitted[]) {
	const found = new Map<number, SimplifiedDocument>();
	const seen = new Set<string>();
	const read = ({ id, status }: { id: string; status: string }, execution: Execution) => {
		for (const { json } of outputOf(execution, TRIGGER)) {
			if (json.event === 'document.created') {
				found.set(json.documentId as number, json);
			} else printReport(`${String(json.event)}: ${JSON.stringify(json)}`);
		}
		if (status !== 'success') printReport(`execution ${id} ${status}: ${errorOf(execution)}`);
	};
	const deadline = Date.now() + DOCUMENT_LIMIT_MS;
	while (submitted.some(({ id }) => !found.has(id)) && Date.now() < deadline) {
		for (const summary of await n8n.client.executions(workflow.id)) {
			if (seen.has(summary.id) || isUnfinished(summary)) continue;
			seen.add(summary.id);
			read(summary, await n8n.client.execution(summary.id));
		}
		await new Promise((resolve) => setTimeout(resolve, 200));
	}
	return found;
}

function show(submitted: Submitted[], documents: Map<number, SimplifiedDocument>): boolean {
	const results = submitted.map(({ sample, id }) => {
		const document = documents.get(id);
		const wrong = document ? differences(sample, document) : ['did not come out of the trigger'];
		return { sample, id, document, wrong };
	});
	console.log('');
	printTable(
		['file', 'id', 'vendor', 'date', 'total', 'lines', 'compared with the sample'],
		results.map(({ sample, id, document, wrong }) => [
			sample.fileName,
			String(id),
			document?.vendor_name ?? '-',
			document?.date ?? '-',
			document ? amount(document.total, document) : '-',
			String(document?.line_items?.length ?? '-'),
			wrong.length > 0 ? 'WRONG' : 'right',
		]),
	);
	for (const { document, sample } of results) {
		if (!document?.line_items) continue;
		console.log(`\n  ${sample.fileName}`);
		for (const { description, quantity, price, total } of document.line_items) {
			const each = amount(price, document);
			console.log(
				`    ${String(quantity)} x ${String(description)}, ${each} each: ${amount(total, document)}`,
			);
		}
	}
	for (const { sample, wrong } of results) {
		for (const text of wrong) console.error(`\nWRONG: ${sample.fileName}: ${text}`);
	}
	const allRight = results.every(({ wrong }) => wrong.length === 0);
	console.log(
		allRight
			? `\nAll ${results.length} documents came out of the trigger, verified and fetched, with the right values.`
			: '\nNot all documents came out of the trigger with the right values.',
	);
	return allRight;
}

/** An amount of a document, with its currency. */
function amount(value: unknown, { currency_code: currency }: SimplifiedDocument): string {
	return typeof value === 'number' ? describeAmount(value, currency ?? '') : '-';
}

function invite(n8n: N8n, { baseUrl, credentials }: Emulator, finished: Workflow): void {
	console.log(
		[
			'',
			`Editor    ${n8n.url}/workflow/${finished.id}`,
			'          (the browser will warn of the throw-away certificate)',
			`Login     ${OWNER.email}`,
			`Password  ${OWNER.password}`,
			"See       the finished documents under the workflow's Executions (at the top of the editor)",
			`Submit    ${n8n.url}/form/submit-receipt`,
			'          (a photo or a PDF of your own: the local Veryfi reads both, English print best)',
			`Log       ${n8n.logPath}`,
			'',
			'The local Veryfi, for a credential of your own:',
			`Client ID      ${credentials.clientId}`,
			`Client Secret  ${credentials.clientSecret}`,
			`Username       ${credentials.username}`,
			`API Key        ${credentials.apiKey}`,
			`Base URL       ${baseUrl}`,
			'',
			'Ctrl-C stops everything and removes it.',
		].join('\n'),
	);
}
