/**
 * Sends hostile requests to the trigger's verification in bulk, asks CPython about each that was let in, and prints
 * one JSON object with the outcome. A program, so that it can run for hours with other sizes, too.
 *
 *   npx tsx test/unit/signature/deliveryFuzz.mts        SEED=1 REQUESTS=1000000 PYTHON=python3.13
 */
import type { JsonObject } from '../../../nodes/shared/signature/json.ts';
import { parseJson } from '../../../nodes/shared/signature/json.ts';
import { decodeUtf8 } from '../../../nodes/shared/signature/utf8.ts';
import { JsonGenerator } from './generator.mts';
import type { Genuine, HostileRequest } from './hostile.mts';
import { hostileRequest } from './hostile.mts';
import { pythonSignatures } from './python.mts';
import { Random, SEED } from './random.mts';
import { readDelivery } from './readDelivery.mts';
import { REQUESTS } from './sizes.mts';

const BASES = 2_000;
const SECRET = 'delivery-fuzz-secret';

export interface FuzzOutcome {
	seed: number;
	requests: number;
	/** By reason. */
	refused: Record<string, number>;
	/** By trick: requests that were let in and that CPython's own verification accepts as well. */
	accepted: Record<string, number>;
	/** Requests that were let in although CPython refuses them, with the body in base64. */
	wrong: string[];
	/** Requests that were taken for half a handshake. */
	subscriptions: number;
	/** What the slowest request takes, in milliseconds, and its trick. */
	slowest: { milliseconds: number; trick: string };
}

const random = new Random(SEED);

async function genuineDeliveries(): Promise<Genuine[]> {
	const generator = new JsonGenerator(random);
	const bodies = Array.from({ length: BASES }, () => generator.body());
	const signatures = await pythonSignatures(bodies, SECRET);
	return bodies
		.map((body, index) => ({ body, signature: signatures[index] }))
		.filter(({ signature }) => signature !== '-');
}

const genuine = await genuineDeliveries();
const outcome: FuzzOutcome = {
	seed: SEED,
	requests: 0,
	refused: {},
	accepted: {},
	wrong: [],
	subscriptions: 0,
	slowest: { milliseconds: 0, trick: '' },
};
const letIn: Array<HostileRequest & { judged: Buffer }> = [];
const countIn = (counts: Record<string, number>, name: string) => {
	counts[name] = (counts[name] ?? 0) + 1;
};

while (outcome.requests < REQUESTS) {
	const request = hostileRequest(random.pick(genuine), random.pick(genuine), random);
	const { body, signature, trick } = request;
	const raw = { body, signature, secrets: [SECRET] };
	const delivery = readDelivery(raw);
	const milliseconds = fastest(() => readDelivery(raw), outcome.slowest.milliseconds);
	if (milliseconds > outcome.slowest.milliseconds) outcome.slowest = { milliseconds, trick };
	outcome.requests++;
	if (delivery.kind === 'rejected') countIn(outcome.refused, delivery.reason);
	else if (delivery.kind === 'subscription') outcome.subscriptions++;
	else letIn.push({ ...request, judged: isOldForm(body) ? asData(body) : body });
}

const answers = await pythonSignatures(
	letIn.map(({ judged }) => judged),
	SECRET,
);
letIn.forEach(({ trick, body, signature }, index) => {
	if (answers[index] === signature) countIn(outcome.accepted, trick);
	else outcome.wrong.push(`${trick}: ${body.toString('base64')}`);
});
console.log(JSON.stringify(outcome));

/** Whether the body is the data itself. Bodies that were let in are JSON objects. */
function isOldForm(body: Buffer): boolean {
	const payload = parseJson(decodeUtf8(body) ?? '') as JsonObject;
	return !payload.has('event') && !payload.has('data');
}

/** In the old form the whole body is what was signed. */
function asData(body: Buffer): Buffer {
	return Buffer.from(`{"data":${body.toString('utf8').replace(/^\ufeff/, '')}}`);
}

/** Milliseconds of the fastest of five runs, so that a busy machine does not count; of one if that is `enough`. */
function fastest(work: () => unknown, enough: number): number {
	let best = Infinity;
	for (let run = 0; run < 5 && best > enough; run++) {
		const started = performance.now();
		work();
		best = Math.min(best, performance.now() - started);
	}
	return best;
}
