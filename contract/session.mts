import { type Account, Client, type Limits } from './client.mts';
import { Lab, type LabOptions } from './lab.mts';
import { documentsOf, type Flag, type Probe } from './probe.mts';
import { Receiver } from './receiver.mts';
import { type Row, runProbes } from './runner.mts';
import type { Secrets } from './secrets.mts';
import { tidyUp } from './tidyUp.mts';

export interface WebhookAddress {
	/** The public address; `{port}` stands for the receiver's port. */
	url: string;
	/** Where the receiver listens. */
	host: string;
	port: number;
	tls?: { key: string; cert: string };
}

export interface SessionOptions extends Pick<
	LabOptions,
	'patience' | 'isLocal' | 'signal' | 'timeUp'
> {
	account: Account;
	/** Gets the secrets that turn up on the way. */
	secrets: Secrets;
	limits: Limits;
	probes: readonly Probe[];
	flags?: ReadonlySet<Flag>;
	webhook?: WebhookAddress;
	onRow?: (row: Row) => void;
}

export interface Findings {
	rows: Row[];
	requests: number;
	documents: number;
	/** IDs of documents that are not ours, whose events came here and nowhere else. */
	strangers: number[];
	/** What could not be tidied up, and what to do about it. */
	left: string[];
}

/** Runs probes against an account, and tidies up after them in any case. */
export async function inspect(options: SessionOptions): Promise<Findings> {
	const { account, webhook, probes, signal, limits, flags = new Set<Flag>() } = options;
	const receiver = webhook && (await startReceiver(webhook, options));
	const api = new Client(account, limits, signal);
	const lab = new Lab(api, {
		...options,
		flags,
		receiver,
		webhookUrl: webhook?.url.replace('{port}', String(receiver?.port)),
		documents: documentsOf(probes),
	});
	const redact = (text: string) => options.secrets.redact(text);
	try {
		const rows = await runProbes(lab, probes, redact, options.onRow);
		const left = (await tidyUp(lab)).map(redact);
		return { rows, requests: api.made, documents: lab.submitted, strangers: lab.strangers(), left };
	} finally {
		await receiver?.stop();
	}
}

const startReceiver = (webhook: WebhookAddress, { account, secrets }: SessionOptions) =>
	Receiver.start({
		...webhook,
		basePath: new URL(webhook.url.replace('{port}', '1')).pathname,
		clientSecret: account.clientSecret,
		onSecret: (secret) => secrets.add(secret),
	});
