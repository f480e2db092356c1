import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { npm } from './npm.mts';

let folder: string;

beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'veryfi-npm-'));
});

afterEach(() => rm(folder, { recursive: true }));

describe('npm', () => {
	it('says that the registry cannot be reached, and where the log is', async () => {
		const failed = npm(folder, ['install', 'any-package'], {
			// Nothing listens on the discard port.
			npm_config_registry: 'http://127.0.0.1:9/',
			npm_config_fetch_retries: '0',
			npm_config_cache: join(folder, 'cache'),
		});
		await expect(failed).rejects.toThrow(
			/^npm install failed\. The npm registry could not be reached\. Check the network/,
		);
		const message = await failed.catch((error: Error) => error.message);
		const log = /^Log: (.*)$/m.exec(message as string)![1];
		expect(await readFile(log, 'utf8')).toContain('ECONNREFUSED');
		await rm(log);
	});
});
