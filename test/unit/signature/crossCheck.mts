/**
 * Compares the signature check with CPython in bulk and prints one JSON object with the outcome.
 * A program, so that it can run for hours with other sizes, too.
 *
 *   npx tsx test/unit/signature/crossCheck.mts        SEED=1 DELIVERIES=5000000 EVERYWHERE=50000 PYTHON=python3.13
 */
import { JsonGenerator } from './generator.mts';
import { everyPlace, everyReplacement, mutate } from './mutations.mts';
import { pythonSignatures } from './python.mts';
import { Random, SEED } from './random.mts';
import { readDelivery } from './readDelivery.mts';
import { DELIVERIES, EVERYWHERE } from './sizes.mts';
import { VECTOR_SECRET, VECTORS } from './vectors.mts';

/** Bodies that Python gets at once. */
const BATCH = 20_000;
const SECRET = 'cross-check-secret';

export interface Outcome {
	seed: number;
	/** Generated deliveries that Python signed and the check accepted. */
	accepted: number;
	/** Generated deliveries that Python cannot read (too long an integer) and the check refused. */
	unreadable: number;
	/** Changed bodies whose data Python reads otherwise or not at all, all refused. */
	changed: number;
	/** Changed bodies whose data Python reads as before (white space, event name), all accepted. */
	unchanged: number;
	/** Same, but refused on purpose: the change left no event name, or made half a surrogate pair (docs/security.md). */
	stricter: number;
	/** Generated deliveries that were changed at every byte. */
	changedEverywhere: number;
	/** Changed signatures and secrets, all refused. */
	forged: number;
	/** Bodies on which the check and Python disagree, in base64 with what went wrong. */
	wrong: string[];
}

interface Signed {
	body: Buffer;
	signature: string;
}

const outcome: Outcome = {
	seed: SEED,
	accepted: 0,
	unreadable: 0,
	changed: 0,
	unchanged: 0,
	stricter: 0,
	changedEverywhere: 0,
	forged: 0,
	wrong: [],
};

function accepts(body: Buffer, signature: string, secret: string): boolean {
	return readDelivery({ body, signature, secrets: [secret] }).kind === 'event';
}

function isMalformed(body: Buffer): boolean {
	const delivery = readDelivery({ body, signature: undefined, secrets: [] });
	return delivery.kind === 'rejected' && delivery.reason === 'notJson';
}

function count(
	what: 'accepted' | 'unreadable' | 'changed' | 'unchanged' | 'stricter' | 'forged',
	right: boolean,
	body: Buffer,
): void {
	if (right) outcome[what]++;
	else outcome.wrong.push(`not ${what}: ${body.toString('base64')}`);
}

/** Lets Python say whether a change reaches the data, and holds the check to it. */
async function checkMutants(mutants: Signed[], secret: string): Promise<void> {
	const answers = await pythonSignatures(
		mutants.map(({ body }) => body),
		secret,
	);
	mutants.forEach(({ body, signature }, index) => {
		const accepted = accepts(body, signature, secret);
		if (answers[index] !== signature) count('changed', !accepted, body);
		else if (accepted) count('unchanged', true, body);
		else count('stricter', encodesSurrogate(body) || !namesAnEvent(body), body);
	});
}

function namesAnEvent(body: Buffer): boolean {
	const { event } = JSON.parse(body.toString().replace(/^\ufeff/, '')) as { event?: unknown };
	return typeof event === 'string' && event !== '';
}

/** In UTF-8, what follows ED is less than A0. */
const encodesSurrogate = (body: Buffer) =>
	body.some((byte, at) => byte === 0xed && body[at + 1] >= 0xa0);

async function generated(): Promise<void> {
	const random = new Random(SEED);
	const generator = new JsonGenerator(random);
	while (outcome.accepted < DELIVERIES && outcome.wrong.length === 0) {
		const missing = DELIVERIES - outcome.accepted;
		const bodies = Array.from({ length: Math.min(BATCH, missing) }, () => generator.body());
		const signatures = await pythonSignatures(bodies, SECRET);
		const mutants: Signed[] = [];
		bodies.forEach((body, index) => {
			const signature = signatures[index];
			if (signature === '-') {
				count('unreadable', isMalformed(body), body);
				return;
			}
			count('accepted', accepts(body, signature, SECRET), body);
			if (index % 2 === 0) mutants.push({ body: mutate(body, random), signature });
			if (index % 10 === 0) {
				const forged = mutate(Buffer.from(signature), random).toString('latin1');
				if (forged !== signature) count('forged', !accepts(body, forged, SECRET), body);
				const other = mutate(Buffer.from(SECRET), random).toString('latin1');
				if (other !== SECRET) count('forged', !accepts(body, signature, other), body);
			}
		});
		await checkMutants(mutants, SECRET);
	}
}

/** Changes body, signature and secret of each delivery at every byte. */
async function change(
	deliveries: Signed[],
	secret: string,
	every: (original: Buffer) => Iterable<Buffer>,
): Promise<void> {
	for (const { body, signature } of deliveries) {
		for (const changed of every(Buffer.from(signature))) {
			count('forged', !accepts(body, changed.toString('latin1'), secret), body);
		}
		for (const changed of every(Buffer.from(secret))) {
			count('forged', !accepts(body, signature, changed.toString('latin1')), body);
		}
	}
	const mutants = deliveries.flatMap(({ body, signature }) =>
		Array.from(every(body), (changed) => ({ body: changed, signature })),
	);
	await checkMutants(mutants, secret);
}

async function vectors(): Promise<void> {
	const signed = VECTORS.map(([text, signature]) => ({ body: Buffer.from(text), signature }));
	const [signature] = await pythonSignatures([BESIDE_SURROGATES], VECTOR_SECRET);
	signed.push({ body: BESIDE_SURROGATES, signature });
	await change(signed, VECTOR_SECRET, everyReplacement);
}

/** The name of its event is one byte away from encoded surrogates, which Python lets pass, and is no part of the data. */
const BESIDE_SURROGATES = Buffer.from('{"event":"힝","data":{"id":1}}');

/** Another random sequence than that of `generated`. */
async function everywhere(): Promise<void> {
	const generator = new JsonGenerator(new Random(SEED + 1));
	while (outcome.changedEverywhere < EVERYWHERE && outcome.wrong.length === 0) {
		const bodies = Array.from({ length: 50 }, () => generator.body());
		const signatures = await pythonSignatures(bodies, SECRET);
		const signed = bodies
			.map((body, index) => ({ body, signature: signatures[index] }))
			.filter(({ signature }) => signature !== '-');
		await change(signed, SECRET, everyPlace);
		outcome.changedEverywhere += signed.length;
	}
}

// Two at once: one computes while the other waits for its Python.
await Promise.all([generated(), vectors().then(everywhere)]);
console.log(JSON.stringify(outcome));
