import { existsSync } from 'node:fs';
import {
	mkdir,
	open,
	readdir,
	readFile,
	rename,
	rm,
	stat,
	statfs,
	utimes,
	writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isRunning } from './isRunning.mts';
import { cacheDir } from './paths.mts';
import type { Report } from './progress.mts';

const MARKER = '.complete';

export interface CacheEntry {
	/** Folder name in the cache, e.g. `n8n-2.41.1`. */
	name: string;
	/** Free disk space without which the step is not even begun. */
	gigabytes: number;
	/** Fills an empty folder; a throw leaves nothing behind. */
	fill: (folder: string) => Promise<void>;
}

/**
 * Returns the folder of a cache entry and fills it first if it is not there yet.
 *
 * The folder appears under its name only when it is complete (it is filled elsewhere and renamed), and
 * only one process fills it while others wait.
 */
export async function ensureCached(entry: CacheEntry, report: Report): Promise<string> {
	const folder = join(cacheDir(), entry.name);
	if (existsSync(join(folder, MARKER))) return folder;

	await mkdir(cacheDir(), { recursive: true });
	const unlock = await lock(`${folder}.lock`, report);
	try {
		if (existsSync(join(folder, MARKER))) return folder;
		await removeDrafts(entry.name);
		await requireDiskSpace(entry);
		const draft = `${folder}.${process.pid}.tmp`;
		try {
			await mkdir(draft);
			await entry.fill(draft);
			await writeFile(join(draft, MARKER), `${new Date().toISOString()}\n`);
			// A folder without the marker is a leftover of a copy by hand or of a full disk.
			await rm(folder, { recursive: true, force: true });
			await rename(draft, folder);
		} finally {
			await rm(draft, { recursive: true, force: true });
		}
		return folder;
	} finally {
		await unlock();
	}
}

/** Gigabytes may be left of an installation that was interrupted. */
async function removeDrafts(name: string) {
	const drafts = (await readdir(cacheDir())).filter(
		(file) => file.startsWith(`${name}.`) && file.endsWith('.tmp'),
	);
	for (const draft of drafts) await rm(join(cacheDir(), draft), { recursive: true, force: true });
}

async function requireDiskSpace({ name, gigabytes }: CacheEntry) {
	const { bavail, bsize } = await statfs(cacheDir());
	const free = (bavail * bsize) / 1024 ** 3;
	if (free < gigabytes) {
		throw new Error(
			`Installing ${name} needs about ${gigabytes} GB in ${cacheDir()}, but only ${free.toFixed(1)} GB are free. Free some space, or set XDG_CACHE_HOME to a folder on a larger disk.`,
		);
	}
}

/** Milliseconds after which the owner of a lock touches it again. */
const TOUCHED_EVERY = 1_000;

/** Milliseconds after which a lock that nobody has touched is no lock. */
const LIFETIME = 60_000;

/** Looks in a row at such a lock before it is taken over: a machine that was asleep wakes all its processes at once. */
const LOOKS = 3;

/**
 * Takes a lock file that holds the owner's process id, and touches it until it is given back. A lock whose owner is
 * gone is taken over. Should two processes take it over in the same instant, both install and one rename wins:
 * wasteful, not wrong.
 */
async function lock(path: string, report: Report): Promise<() => Promise<void>> {
	for (let told = false, forgotten = 0; ;) {
		try {
			const file = await open(path, 'wx');
			await file.writeFile(String(process.pid));
			await file.close();
			const touching = setInterval(() => void touch(path), TOUCHED_EVERY);
			return async () => {
				clearInterval(touching);
				await rm(path, { force: true });
			};
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
		}
		const owner = Number(await readFile(path, 'utf8').catch(() => ''));
		forgotten = (await isForgotten(path)) ? forgotten + 1 : 0;
		if ((owner && !isRunning(owner)) || forgotten === LOOKS) {
			await rm(path, { force: true });
			continue;
		}
		// It has made the file and not yet written into it.
		if (owner === 0) {
			await sleep(20);
			continue;
		}
		if (!told) report(`Waiting for process ${owner}, which is installing the same thing ...`);
		told = true;
		await sleep(1000);
	}
}

/** The file may be gone by then. */
const touch = async (path: string) =>
	await utimes(path, new Date(), new Date()).catch(() => undefined);

/** Whether the owner's machine was switched off: after that anybody may have its process id. */
async function isForgotten(path: string): Promise<boolean> {
	const found = await stat(path).catch(() => undefined);
	return found !== undefined && Date.now() - found.mtimeMs > LIFETIME;
}
