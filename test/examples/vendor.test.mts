import { describe, expect, it } from '@jest/globals';
import { compileFunction } from 'node:vm';
import { codeOf } from './code.mts';

interface Item {
	json: Record<string, unknown>;
}

/** The code as n8n's Code node runs it once for all items, here those that the ledger answers. */
const run = compileFunction(codeOf('vendor.cjs'), ['$', '$input']) as (
	node: () => { first: () => Item },
	input: { all: () => Item[] },
) => Item[];

/** Finds a vendor among such as Odoo lists them. */
function find(vendor: object, ...known: object[]): Record<string, unknown> {
	const vendors = known.map((json, index) => ({ json: { id: index + 1, ...json } }));
	const [{ json }] = run(() => ({ first: () => ({ json: { vendor } }) }), { all: () => vendors });
	return json;
}

describe('the code that finds the vendor of a bill', () => {
	it.each([
		['Hansen Hardware', 'HANSEN HARDWARE'],
		['Hansen Hardware', ' hansen\u00a0 Hardware. '],
		['Hansen Hardware', '"Hansen Hardware",'],
		['Hansen, Inc.', 'Hansen,, Inc'],
		['Müller', 'Mu\u0308LLER'],
		['Åkesson', '\u212bkesson'],
		['Straßenbau', 'STRASSENBAU'],
		['ΜΑΛΟΣ', 'μαλος'],
		['Зелёный', 'ЗЕЛЕ\u0308НЫЙ'],
		['株式会社 山田', '株式会社　山田'],
		['Han\u00adsen', 'Hansen'],
		['Acme, Inc.', 'ＡＣＭＥ， Ｉｎｃ．'],
		['ガンダム商会', 'ｶﾞﾝﾀﾞﾑ商会'],
		['!!!', '!!!'],
	])('takes %s and %s for one', (one, other) => {
		expect(find({ name: other }, { name: one })).toMatchObject({ match: 'known', id: 1 });
		expect(find({ name: one }, { name: other })).toMatchObject({ match: 'known', id: 1 });
	});

	it.each([
		['Hansen Hardware', 'Hansen Hardware GmbH'],
		['Hansen GmbH', 'Hansen AG'],
		['Hansen GmbH & Co. KG', 'Hansen GmbH'],
		['Rossi S.p.A.', 'Rossi S.r.l.'],
		['Nord Sp. z o.o.', 'Nord S.A.'],
		['Maersk A/S', 'Maersk ApS'],
		['Hansen Hardware', 'Hansen Hardware Nord'],
		['Hansen Hardware', 'Hardware Hansen'],
		['Muller', 'Müller'],
		['HansenHardware', 'Hansen Hardware'],
		['C++', 'C'],
		['C#', 'C'],
		["O'Brien", 'OBrien'],
		['H2 Ltd', 'H² Ltd'],
		['(株)山田', '㈱山田'],
		['Office Supplies', 'O\ufb03ce Supplies'],
	])('leaves it to a person whether %s is %s', (one, other) => {
		for (const [name, known] of [
			[one, other],
			[other, one],
		]) {
			const found = find({ name }, { name: known });
			expect(found).toMatchObject({
				match: 'unsure',
				reason: expect.stringContaining(`"${known}"`),
			});
		}
	});

	it.each([
		['Hansen Hardware', 'Papier Nord'],
		['Hansen Hardware', 'Hansen Bakery'],
		['Nord GmbH', 'Sud GmbH'],
		['Kisa', 'Kusa'],
	])('takes %s and %s for two', (one, other) => {
		expect(find({ name: one }, { name: other })).toMatchObject({ match: 'new' });
	});

	it.each([
		['the tax number, written otherwise', { name: 'Nord', vat: 'DE 811.569.869' }, 'known'],
		['another tax number', { name: 'Nord', vat: 'DE1' }, 'new'],
		['no tax number', { name: 'Nord', vat: false }, 'new'],
	])('goes by %s', (_, vendor, match) => {
		expect(find({ name: 'Hansen', taxId: 'DE811569869' }, vendor)).toMatchObject({ match });
	});

	it('prefers the tax number and the very name, else takes the first', () => {
		const known = [{ name: 'HANSEN' }, { name: 'Hansen' }, { name: 'Hansen.', vat: 'DE1' }];
		expect(find({ name: 'Hansen', taxId: 'DE1' }, ...known)).toMatchObject({ id: 3 });
		expect(find({ name: 'Hansen' }, ...known)).toMatchObject({ id: 2 });
		expect(find({ name: 'hansen' }, ...known)).toMatchObject({ id: 1 });
	});

	it('leaves it to a person which of several vendors with its tax number it is', () => {
		const found = find(
			{ name: 'Hansen', taxId: 'DE1' },
			{ name: 'Nord', vat: 'DE1' },
			{ name: 'Sud', vat: 'DE1' },
		);
		expect(found).toMatchObject({
			match: 'unsure',
			reason: expect.stringMatching(/"Nord" or "Sud"/),
		});
	});
});
