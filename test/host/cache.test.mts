import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ensureCached } from './cache.mts';
import { cacheDir } from './paths.mts';
import { PATIENCE_MS, waitFor } from './waitFor.mts';

const quiet = () => undefined;
const fill = (folder: string) => writeFile(join(folder, 'file'), 'content');
let home: string;
let before: string | undefined;

beforeEach(async () => {
	before = process.env.XDG_CACHE_HOME;
	home = await mkdtemp(join(tmpdir(), 'veryfi-cache-'));
	process.env.XDG_CACHE_HOME = home;
});

afterEach(async () => {
	if (before === undefined) delete process.env.XDG_CACHE_HOME;
	else process.env.XDG_CACHE_HOME = before;
	await rm(home, { recursive: true });
});

describe('the cache of installed programs', () => {
	it('fills an entry once', async () => {
		let fills = 0;
		const entry = {
			name: 'thing-1',
			gigabytes: 0,
			fill: async (folder: string) => {
				fills++;
				await fill(folder);
			},
		};
		const folder = await ensureCached(entry, quiet);
		await ensureCached(entry, quiet);
		expect(existsSync(join(folder, 'file'))).toBe(true);
		expect(fills).toBe(1);
	});

	it('lets one of two callers fill an entry while the other waits', async () => {
		let fills = 0;
		const told: string[] = [];
		const entry = {
			name: 'thing-1',
			gigabytes: 0,
			fill: async (folder: string) => {
				fills++;
				await new Promise((resolve) => setTimeout(resolve, 50));
				await fill(folder);
			},
		};
		const report = (line: string) => told.push(line);
		await Promise.all([ensureCached(entry, report), ensureCached(entry, report)]);
		expect(fills).toBe(1);
		expect(told).toEqual([expect.stringContaining(`process ${process.pid}`)]);
	});

	it('names the owner of a lock also where it has not yet written its number', async () => {
		const lock = join(cacheDir(), 'thing-1.lock');
		await mkdir(cacheDir(), { recursive: true });
		await writeFile(lock, '');
		const told: string[] = [];
		const filled = ensureCached({ name: 'thing-1', gigabytes: 0, fill }, (line) => told.push(line));
		await sleep(200);
		await writeFile(lock, String(process.pid));
		await waitFor('the owner to be named', PATIENCE_MS, () => told.length > 0);
		await rm(lock);
		await filled;
		expect(told).toEqual([expect.stringContaining(`process ${process.pid}`)]);
	});

	it('leaves nothing behind when filling fails', async () => {
		const broken = {
			name: 'thing-1',
			gigabytes: 0,
			fill: async (folder: string) => {
				await fill(folder);
				throw new Error('no network');
			},
		};
		await expect(ensureCached(broken, quiet)).rejects.toThrow('no network');
		expect(await readdir(cacheDir())).toEqual([]);
	});

	it('replaces a folder that was never completed', async () => {
		await mkdir(join(cacheDir(), 'thing-1'), { recursive: true });
		await writeFile(join(cacheDir(), 'thing-1', 'half'), '');
		const folder = await ensureCached({ name: 'thing-1', gigabytes: 0, fill }, quiet);
		expect(existsSync(join(folder, 'half'))).toBe(false);
		expect(existsSync(join(folder, 'file'))).toBe(true);
	});

	it('removes what an interrupted installation left', async () => {
		await mkdir(join(cacheDir(), 'thing-1.4711.tmp'), { recursive: true });
		await ensureCached({ name: 'thing-1', gigabytes: 0, fill }, quiet);
		expect(await readdir(cacheDir())).toEqual(['thing-1']);
	});

	it('takes over the lock of a process that is gone', async () => {
		const { pid } = spawnSync(process.execPath, ['--version']);
		await mkdir(cacheDir(), { recursive: true });
		await writeFile(join(cacheDir(), 'thing-1.lock'), String(pid));
		await ensureCached({ name: 'thing-1', gigabytes: 0, fill }, quiet);
		expect(await readdir(cacheDir())).toEqual(['thing-1']);
	});

	it('takes over a lock that nobody has touched for long, whoever has the number of its owner now', async () => {
		const lock = join(cacheDir(), 'thing-1.lock');
		await mkdir(cacheDir(), { recursive: true });
		await writeFile(lock, String(process.pid));
		const before = new Date(Date.now() - 10 * 60_000);
		await utimes(lock, before, before);
		await ensureCached({ name: 'thing-1', gigabytes: 0, fill }, quiet);
		expect(await readdir(cacheDir())).toEqual(['thing-1']);
	});

	it('says how much space is missing before it begins', async () => {
		const entry = { name: 'thing-1', gigabytes: 1e9, fill };
		await expect(ensureCached(entry, quiet)).rejects.toThrow(
			/needs about 1000000000 GB .* only [\d.]+ GB are free/,
		);
	});
});
