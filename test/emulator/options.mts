import { parseArgs } from 'node:util';
import { DEFAULT_CREDENTIALS, type Credentials } from './auth.mts';
import { SWITCHES, switchValues, type Switch, type Switches } from './switches.mts';

/** How an option is written that sets a value of this name. */
export const kebab = (name: string) =>
	name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const rows = Object.entries(SWITCHES) as Array<[keyof Switches, Switch<unknown>]>;
const defaults = switchValues({}, true);
const CREDENTIAL_HELP: Record<keyof Credentials, string> = {
	clientId: 'client id',
	clientSecret: 'client secret, which signs deliveries',
	username: 'user name of the API key',
	apiKey: 'API key',
	bearerKey: 'Bearer key, the other way to authenticate',
};
export const credentialNames = Object.keys(CREDENTIAL_HELP) as Array<keyof Credentials>;

/** What `--help` prints: every option with its values and its default. */
export function help(): string {
	const line = (name: string, values: string, text: string, byDefault: unknown) =>
		`  --${name} ${values}\n        ${text} (default: ${String(byDefault) || 'empty'})`;
	return [
		'A local Veryfi for trying and testing integrations.',
		'',
		'Usage: npm run emulator -- [options]',
		'',
		line('port', 'NUMBER', 'port to listen on; 0 takes any free one', 8787),
		line('host', 'HOST', 'address to listen on', '127.0.0.1'),
		...credentialNames.map((name) =>
			line(kebab(name), 'TEXT', CREDENTIAL_HELP[name], DEFAULT_CREDENTIALS[name]),
		),
		'',
		'Switches for what the documentation leaves open:',
		...rows.map(([name, { values, help: text }]) =>
			line(kebab(name), values, text, defaults[name]),
		),
	].join('\n');
}

/**
 * @param args what stands behind the program's name, e.g. `--port`, `8787`
 * @throws Error that says which option is wrong and why
 */
export function readOptions(args: string[]) {
	const names = ['port', 'host', ...credentialNames, ...rows.map(([name]) => name)].map(kebab);
	const { values } = parseArgs({
		args,
		options: {
			help: { type: 'boolean', short: 'h' },
			...Object.fromEntries(names.map((name) => [name, { type: 'string' as const }])),
		},
	});
	const given = values as Record<string, string | undefined>;
	const switches: Record<string, unknown> = { ...defaults };
	for (const [name, { parse }] of rows) {
		const text = given[kebab(name)];
		if (text === undefined) continue;
		try {
			switches[name] = parse(text);
		} catch (error) {
			throw new Error(`--${kebab(name)} ${text}: ${(error as Error).message}`, { cause: error });
		}
	}
	const credentials = Object.fromEntries(
		credentialNames.map((name) => [name, given[kebab(name)] ?? DEFAULT_CREDENTIALS[name]]),
	) as unknown as Credentials;
	const port = Number(given.port ?? 8787);
	if (!Number.isInteger(port) || port < 0 || port > 65_535)
		throw new Error(`--port ${given.port}: a port number expected`);
	return {
		wantsHelp: values.help === true,
		port,
		host: given.host ?? '127.0.0.1',
		credentials,
		switches: switches as Switches,
	};
}
