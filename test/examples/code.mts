/** The code that several examples carry copies of, for `npm run examples:code` and the test of it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../host/index.mts';

const folder = join(projectRoot, 'examples');

/** The nodes that carry a copy, by the file in examples/code. */
export const COPIES: Record<string, string[]> = {
	'bill.cjs': ['Build Bill'],
	'vendor.cjs': ['Find the Vendor'],
	'coding.cjs': ['Apply Rules'],
	'entered.cjs': ['Compare Bills'],
	'order-erpnext.cjs': ['Order and Bills'],
	'order-odoo.cjs': ['Order and Bills'],
	'match.cjs': ['Match'],
	'failed.cjs': ['Vendor Failed', 'Bill Failed', 'Duplicate Failed', 'File Failed'],
};

/** Names of the examples that enter bills. */
export const CARRIERS = readdirSync(folder)
	.filter((file) => file.startsWith('bills-to-'))
	.map((file) => file.replace('.json', ''));

/** What each example that matches bills with orders carries. */
const MATCHED = ['bill.cjs', 'match.cjs', 'entered.cjs', 'failed.cjs'];

/** The files that examples carry copies of. */
export const CARRIED: Record<string, string[]> = {
	...Object.fromEntries(
		CARRIERS.map((name) => [
			name,
			['bill.cjs', 'vendor.cjs', 'coding.cjs', 'entered.cjs', 'failed.cjs'],
		]),
	),
	'match-purchase-orders': [...MATCHED, 'order-erpnext.cjs'],
	'match-purchase-orders-odoo': [...MATCHED, 'order-odoo.cjs'],
};

/** The text of a file in examples/code. */
export const codeOf = (file: string): string => readFileSync(join(folder, 'code', file), 'utf8');
