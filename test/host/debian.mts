import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ensureCached } from './cache.mts';
import { withHeartbeat, type Report } from './progress.mts';

const run = promisify(execFile);

/** Dots of version numbers are fine in folder names; everything else Debian calls itself is, too. */
async function release(): Promise<string> {
	const text = await readFile('/etc/os-release', 'utf8').catch(() => '');
	const id = /^ID=(.*)$/m.exec(text)?.[1] ?? 'linux';
	return `${id}-${/^VERSION_ID="?([^"\n]*)"?$/m.exec(text)?.[1] ?? 'unknown'}`;
}

/** Whether this machine is a Debian or one of its children, such as Ubuntu. */
export const hasDebianPackages = () => existsSync('/usr/bin/apt-get');

/**
 * Gets a program from Debian's packages without installing it: the packages, and what they need that the
 * machine lacks, are downloaded once into the cache and unpacked into `folder`. No root is needed, no
 * service is started, and nothing of the system changes.
 *
 * @returns what to add to the environment so that the programs find their libraries
 * @throws Error that says what to install by hand, where there is no apt-get or no package server
 */
export async function unpackDebian(
	name: string,
	folder: string,
	report: Report,
): Promise<{ LD_LIBRARY_PATH: string }> {
	if (!hasDebianPackages()) {
		throw new Error(
			`${name} is not installed, and this is no Debian or Ubuntu where it could be got from packages. Install ${name} with the system's own package manager and run the command again.`,
		);
	}
	const cached = await ensureCached(
		{
			name: `debian-${name}-${await release()}`,
			gigabytes: 1,
			fill: async (draft) => {
				report(`Downloading ${name} from Debian's packages (once per machine) ...`);
				await withHeartbeat(report, `Downloading ${name}`, () => download(name, draft));
			},
		},
		report,
	);
	await mkdir(folder, { recursive: true });
	for (const file of (await readdir(cached)).filter((file) => file.endsWith('.deb'))) {
		await run('dpkg-deb', ['-x', join(cached, file), folder]);
	}
	return { LD_LIBRARY_PATH: await libraryPath(folder) };
}

/** Where the libraries of packages lie that were unpacked into a folder. */
export async function libraryPath(folder: string): Promise<string> {
	const libraries = await readdir(join(folder, 'usr', 'lib')).catch(() => []);
	const triplet = libraries.find((entry) => entry.endsWith('-linux-gnu')) ?? '';
	return join(folder, 'usr', 'lib', triplet);
}

async function download(name: string, folder: string): Promise<void> {
	await mkdir(join(folder, 'lists', 'partial'), { recursive: true });
	await mkdir(join(folder, 'partial'), { recursive: true });
	// Everything that apt-get writes goes into our own folder.
	const options = [
		['Debug::NoLocking', 'true'],
		['APT::Sandbox::User', ''],
		['Dir::State::Lists', join(folder, 'lists')],
		['Dir::Cache', folder],
		['Dir::Cache::Archives', folder],
		['Acquire::Languages', 'none'],
	].flatMap(([key, value]) => ['-o', `${key}=${value}`]);
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
	const apt = (...args: string[]) =>
		run('apt-get', [...options, '-y', '-q', ...args], { env, maxBuffer: 1e8 });
	try {
		await apt('update');
		await apt('install', '--download-only', '--no-install-recommends', name);
	} catch (error) {
		const { stderr, message } = error as Error & { stderr?: string };
		throw new Error(
			`${name} could not be downloaded from Debian's packages. Check that apt-get reaches its package servers, or install ${name} by hand, and run the command again.\n${(stderr || message).trim().split('\n').slice(-5).join('\n')}`,
		);
	}
}
