import { expect, it } from '@jest/globals';

import { refusalError } from '../../nodes/shared/api/errors.ts';
import { redactor } from '../../nodes/shared/api/redaction.ts';

const KEY = 'kq7wZ2xJ9vB4nR6tY1mP';

const messageOf = (words: string) => {
	const answer = { status: 400, headers: {}, body: { error: words } };
	const context = { getNode: () => ({ name: 'Veryfi', type: 'veryfi', typeVersion: 1 }) };
	const circumstances = { context, redact: redactor([KEY]), baseUrl: 'https://api.veryfi.com' };
	return refusalError(answer, circumstances as never).message;
};

/** One word in base64 with the key in it, which an error shows as three characters. */
const longWord = (length: number) =>
	Buffer.from(KEY + 'x'.repeat(length))
		.toString('base64')
		.slice(0, length);

it.each([1_000, 20_000])('a key across character %i of an answer is not shown in part', (place) => {
	for (const front of ['a '.repeat(place), longWord(place)])
		for (let shown = 0; shown <= KEY.length; shown++) {
			const words = `${front.slice(0, place - shown - 1)} ${KEY} and more`;
			const message = messageOf(words);
			for (let at = 0; at + 6 <= KEY.length; at++)
				expect(message).not.toContain(KEY.slice(at, at + 6));
		}
});

it('an answer of usual length is shown whole', () => {
	expect(messageOf(`It is no file. ${'Really. '.repeat(100)}Sorry`)).toMatch(/Sorry$/);
});
