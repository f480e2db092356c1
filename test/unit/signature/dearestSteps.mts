/**
 * Looks for the body that takes the most steps to refuse, and prints what it found as JSON. It runs outside
 * jest, because it counts what native functions do.
 *
 *   npx tsx test/unit/signature/dearestSteps.mts        SEED=1 BODIES=5000
 */
import { searchDearest } from './dearBodies.mts';
import { Random, SEED } from './random.mts';
import { readDelivery } from './readDelivery.mts';
import { BODIES } from './sizes.mts';
import { StepCounter } from './steps.mts';

/** What the search found. */
export interface Dearest {
	seed: number;
	bodies: number;
	/** Steps for each byte, of the dearest body and the next ones. */
	stepsPerByte: number[];
	/** What the dearest is made of. */
	recipe: string;
}

const counter = new StepCounter((url) => url.includes('/nodes/'));
const signature = `${'A'.repeat(43)}=`;

const stepsPerByte = (body: Buffer): number =>
	counter.count(() => readDelivery({ body, signature, secrets: ['secret'] })) / body.length;

const found = searchDearest(stepsPerByte, BODIES, new Random(SEED));
const dearest: Dearest = {
	seed: SEED,
	bodies: BODIES,
	stepsPerByte: found.map(({ cost }) => Math.round(cost)),
	recipe: JSON.stringify(found[0].recipe),
};
console.log(JSON.stringify(dearest));
