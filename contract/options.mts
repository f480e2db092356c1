import { parseArgs } from 'node:util';
import type { Account } from './client.mts';
import type { Flag, Probe } from './probe.mts';
import { PROBES } from './probes/index.mts';

export const VERYFI = 'https://api.veryfi.com';
const RECEIVER_PORT = 8788;

export const HELP = `Finds out how Veryfi really behaves, and compares it with what this package assumes.

Usage: npm run contract -- [options]

Without an account it runs against the emulator, which proves only that the program works.
To run it against Veryfi, set these environment variables (portal: Settings > Keys):
  VERYFI_CLIENT_ID, VERYFI_CLIENT_SECRET, VERYFI_USERNAME, VERYFI_API_KEY

  --base-url URL       address of the API (default: ${VERYFI})
  --webhook-url URL    public https address of a tunnel to this machine; without one, nothing
                       that concerns webhooks is tried. For example:
                       cloudflared tunnel --url http://localhost:${RECEIVER_PORT}
  --port NUMBER        where the receiver behind the tunnel listens (default: ${RECEIVER_PORT}, or
                       the port of a webhook URL on localhost)
  --replace-webhook    use the webhook even if the account has another one, and put that back.
                       Meanwhile its deliveries come here and not to their receiver
  --rate-limit         also find out the limit of requests per second: 30 requests at once
  --large-upload       also find out whether 21 MB are taken
  --only PROBE         run this probe, and what it needs; may be repeated
  --report FILE        where to write the report (default: contract-report.json)
  --yes                do not ask before submitting documents
  --help               this text

Probes: ${PROBES.map(({ name }) => name).join(', ')}`;

export interface Options {
	help: boolean;
	/** Undefined for the emulator. */
	account: Account | undefined;
	webhook: { url: string; port: number } | undefined;
	probes: readonly Probe[];
	flags: ReadonlySet<Flag>;
	yes: boolean;
	report: string;
}

const VARIABLES = {
	clientId: 'VERYFI_CLIENT_ID',
	clientSecret: 'VERYFI_CLIENT_SECRET',
	username: 'VERYFI_USERNAME',
	apiKey: 'VERYFI_API_KEY',
} as const;

const FLAGS: readonly Flag[] = ['replace-webhook', 'rate-limit', 'large-upload'];

/** @throws Error that says which option is wrong and why */
export function readOptions(args: string[], env: NodeJS.ProcessEnv): Options {
	const { values } = parseArgs({
		args,
		options: {
			help: { type: 'boolean', short: 'h', default: false },
			yes: { type: 'boolean', default: false },
			'replace-webhook': { type: 'boolean' },
			'rate-limit': { type: 'boolean' },
			'large-upload': { type: 'boolean' },
			'base-url': { type: 'string' },
			'webhook-url': { type: 'string' },
			port: { type: 'string' },
			report: { type: 'string', default: 'contract-report.json' },
			only: { type: 'string', multiple: true, default: [] },
		},
	});
	const account = readAccount(values['base-url'], env);
	const webhookUrl = values['webhook-url'];
	if (account === undefined && webhookUrl !== undefined)
		throw new Error('--webhook-url is of use with an account only: the emulator has its own.');
	return {
		help: values.help,
		account,
		webhook: webhookUrl === undefined ? undefined : readWebhook(webhookUrl, values.port),
		probes: readProbes(values.only),
		flags: new Set(FLAGS.filter((flag) => values[flag])),
		yes: values.yes,
		report: values.report,
	};
}

function readAccount(baseUrl: string | undefined, env: NodeJS.ProcessEnv): Account | undefined {
	const entries = Object.entries(VARIABLES).map(([key, name]) => [key, env[name]?.trim()] as const);
	const missing = Object.values(VARIABLES).filter((name) => !env[name]?.trim());
	if (missing.length === entries.length && baseUrl === undefined) return undefined;
	if (missing.length > 0) throw new Error(`Set ${missing.join(', ')}, too.`);
	const url = (baseUrl ?? VERYFI).replace(/\/+$/, '');
	if (!URL.canParse(url)) throw new Error(`--base-url ${url}: a URL expected`);
	return { baseUrl: url, ...(Object.fromEntries(entries) as Omit<Account, 'baseUrl'>) };
}

function readWebhook(text: string, portText: string | undefined): Options['webhook'] {
	if (!URL.canParse(text)) throw new Error(`--webhook-url ${text}: a URL expected`);
	const { port: ownPort } = new URL(text);
	const byDefault = isLocal(text) && ownPort !== '' ? ownPort : RECEIVER_PORT;
	const port = Number(portText ?? byDefault);
	if (!Number.isInteger(port) || port < 1 || port > 65_535)
		throw new Error(`--port ${portText}: a port number expected`);
	return { url: text.replace(/\/+$/, ''), port };
}

function readProbes(names: string[]): readonly Probe[] {
	const unknown = names.filter((name) => PROBES.every((probe) => probe.name !== name));
	if (unknown.length > 0) throw new Error(`--only ${unknown[0]}: there is no such probe`);
	return names.length === 0 ? PROBES : PROBES.filter(({ name }) => names.includes(name));
}

/** Whether a URL leads to this machine. */
export const isLocal = (url: string): boolean =>
	/^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(new URL(url).hostname);
