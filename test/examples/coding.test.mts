import { describe, expect, it } from '@jest/globals';
import { compileFunction } from 'node:vm';
import { codeOf } from './code.mts';

interface Item {
	json: Record<string, unknown>;
}

const run = compileFunction(codeOf('coding.cjs'), ['$', '$input']) as (
	node: () => { first: () => Item },
	input: { all: () => Item[] },
) => Array<{ json: { lines: Array<Record<string, unknown>> } }>;

/** A rule: vendor, word, category, account, tax code. */
type Rule = [string?, string?, string?, string?, string?];

/** Accounts and tax codes of one line of a bill of Hansen Hardware. */
function code(line: { description?: string; category?: string }, ...rules: Rule[]) {
	const bill = { vendor: { name: 'Hansen Hardware' }, lines: [{ description: 'A', ...line }] };
	const rows = rules.map(([vendor, keyword, category, account, tax_code]) => ({
		json: { vendor, keyword, category, account, tax_code },
	}));
	const [{ json }] = run(() => ({ first: () => ({ json: bill }) }), { all: () => rows });
	return json.lines.map(({ account, taxCode }) => [account, taxCode])[0];
}

const none = ['', ''];
const toner = { description: 'Toner, black', category: 'Office Supplies' };
const byVendor: Rule = ['Hansen Hardware', '', '', '1', 'V'];
const byWord: Rule = ['', 'toner', '', '2', 'W'];
const byCategory: Rule = ['', '', 'Office Supplies', '3', 'C'];

describe('the code that gives lines their accounts', () => {
	it.each<[string, object, Rule[], string[]]>([
		['nothing where there are no rules', toner, [], none],
		['nothing where no rule fits', { description: 'Rent' }, [byWord, byCategory], none],
		[
			'those of the vendor before those of a word',
			toner,
			[byCategory, byWord, byVendor],
			['1', 'V'],
		],
		['those of a word before those of a category', toner, [byCategory, byWord], ['2', 'W']],
		['those of the category', { ...toner, description: 'Ink' }, [byWord, byCategory], ['3', 'C']],
		[
			'those of the word of this vendor before those of the vendor',
			toner,
			[byVendor, ['Hansen Hardware', 'Toner', '', '4', '']],
			['4', ''],
		],
		['those of the longer word', toner, [byWord, ['', 'toner black', '', '5', '']], ['5', '']],
		['nothing by a part of a word', { description: 'Drinks' }, [['', 'ink', '', '6', '']], none],
		['nothing by the vendor of another name', toner, [['Hansen', '', '', '7', '']], none],
		[
			'those of the name in other letters',
			toner,
			[['  HANSEN hardware', '', '', ' 8 ', '']],
			['8', ''],
		],
		['nothing by a rule without an account', toner, [['Hansen Hardware', '', '', '', 'V']], none],
		['nothing by a rule that is about nothing', toner, [['', ' ', undefined, '9', '']], none],
		['nothing where the word is only signs', toner, [['', '--', '', '9', '']], none],
		['nothing by the empty item of an empty table', toner, [[]], none],
	])('gives %s', (_, line, rules, expected) => {
		expect(code(line, ...rules)).toEqual(expected);
	});

	it('takes numbers as they may stand in a table', () => {
		const rule = ['Hansen Hardware', null, null, 6600, null] as unknown as Rule;
		expect(code(toner, rule)).toEqual(['6600', '']);
	});
});
