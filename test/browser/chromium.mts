import { execFile } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { chromium, type Browser } from 'playwright-core';
import { printReport, withHeartbeat, type Report } from '../host/progress.mts';

const run = promisify(execFile);

/** Where Chromium and its relatives lie, by the packages of Debian, Ubuntu and Google. */
const PLACES = [
	// Draws no window, which saves work.
	'/usr/bin/chromium-headless-shell',
	'/usr/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Chromium calls home in many ways; nothing here needs it. Root needs the first one. */
const FLAGS = [
	'--no-sandbox',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
	'--disable-gpu',
	'--no-first-run',
	// The width of a text as where there is a window.
	'--font-render-hinting=none',
	// The editor looks up community packages at the npm registry. Playwright could refuse that, too, but would keep no
	// file of the editor for the next page then: ten seconds of work each.
	'--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
];

/** Makes Chromium trust a certificate. What comes by one that it only puts up with, it does not keep either. */
function trusting(certificate: string): string {
	const { publicKey } = new X509Certificate(certificate);
	const key = publicKey.export({ type: 'spki', format: 'der' });
	const hash = createHash('sha256').update(key).digest('base64');
	return `--ignore-certificate-errors-spki-list=${hash}`;
}

const find = () => PLACES.find((place) => existsSync(place));

/**
 * Returns the path of a Chromium: the machine's own, else Debian's package, which root may install. Its
 * hundred libraries and fonts are the reason why it is not just unpacked as PostgreSQL is.
 *
 * @throws Error that says what to install, where it cannot be installed from here
 */
export async function ensureChromium(report: Report): Promise<string> {
	let reason = '';
	if (!find() && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
		reason = await install(report).then(
			() => '',
			(error: Error) => `\n${error.message}`,
		);
	}
	const path = find();
	if (path) return path;
	throw new Error(
		`A browser is needed to look at the editor, and there is none here. Install Chromium (Debian: apt-get install chromium) or Google Chrome and run the command again.${reason}`,
	);
}

/**
 * @param options.certificate PEM text of one to trust
 * @param options.slowMo milliseconds between two steps, for somebody who watches
 */
export const launchChromium = async ({
	certificate,
	slowMo,
}: { certificate?: string; slowMo?: number } = {}): Promise<Browser> =>
	await chromium.launch({
		executablePath: await ensureChromium(printReport),
		args: [...FLAGS, ...(certificate ? [trusting(certificate)] : [])],
		slowMo,
	});

async function install(report: Report): Promise<void> {
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
	const apt = (...args: string[]) =>
		run('apt-get', ['-y', '-q', '-o', 'DPkg::Lock::Timeout=300', ...args], { env, maxBuffer: 1e8 });
	report("Installing Chromium from Debian's packages (once per machine) ...");
	await withHeartbeat(report, 'Installing Chromium', async () => {
		await apt('update');
		const add = (name: string) => apt('install', '--no-install-recommends', name);
		// Not every Debian has the package without a window.
		await add('chromium-headless-shell').catch(() => add('chromium'));
	});
}
