import { request as httpRequest } from 'node:http';
import { gzipSync } from 'node:zlib';

import { beforeAll, expect, test } from '@jest/globals';

import { JsonGenerator } from '../unit/signature/generator.mts';
import type { Genuine } from '../unit/signature/hostile.mts';
import { everyTrick } from '../unit/signature/hostile.mts';
import { pythonSignatures } from '../unit/signature/python.mts';
import { Random, SEED } from '../unit/signature/random.mts';
import type { Stage } from './triggerStage.mts';
import { startStage } from './triggerStage.mts';

const ROUNDS = 8;
const MEGABYTE = 1024 * 1024;

/** Stands for an answer that did not come, as Node ends the connection. */
const CONNECTION_ENDED = 431;

let stage: Stage;
let url: string;

beforeAll(async () => {
	stage = await startStage();
	const workflow = stage.trigger({ events: ['*'], fetchDocument: false });
	await stage.host.activate(workflow);
	url = stage.host.urlOf(workflow);
});

interface Answer {
	status: number;
	text: string;
}

/** Sends what fetch and undici would correct or refuse, such as one header twice. */
async function send(
	body: Buffer,
	signature: string | string[] | undefined,
	headers: Record<string, string> = {},
): Promise<Answer> {
	return await new Promise((resolve, reject) => {
		const request = httpRequest(url, {
			method: 'POST',
			headers: {
				'content-type': 'application/json',
				'content-length': body.length,
				...(signature !== undefined && { 'x-veryfi-signature': signature }),
				...headers,
			},
		});
		request.on('response', (response) => {
			let text = '';
			response.setEncoding('utf8');
			response.on('data', (chunk: string) => (text += chunk));
			response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
		});
		// Node ends the connection on headers of more than 16 KB, sometimes before they are all sent.
		request.on('error', (error: NodeJS.ErrnoException) =>
			['EPIPE', 'ECONNRESET'].includes(error.code ?? '')
				? resolve({ status: CONNECTION_ENDED, text: '' })
				: reject(error),
		);
		request.end(body);
	});
}

/** What no HTTP client can send as a header. */
const isHeader = (signature: string | string[] | undefined) =>
	[signature ?? []].flat().every((text) => /^[\t\x20-\x7e\x80-\xff]*$/.test(text));

test('hostile requests over HTTP leave executions only where Python accepts them, and nothing fails', async () => {
	const random = new Random(SEED);
	const generator = new JsonGenerator(random);
	const { clientSecret } = stage.emulator.credentials;
	const bodies = Array.from({ length: ROUNDS * 2 }, () => generator.body());
	const signatures = await pythonSignatures(bodies, clientSecret);
	const genuine: Genuine[] = bodies.map((body, index) => ({ body, signature: signatures[index] }));
	const requests = Array.from({ length: ROUNDS }, (_, round) =>
		everyTrick(genuine[2 * round], genuine[2 * round + 1], random),
	)
		.flat()
		.filter(({ signature }) => isHeader(signature));
	expect(requests.length).toBeGreaterThan(300);
	const judged = await pythonSignatures(
		requests.map(({ body }) => body),
		clientSecret,
	);

	const statuses: Record<number, number> = {};
	const letIn: string[] = [];
	for (const [index, { trick, body, signature }] of requests.entries()) {
		const { status, text } = await send(body, signature);
		statuses[status] = (statuses[status] ?? 0) + 1;
		// HTTP itself takes the white space around a header off.
		const sent = [signature].flat().join().trim();
		if (status === 200 && judged[index] !== sent) letIn.push(trick);
		// Nothing of the request comes back, the signature that would fit least of all.
		expect(text).not.toMatch(/666|guess|__proto__/);
		expect(text).not.toContain(genuine[0].signature);
	}
	await stage.host.settled();

	// Only the old form: there Python has to be asked about the whole body.
	expect(letIn.filter((trick) => trick !== 'data without a delivery')).toEqual([]);
	expect(stage.host.executions).toHaveLength(statuses[200]);
	expect(stage.host.failures).toEqual([]);
	expect(Object.keys(statuses).map(Number)).toEqual(
		[200, 400, 401, 413, 422, 431].filter((status) => status in statuses),
	);
	console.info(`${requests.length} hostile requests, answered: ${JSON.stringify(statuses)}`);
});

test.each([
	['15 MB', 15, 413],
	['more than n8n takes', 200, 400],
])('a gzip bomb of %s leaves no execution', async (_size, megabytes, status) => {
	const before = stage.host.executions.length;
	const bomb = gzipSync(Buffer.alloc(megabytes * MEGABYTE, ' '));
	const headers = { 'content-encoding': 'gzip', 'content-type': 'application/octet-stream' };
	const answer = await send(bomb, stage.emulator.sign({}), headers);
	// The connection may end before all of the body is sent, and with it the answer.
	expect([status, CONNECTION_ENDED]).toContain(answer.status);
	expect(stage.host.executions).toHaveLength(before);
	expect(stage.host.failures).toEqual([]);
});
