import { describe, expect, test } from '@jest/globals';

import { sign } from '../../../nodes/shared/signature/verify.ts';
import { readDelivery } from './readDelivery.mts';
import { VECTOR_SECRET, VECTORS } from './vectors.mts';

describe('known answers', () => {
	test.each(VECTORS)('accepts %s', (body, signature) => {
		const delivery = readDelivery({ body: Buffer.from(body), signature, secrets: [VECTOR_SECRET] });
		expect(delivery.kind).toBe('event');
	});

	test.each(VECTORS)('refuses another secret for %s', (body, signature) => {
		const delivery = readDelivery({
			body: Buffer.from(body),
			signature,
			secrets: ['kat-secret-0002'],
		});
		expect(delivery).toMatchObject({ kind: 'rejected', reason: 'signatureMismatch' });
	});

	test.each(VECTORS)('is what sign() gives for the data of %s', (body, signature) => {
		// As it is written: to print it again would lose what the signature is about.
		const [, data] = /"data":\s*(.*)\}\s*$/s.exec(body) ?? [];
		expect(sign(data, VECTOR_SECRET)).toBe(signature);
	});

	test('sign() gives nothing for what is no JSON', () => {
		expect(sign('{', VECTOR_SECRET)).toBeUndefined();
	});

	test("accepts the vector of the PHP SDK's own unit test", () => {
		const delivery = readDelivery({
			body: Buffer.from(
				'{"event":"document.created","data":{"id":63184393,"created":"2022-03-28 21:12:14"}}',
			),
			signature: 'm89UF6aTlce2YcVbGw5LTZuA+bc5MPVS9AOicjkS7qM=',
			secrets: [
				'fAKEB2oJMLbHwBN5jEd6h3f3Lj1o9gK5kcz2xAf8Kyi2X1PNaJ6F612344YcOsSllGkFAkeUiZV5ZTNoPkk6bXyctGGAdfcratu4Dl2CA2XtU6En5icHxjVRUNoSFGP',
			],
		});
		expect(delivery).toEqual({
			kind: 'event',
			event: 'document.created',
			data: { id: 63184393, created: '2022-03-28 21:12:14' },
		});
	});
});
