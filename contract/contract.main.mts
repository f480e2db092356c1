/** `npm run contract`: how does Veryfi really behave? */
import { announcement, confirmed } from './consent.mts';
import { HELP, type Options, readOptions } from './options.mts';
import { makeReport, writeReport } from './report.mts';
import { type Row, VERDICTS } from './runner.mts';
import { Secrets } from './secrets.mts';
import { inspect } from './session.mts';
import { HEADING, showRow } from './table.mts';
import { accountTarget, emulatorTarget, REQUESTS } from './targets.mts';
import { untriedRows } from './untried.mts';

/** As a shell shows it for SIGINT. */
const INTERRUPTED = 130;

async function main(): Promise<void> {
	const options = readOptions(process.argv.slice(2), process.env);
	if (options.help) return console.log(HELP);
	const { account } = options;
	const secrets = new Secrets(
		account ? [account.clientSecret, account.apiKey, account.username, account.clientId] : [],
	);
	const print = (text: string): void => console.log(secrets.redact(text));

	const interruption = new AbortController();
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
		process.on(signal, () => {
			if (interruption.signal.aborted) process.exit(INTERRUPTED);
			interruption.abort();
			print('\nInterrupted. Tidying up; press Ctrl+C again to leave it as it is.');
		});
	// A reader such as head that has seen enough is no reason to leave the account as it is.
	process.stdout.on('error', () => undefined);

	if (account) {
		print(announcement(options, REQUESTS));
		if (!options.yes && !(await confirmed(interruption.signal))) return print('Nothing was done.');
	} else {
		print('No account is given, so this runs against the emulator: see --help.');
	}
	await run(options, secrets, print, interruption.signal);
}

async function run(
	{ account, webhook, flags, probes, report: path }: Options,
	secrets: Secrets,
	print: (text: string) => void,
	signal: AbortSignal,
): Promise<void> {
	const target = account ? accountTarget(account, webhook) : await emulatorTarget(flags);
	const { clientSecret, apiKey, username, clientId } = target.account;
	for (const secret of [clientSecret, apiKey, username, clientId]) secrets.add(secret);
	const show = (row: Row): void => print(showRow(row));
	try {
		print(`\n${HEADING}`);
		const findings = await inspect({ ...target, secrets, probes, flags, signal, onRow: show });
		const untried = untriedRows();
		untried.forEach(show);
		const rows = [...findings.rows, ...untried];
		const withWebhook = target.webhook !== undefined;
		const report = makeReport({ ...findings, rows }, { service: target.service, withWebhook });
		await writeReport(report, secrets, path);
		print(`\n${summary(rows)}; ${findings.requests} requests, ${findings.documents} documents`);
		if (findings.strangers.length > 0) print(`\n${lostDeliveries(findings.strangers)}`);
		for (const text of findings.left) print(`\nNOT TIDIED UP: ${text}`);
		print(
			`\n${path} has all of this without secrets.${account ? ' Please attach it to an issue.' : ''}`,
		);
		if (findings.left.length > 0) process.exitCode = 1;
		if (signal.aborted) process.exitCode = INTERRUPTED;
	} finally {
		await target.stop();
	}
}

const lostDeliveries = (ids: number[]): string =>
	`Veryfi delivered events of other documents here and not to the former webhook URL. Fetch them, for example with the workflow examples/catch-up.json: ${ids.join(', ')}`;

const summary = (rows: Row[]): string =>
	VERDICTS.map(
		(verdict) => `${rows.filter((row) => row.verdict === verdict).length} ${verdict}`,
	).join(', ');

main().catch((error: Error) => {
	console.error(`${error.message}\nSee --help for the options.`);
	process.exitCode = 1;
});
