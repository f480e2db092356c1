import { setTimeout as sleep } from 'node:timers/promises';

import { describe, expect, test } from '@jest/globals';
import { Agent, request } from 'undici';

import type { EmulatorOptions } from '../emulator/index.mts';
import { sized } from '../sized.mts';
import { keepMachineTime } from './harness/index.mts';
import type { Stage } from './triggerStage.mts';
import { send, startStage } from './triggerStage.mts';

const FORGED = sized(2_000, 10_000);
const AT_ONCE = 32;

/** Veryfi's own handshake comes after this many. */
const BEFORE = FORGED * 0.4;

/** The machine has all addresses of 127/8, so a forger can have one that is not Veryfi's. */
const OTHER_ADDRESS = '127.0.0.2';

/** The last event of a flood waits this long for its look at the list. */
const LAST_LOOK_MS = 6_000;

let stage: Stage;

keepMachineTime();

/** Sends forged subscription events, each with another secret, and counts the answers by status. */
async function flood(url: string, localAddress: string, after: (sent: number) => void) {
	const agent = new Agent({ localAddress, connections: AT_ONCE });
	const statuses: Record<number, number> = {};
	let sent = 0;
	const forger = async () => {
		while (sent < FORGED) {
			const secret = `guess ${++sent}`;
			after(sent);
			const { statusCode, body } = await request(url, {
				method: 'POST',
				dispatcher: agent,
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify({
					event: 'subscription',
					data: { secret, created: '2026-01-01 00:00:00' },
				}),
			});
			await body.dump();
			statuses[statusCode] = (statuses[statusCode] ?? 0) + 1;
		}
	};
	await Promise.all(Array.from({ length: AT_ONCE }, forger));
	await agent.destroy();
	return statuses;
}

describe('while thousands of forged subscription events come in', () => {
	const ways: Array<[who: string, forger: string, switches: EmulatorOptions]> = [
		['from another address', OTHER_ADDRESS, {}],
		[
			'from the same address, where Veryfi signs its own',
			'127.0.0.1',
			{ subscriptionSigned: true },
		],
	];

	test.each(ways)(
		'few calls go out, and the real handshake succeeds (%s)',
		async (_who, forger, switches) => {
			stage = await startStage({ ...switches, speed: 1 });
			const workflow = stage.trigger();
			await stage.host.activate(workflow);
			stage.emulator.webhooks.confirmed = [];
			stage.emulator.requests.length = 0;
			const started = Date.now();
			let before: string[] = [];
			let activation: Promise<void> | undefined;

			const statuses = await flood(stage.host.urlOf(workflow), forger, (sent) => {
				if (sent !== BEFORE) return;
				before = stage.settingsCalls;
				activation = stage.host.activate(workflow);
			});
			const seconds = (Date.now() - started) / 1000;
			await activation;
			await sleep(LAST_LOOK_MS);

			expect(statuses).toEqual({ 200: FORGED });
			expect(stage.webhooks.confirmed).toEqual([stage.host.urlOf(workflow)]);
			expect(stage.host.executions).toEqual([]);
			expect(stage.host.failures).toEqual([]);
			expect(before).not.toContain('POST /confirm');
			// Six at once and one every five seconds.
			expect(before.length).toBeLessThanOrEqual(6 + seconds / 5);
			const confirms = stage.settingsCalls.filter((call) => call === 'POST /confirm');
			expect(confirms.length).toBeLessThanOrEqual(12);
			process.stderr.write(
				`  ${FORGED} forged subscription events in ${seconds.toFixed(0)} s: ${stage.settingsCalls.length} calls, those of the registration among them, ${confirms.length} to confirm\n`,
			);
		},
	);
});

describe('a forged subscription event each second', () => {
	/** Ways to write the path of the URL that lead to the trigger, too. */
	const spellings: Array<[spelling: string, write: (url: string) => string]> = [
		['percent-encoded', (url) => url.replace('hook/webhook', '%68ook/webhook')],
		['in capitals', (url) => url.replace('/webhook/', '/WEBHOOK/')],
		['with a slash at the end', (url) => `${url}/`],
	];

	test.each(spellings)(
		'at the URL %s keeps no registration from succeeding',
		async (_spelling, write) => {
			stage = await startStage({ handshakeTiming: 'after', speed: 1 });
			const workflow = stage.trigger();
			const url = stage.host.urlOf(workflow);
			await stage.host.activate(workflow);
			stage.emulator.webhooks.confirmed = [];
			const forged: Array<ReturnType<typeof send>> = [];
			const forge = () => {
				const data = { secret: `guess ${forged.length}`, created: '2026-01-01 00:00:00' };
				forged.push(send(write(url), { body: JSON.stringify({ event: 'subscription', data }) }));
			};
			forge();
			const forger = setInterval(forge, 1_000);

			await stage.host.activate(workflow).finally(() => clearInterval(forger));

			expect(stage.webhooks.confirmed).toEqual([url]);
			const answers = await Promise.all(forged);
			expect(answers.map(({ status }) => status)).toEqual(forged.map(() => 200));
		},
	);
});
