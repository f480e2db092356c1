import { createHmac } from 'node:crypto';
import { createRequire } from 'node:module';

import type * as delivery from '../../nodes/VeryfiTrigger/delivery.ts';
import { deliveryReader } from '../unit/signature/readDelivery.mts';
import type { Bench } from './bench.mts';
import { measure, MEASURING } from './measure.mts';

const built = createRequire(import.meta.url)(
	'../../dist/nodes/VeryfiTrigger/delivery.js',
) as typeof delivery;
const readDelivery = deliveryReader(built);

/** Refused for its size, without a look into it. */
const JUNK = '16 MiB of junk';

/** The largest bodies that are parsed at all, each the worst of its kind. */
const HEAD = '{"event":"e","data":{"x":';
const room = built.MAX_BODY_BYTES - 100;
const full = (piece: string) => piece.repeat(Math.floor(room / Buffer.byteLength(piece)));
const bodies: Record<string, string> = {
	[JUNK]: '['.repeat(16 * 1024 * 1024),
	'opening brackets': HEAD + full('['),
	'one string': `${HEAD}"${full('x')}"}}`,
	'escaped surrogates': `${HEAD}"${full('\\ud800')}"}}`,
	'control characters, escaped': `${HEAD}"${full('\\u0001')}"}}`,
	'characters of every Unicode edition': `${HEAD}"${full('\u{1fa73}\u{1f6d6}\u{1fae0}\u{1fae8}\u{2ffc}\u{1fae9}\u{1fac8}\u{378}\u1f77c')}"}}`,
	'integers of 4300 digits': `${HEAD}[${full(`${'9'.repeat(4300)},`)}0]}}`,
	'small integers': `${HEAD}[${full('1,')}0]}}`,
	'floats of many digits': `${HEAD}[${full(`0.${'123456789'.repeat(80)},`)}0]}}`,
	'empty objects': `${HEAD}[${full('{},')}0]}}`,
	names: `{"event":"e","data":{${Array.from({ length: 6_000 }, (_, index) => `"${index}":0,`).join('')}"x":0}}`,
};

const forged = createHmac('sha256', 'guessed').update('').digest('base64');

export default {
	sizes: MEASURING,
	title: () => 'Refusing a forged delivery of the largest size, in milliseconds of one core',
	run: ({ rounds }) =>
		Object.entries(bodies).map(([name, text]) => {
			const raw = { body: Buffer.from(text), signature: forged, secrets: ['secret'] };
			const answer = readDelivery(raw);
			if (answer.kind !== 'rejected') throw new Error(`${name} was accepted`);
			if ((answer.reason === 'tooLarge') !== (name === JUNK)) {
				throw new Error(`${name} was refused as ${answer.reason}, and its cost tells nothing`);
			}
			const { refuse } = measure({ refuse: () => readDelivery(raw) }, rounds);
			return {
				body: name,
				bytes: raw.body.length,
				refused: answer.reason,
				median: Number((refuse.median / 1000).toFixed(3)),
			};
		}),
} satisfies Bench<typeof MEASURING.full>;
