import { describe, expect, it } from '@jest/globals';
import type { INodeProperties } from 'n8n-workflow';

import { VeryfiAsyncApi } from '../../credentials/VeryfiAsyncApi.credentials.ts';
import { Veryfi } from '../../nodes/Veryfi/Veryfi.node.ts';
import { VeryfiTrigger } from '../../nodes/VeryfiTrigger/VeryfiTrigger.node.ts';
import { findings } from '../../nodes/shared/webhooks/findings.ts';
import { errorTexts, FIELD, type Text } from './texts.mts';

/** Characters: n8n shows a message as the title of a toast, and a description below it. */
const LONGEST = 225;

const texts = errorTexts();

/** The labels of all fields, those in collections among them. */
const labelsOf = (properties: INodeProperties[]): string[] =>
	properties.flatMap(({ displayName, type, options = [] }) => [
		...(type === 'notice' ? [] : [displayName]),
		...labelsOf((options as INodeProperties[]).filter((option) => 'displayName' in option)),
	]);

const LABELS = [
	...new Set([
		...labelsOf(new Veryfi().description.properties),
		...labelsOf(new VeryfiTrigger().description.properties),
		...labelsOf(new VeryfiAsyncApi().properties),
		'On Error',
	]),
];

/** Labels of several words, which are nothing else in a sentence. */
const NAMES = LABELS.filter((label) => / /.test(label));

/** A text with blanks for what stands in single quotation marks. */
const unquoted = (words: string) => words.replace(/(?<!\w)'[^']*'/g, "''");

const isBare = (words: string, label: string) =>
	unquoted(words)
		.split(label)
		.slice(1)
		.some((after) => !/^[\w-]/.test(after)) && words !== label;

/** Labels of one word count inside a sentence only, where their capital tells them. */
const ordinary = LABELS.filter((label) => /^[A-Z][a-z]+$/.test(label));
const isInside = (words: string, label: string) =>
	new RegExp(`[a-z,] ${label}\\b(?! [A-Z]| node)`).test(unquoted(words));

const placesOf = (found: Text[]) => found.map(({ place, words }) => `${place} ${words}`);

const expectNone = (found: Text[]) => expect(placesOf(found)).toEqual([]);

describe('what errors, findings and logs say', () => {
	it('is found in the sources', () => {
		expect(texts.length).toBeGreaterThan(150);
		expect(NAMES).toEqual(expect.arrayContaining(['Base URL', 'Trigger On', 'Max Wait (Seconds)']));
	});

	it('calls nothing an error, a problem or a failure', () => {
		const words = /\b(errors?|problems?|failures?|failed|fails)\b/i;
		expectNone(
			texts.filter((text) => words.test(text.words.replace(/'On Error'|document\.failed/g, ''))),
		);
	});

	it('puts the names of fields in single quotation marks', () => {
		const bare = (words: string) => NAMES.filter((label) => isBare(words, label));
		expect(texts.flatMap(({ words }) => bare(words).map((label) => [label, words]))).toEqual([]);
		expectNone(texts.filter(({ words }) => ordinary.some((label) => isInside(words, label))));
		expectNone(texts.filter(({ words }) => words.replaceAll(`'${FIELD}'`, '').includes(FIELD)));
	});

	it('ends with a period where it has several sentences or gives advice', () => {
		const isAdvice = ({ words, member }: Text) =>
			member === 'description' || /[.:] [A-Z]/.test(words);
		expectNone(texts.filter((text) => isAdvice(text) && !/[.…>]$/.test(text.words)));
	});

	it('is short enough to be read in one go', () => {
		expectNone(texts.filter(({ words }) => words.length > LONGEST));
	});

	it('begins with a capital where it is a sentence of its own', () => {
		expectNone(texts.filter(({ words }) => /^(?!n8n)[a-z].*\.$/.test(words)));
	});
});

describe('every finding', () => {
	const samples = Object.entries(findings).map(([name, make]) => {
		const found = (make as (...args: unknown[]) => ReturnType<typeof findings.notHttps>)(
			'https://a.example.com/1',
			'Look again.',
		);
		return { name, ...found };
	});

	it.each(samples)('$name says what was found, and what to do if that is a problem', (found) => {
		expect(found.message).toMatch(/^\S.*\.$/);
		if (found.status === 'problem' || found.status === 'warning') {
			expect(found.advice).toMatch(/^[A-Z].*\.$/);
		}
	});
});
