import { afterAll, expect, jest, test } from '@jest/globals';
import crypto, { createHmac } from 'node:crypto';
import { verify } from '../../../nodes/shared/signature/verify.ts';

const compare = jest.spyOn(crypto, 'timingSafeEqual');
afterAll(() => compare.mockRestore());

const data = new Map([['id', 1n]]);
const genuine = createHmac('sha256', 'secret').update("{'id': 1}").digest('base64');

const replaceAt = (at: number) =>
	genuine.slice(0, at) + (genuine[at] === 'A' ? 'B' : 'A') + genuine.slice(at + 1);

test.each([0, 20, 41])(
	'a signature that is wrong from character %i on is compared as a whole',
	(at) => {
		compare.mockClear();
		expect(verify(data, replaceAt(at), ['secret'])).toBe('mismatch');
		expect(compare.mock.calls.map(([a, b]) => [a.byteLength, b.byteLength])).toEqual([[44, 44]]);
	},
);

test('only that comparison decides', () => {
	compare.mockClear();
	expect(verify(data, genuine, ['secret'])).toBe('valid');
	compare.mockReturnValueOnce(false);
	expect(verify(data, genuine, ['secret'])).toBe('mismatch');
	expect(compare).toHaveBeenCalledTimes(2);
});
