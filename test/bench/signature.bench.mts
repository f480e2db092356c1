import { createHmac } from 'node:crypto';

import type { Bench } from './bench.mts';
import { readDelivery } from './builtDelivery.mts';
import { measure, MEASURING } from './measure.mts';

const SECRET = 'the-client-secret-of-a-benchmark';
const CREATED = `"created":"2026-11-21 20:00:00"`;
const ids = Array.from({ length: 500 }, (_, index) => 690000001 + index);

const deliveries: Record<string, { data: string; python: string }> = {
	'document.created': {
		data: `{"id":123456789,${CREATED}}`,
		python: `{'id': 123456789, 'created': '2026-11-21 20:00:00'}`,
	},
	'document.failed with an apostrophe': {
		data: `{"id":123456789,${CREATED},"error":"Couldn't download file from provided url."}`,
		python: `{'id': 123456789, 'created': '2026-11-21 20:00:00', 'error': "Couldn't download file from provided url."}`,
	},
	'set of 500 ids': {
		data: `{"parent_id":42000,"id":[${ids.join()}],${CREATED}}`,
		python: `{'parent_id': 42000, 'id': [${ids.join(', ')}], 'created': '2026-11-21 20:00:00'}`,
	},
	'60 kB of ASCII text': {
		data: `{"id":1,"error":"${'x'.repeat(60_000)}"}`,
		python: `{'id': 1, 'error': '${'x'.repeat(60_000)}'}`,
	},
	'60 kB of non-ASCII text': {
		data: `{"id":1,"error":"${'東京'.repeat(10_000)}"}`,
		python: `{'id': 1, 'error': '${'東京'.repeat(10_000)}'}`,
	},
};

const us = (value: number) => Number(value.toFixed(2));

export default {
	sizes: MEASURING,
	title: () => 'Verifying a delivery, from the raw bytes to the item, in microseconds of one core',
	run: ({ rounds }) =>
		Object.entries(deliveries).map(([name, { data, python }]) => {
			const body = Buffer.from(`{"event":"document.created","data":${data}}`);
			const hmac = () => createHmac('sha256', SECRET).update(python).digest('base64');
			const delivery = { body, signature: hmac(), secrets: [SECRET] };
			if (readDelivery(delivery).kind !== 'event') throw new Error(`${name} was refused`);
			const functions = {
				verify: () => readDelivery(delivery),
				hmac,
				parse: () => JSON.parse(body.toString()) as unknown,
			};
			const cost = measure(functions, rounds);
			return {
				delivery: name,
				bytes: body.length,
				'verify (median)': us(cost.verify.median),
				'verify (best)': us(cost.verify.best),
				'bare HMAC': us(cost.hmac.median),
				'JSON.parse': us(cost.parse.median),
				'verify / (HMAC + parse)': us(cost.verify.median / (cost.hmac.median + cost.parse.median)),
			};
		}),
} satisfies Bench<typeof MEASURING.full>;
