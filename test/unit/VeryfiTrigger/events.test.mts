import { describe, expect, test } from '@jest/globals';

import {
	describeEvent,
	EVENT_OPTIONS,
	EVENTS,
	isAboutDocuments,
	isSameEvent,
} from '../../../nodes/VeryfiTrigger/events.ts';

describe('the catalogue of events', () => {
	test('says of all names but those that Veryfi documents that they are inferred', () => {
		const documented = EVENTS.filter(({ description }) => !description.includes('inferred'));
		expect(documented.map(({ name }) => name)).toEqual([
			'document.created',
			'document.failed',
			'document.enriched',
			'bank_statement_set.created',
			'bank_statement_set.failed',
			'w2_set.created',
			'w2_set.failed',
		]);
	});

	test('names nothing twice, and never the handshake', () => {
		const names = EVENTS.map(({ name }) => name);
		expect(new Set(names).size).toBe(names.length);
		expect(new Set(EVENT_OPTIONS.map(({ name }) => name)).size).toBe(EVENT_OPTIONS.length);
		expect(names).not.toContain('subscription');
	});

	test.each([
		['document.created', 'document', 'finished'],
		['document.failed', 'document', 'failed'],
		['document.enriched', 'document', 'finished'],
		['w2_set.created', 'w2', 'finished'],
		['bank_statement_set.failed', 'bankStatement', 'failed'],
		['any_document.created', 'anyDocument', 'finished'],
		['check.failed', 'check', 'failed'],
		['parse.created', 'markdown', 'finished'],
	])('%s is about a %s that %s', (name, product, outcome) => {
		expect(describeEvent(name)).toMatchObject({ product, outcome });
	});

	/** How Veryfi may spell the names that its pages give in one way. */
	const SPELLINGS: Array<(name: string) => string> = [
		(name) => name.replaceAll('_', ''),
		(name) => name.replaceAll('_', '-'),
		(name) => name.replaceAll('_', ' '),
		(name) => name.toUpperCase(),
		(name) => name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase()),
		(name) => `${name.split('.')[0]}_.${name.split('.')[1]}`,
	];

	test.each(EVENTS.map((event) => [event.name, event] as const))(
		'knows %s however it is spelled',
		(name, event) => {
			for (const spell of SPELLINGS) {
				expect([spell(name), describeEvent(spell(name))]).toEqual([spell(name), event]);
				expect(isSameEvent(name, spell(name))).toBe(true);
			}
			expect(EVENTS.filter((other) => isSameEvent(name, other.name))).toEqual([event]);
		},
	);

	test.each([
		['check.archived', true],
		['anydocument.updated', true],
		['document', true],
		['galaxy.collapsed', false],
		['', false],
	])('tells of "%s" whether it is about documents of a known product: %s', (name, isKnown) => {
		expect(isAboutDocuments(name)).toBe(isKnown);
		expect(describeEvent(name)).toBeUndefined();
	});

	test.each(['galaxy.collapsed', '', '__proto__', 'constructor'])(
		'knows nothing of "%s"',
		(name) => {
			expect(describeEvent(name)).toBeUndefined();
		},
	);

	test('is offered with receipts and invoices first, then by subject, finished before failed', () => {
		const names = EVENT_OPTIONS.map(({ name }) => name);
		expect(names.slice(0, 7)).toEqual([
			'Receipt or Invoice Finished or Failed',
			'Receipt or Invoice Finished',
			'Receipt or Invoice Failed',
			'Receipt or Invoice Enriched',
			'Receipt or Invoice Set Finished',
			'Receipt or Invoice Set Failed',
			'All Events',
		]);
		const others = names.slice(7);
		expect(others).toHaveLength(EVENTS.length - 5);
		const pairs = others.filter((_, index) => index % 2 === 0);
		for (const [index, finished] of pairs.entries()) {
			expect(others[2 * index + 1]).toBe(finished.replace('Finished', 'Failed'));
		}
		const subjects = pairs.map((name) => name.replace(' Finished', ''));
		expect(subjects).toEqual([...subjects].sort((a, b) => a.localeCompare(b, 'en')));
	});
});
