/** What people read is short and plain: pages, sticky notes of examples, labels, hints and errors. */
import { describe, expect, it } from '@jest/globals';
import { PLAIN_WORDS } from './plainWords.mts';
import { lengthOf, sentencesOf, type Sentence } from './sentences.mts';
import { userTexts } from './userTexts.mts';

/** Words of a sentence that is still read in one go. */
const LONGEST = 30;

const sentences = userTexts().flatMap(sentencesOf);

const show = (found: Sentence[]) => found.map(({ place, words }) => `${place}: ${words}`);

it('finds what people read', () => {
	const places = new Set(sentences.map(({ place }) => place));
	for (const place of [
		'README.md',
		'docs/reliability.md',
		'examples/bills-to-xero.json',
		'nodes/shared/webhooks/findings.ts',
		'credentials/VeryfiAsyncApi.credentials.ts',
	])
		expect(places).toContain(place);
	expect(sentences.length).toBeGreaterThan(3000);
});

it(`no sentence has more than ${LONGEST} words`, () => {
	expect(show(sentences.filter((sentence) => lengthOf(sentence) > LONGEST))).toEqual([]);
});

describe('no text has', () => {
	it.each(PLAIN_WORDS)('%p, but: %s', (word) => {
		expect(show(sentences.filter(({ words }) => word.test(words)))).toEqual([]);
	});
});

describe('a sentence', () => {
	const of = (text: string) => sentencesOf({ path: 'a page', text }).map(({ words }) => words);

	it.each([
		['One. Two, e.g. three! Four?', ['One.', 'Two, e.g. three!', 'Four?']],
		['Wrapped\nlines. n8n 2.41.1 counts', ['Wrapped lines.', 'n8n 2.41.1 counts']],
		['## A heading\nand text', ['A heading', 'and text']],
		['| a | [b](c.md) |\n| --- | --- |', ['a', 'b']],
		['- One\n- Two `x y`\n1. Three', ['One', 'Two ‹code›', 'Three']],
		['```sh\nno words\n```\n<!-- nor this --> **But** <b>this</b>', ['But this']],
	])('of %j is found', (text, words) => {
		expect(of(text)).toEqual(words);
	});
});
