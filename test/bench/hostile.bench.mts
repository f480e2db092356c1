import { createHmac } from 'node:crypto';

import type { Recipe } from '../unit/signature/dearBodies.mts';
import { bodyOf, KNOWN_ATTACKS, searchDearest } from '../unit/signature/dearBodies.mts';
import { Random, SEED } from '../unit/signature/random.mts';
import type { Bench } from './bench.mts';
import { readDelivery } from './builtDelivery.mts';
import { measure, MEASURING } from './measure.mts';

const forged = createHmac('sha256', 'guessed').update('').digest('base64');
const refuse = (body: Buffer) => readDelivery({ body, signature: forged, secrets: ['secret'] });

/** Milliseconds of processor time, of the best of three. */
function cost(body: Buffer): number {
	const runs = Array.from({ length: 3 }, () => {
		const before = process.cpuUsage();
		refuse(body);
		const { user, system } = process.cpuUsage(before);
		return (user + system) / 1000;
	});
	return Math.min(...runs);
}

/** For the table, which has no room for 4300 digits and no use for control characters. */
const describe = ({ before, holder, level, levels, pieces }: Recipe): string => {
	const shown = pieces.map((piece) =>
		JSON.stringify(piece.slice(0, 12)).replaceAll('\x7f', '\\x7f'),
	);
	const around = levels > 0 ? `, ${levels} levels (${level})` : '';
	return `${holder} of ${shown.join(' ')}${around}${before ? ', behind all editions' : ''}`;
};

export default {
	sizes: { full: { ...MEASURING.full, bodies: 2_000 }, quick: { ...MEASURING.quick, bodies: 20 } },
	title: ({ bodies }) =>
		`Refusing a forged delivery of the largest size, in milliseconds of one core: known attacks, and the dearest of ${bodies} bodies that a search tried`,
	run({ rounds, bodies }) {
		const dearest = searchDearest(cost, bodies, new Random(SEED)).map(({ recipe }) => recipe);
		const junk = Buffer.alloc(16 * 1024 * 1024, '[');
		return [
			{ name: '16 MiB of junk, refused for its size', body: junk },
			...KNOWN_ATTACKS.map((recipe) => ({
				name: `known: ${describe(recipe)}`,
				body: bodyOf(recipe),
			})),
			...dearest.slice(0, 5).map((recipe) => ({ name: describe(recipe), body: bodyOf(recipe) })),
		].map(({ name, body }) => {
			const { call } = measure({ call: () => refuse(body) }, rounds);
			const answer = refuse(body);
			if (answer.kind !== 'rejected') throw new Error(`${name} was accepted`);
			return {
				body: name,
				bytes: body.length,
				refused: answer.reason,
				median: Number((call.median / 1000).toFixed(3)),
			};
		});
	},
} satisfies Bench<typeof MEASURING.full & { bodies: number }>;
