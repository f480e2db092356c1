import { describe, expect, it } from '@jest/globals';
import { Agent, request } from 'undici';

import { bodyOf, KNOWN_ATTACKS } from '../unit/signature/dearBodies.mts';
import { Stage } from './stage.mts';
import { useStage } from './useStage.mts';

const REGISTRATIONS = 10;

let stage: Stage;

useStage(
	() => Stage.start(),
	(started) => (stage = started),
);

/** Sends a request without a valid signature and returns the status. */
async function send(url: string, body: string | Buffer, headers = {}): Promise<number> {
	const answer = await request(url, {
		method: 'POST',
		body,
		headers: { 'content-type': 'application/json', ...headers },
		dispatcher: new Agent({ connect: { ca: stage.n8n.certificate.cert } }),
	});
	await answer.body.dump();
	return answer.statusCode;
}

const subscription = (secret: string) =>
	JSON.stringify({ event: 'subscription', data: { secret, created: '2026-01-01 00:00:00' } });

/** Other ways to write a webhook URL, which n8n routes to the same trigger. */
const SPELLINGS: Array<(url: string) => string> = [
	(url) =>
		url.replace(
			/\/webhook\/(.)/,
			(_, first: string) => `/webhook/%${first.charCodeAt(0).toString(16)}`,
		),
	(url) => url.replace('/webhook/', '/WEBHOOK/'),
	(url) => `${url}/`,
];

describe('an attacker who knows the webhook URL', () => {
	it(`keeps none of ${REGISTRATIONS} registrations from succeeding by an unsigned subscription event each second`, async () => {
		const { workflow, url } = await stage.publishTrigger();
		const statuses: number[] = [];
		let sent = 0;
		const forger = setInterval(() => {
			const forged = SPELLINGS[sent % SPELLINGS.length](url);
			void send(forged, subscription(`guess ${sent++}`)).then(
				(status) => statuses.push(status),
				() => undefined,
			);
		}, 1_000);
		const outcomes: Array<[string, string | undefined]> = [];
		try {
			for (let registration = 0; registration < REGISTRATIONS; registration++) {
				await stage.unpublish(workflow.id);
				const { status } = await stage.publish(workflow);
				outcomes.push([status, stage.confirmedUrl]);
			}
		} finally {
			clearInterval(forger);
		}
		process.stderr.write(
			`  ${sent} forged subscription events, answered ${statuses.join(' ')}; ${outcomes.length} registrations\n`,
		);
		expect(outcomes).toEqual(outcomes.map(() => ['published', url]));
		// Those that came while the workflow was published reached the trigger.
		expect(statuses).toContain(200);
	});

	it('is refused with the dearest bodies, and n8n goes on', async () => {
		const { url } = await stage.publishTrigger();
		const signature = stage.emulator.sign({ id: 1 }, 'another secret');
		for (const recipe of KNOWN_ATTACKS) {
			const before = performance.now();
			const status = await send(url, bodyOf(recipe), { 'x-veryfi-signature': signature });
			process.stderr.write(`  64 KiB refused in ${Math.round(performance.now() - before)} ms\n`);
			expect(status).toBe(401);
		}
		const id = stage.emulator.seedDocument();
		const data = { id, created: '2026-11-20 10:00:00' };
		const [{ status }] = await stage.emulator.deliver('document.created', data);
		expect(status).toBe(200);
	});
});
