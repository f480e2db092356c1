import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ensureN8n, PATIENCE_MS, printReport, waitFor } from '../host/index.mts';
import { gone, onLinux, processesOf, startDemo, type Demo } from './demo.mts';
import { STAGE_TIMEOUT_MS } from './stage.mts';

/** Waits until the demo invites to look around, and gives the folder of its n8n. */
async function invitation(started: Demo): Promise<string> {
	await ensureN8n(printReport);
	const log = await waitFor(
		'the demo to be ready',
		PATIENCE_MS,
		() => /^Log +(.*)$/m.exec(started.output)?.[1],
		() => started.output,
	);
	return dirname(log);
}

describe('the demo', () => {
	onLinux(
		'shows every document with the right values, and Ctrl-C leaves neither process nor folder',
		async () => {
			const started = startDemo();
			const folder = await invitation(started);
			expect(started.output).toMatch(/All 4 documents came out of the trigger/);
			expect(started.output).toMatch(/Papier Nord +2026-10-27 +452\.40 EUR +3 +right/);
			expect(started.output).toMatch(/10 x A4 paper.*, 21\.90 EUR each: 219\.00 EUR/);
			expect(started.output).toMatch(/Editor +https:\/\/localhost:\d+\/workflow\//);
			expect(started.output).toMatch(/finished documents under the workflow's Executions/);
			for (const name of ['Client ID', 'Client Secret', 'Username', 'API Key']) {
				expect(started.output).toMatch(new RegExp(`^${name} +\\S+$`, 'm'));
			}
			expect(started.output).toMatch(/^Base URL +http:\/\/127\.0\.0\.1:\d+$/m);
			expect(processesOf(folder)).not.toEqual([]);

			started.child.kill('SIGINT');
			expect(await started.ended).toBe(0);
			await gone(folder);
			expect(existsSync(folder)).toBe(false);
		},
		STAGE_TIMEOUT_MS,
	);

	it('ends with a status other than 0 and the reason when something is missing', async () => {
		const started = startDemo(['--once'], { XDG_CACHE_HOME: '/dev/null' });
		expect(await started.ended).toBe(1);
		expect(started.output).toMatch(/The demo failed\. .*\/dev\/null/);
	});
});
