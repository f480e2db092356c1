import { describe, expect, it } from '@jest/globals';
import { compileFunction } from 'node:vm';
import { codeOf } from './code.mts';

/** What is compared: the bill, and what ERPNext says of the order. */
interface Given {
	bill?: Record<string, unknown>;
	settings?: Record<string, unknown>;
	order?: Record<string, unknown> | null;
	rows?: Array<Record<string, unknown>>;
	received?: Array<Record<string, unknown>>;
	billed?: Array<Record<string, unknown>>;
	own?: string[];
}

interface Matched {
	isMatched: boolean;
	differences: string[];
	reason: string;
	lines: Array<{ quantity: number; row?: { name: string } }>;
}

type Code<Output> = (node: (name: string) => unknown, input?: unknown) => Array<{ json: Output }>;

const gather = compileFunction(codeOf('order-erpnext.cjs'), ['$', '$input']) as Code<object>;
const run = compileFunction(codeOf('match.cjs'), ['$', '$input']) as Code<Matched>;

const PAPER = {
	name: 'row-1',
	item_code: 'PAP-A4',
	item_name: 'A4 paper',
	description: '',
	qty: 10,
};
const TONER = { name: 'row-2', item_code: 'TON-1', item_name: 'Toner', description: '', qty: 2 };
const ROWS = [
	{ ...PAPER, conversion_factor: 1, net_rate: 21.9, net_amount: 219 },
	{ ...TONER, conversion_factor: 1, net_rate: 64.5, net_amount: 129 },
];
const arrived = (row: string, qty: number) => ({ purchase_order_item: row, qty });
const RECEIVED = [arrived('row-1', 10), arrived('row-2', 2)];

const line = (description: string, quantity: number, amount: number, sku = '') => ({
	description,
	amount,
	printed: { description, sku, quantity },
});
const LINES = [line('A4 paper', 10, 219), line('Toner', 2, 129)];
const before = (row: string, qty: number, amount: number, parent = 'ACC-PINV-1') => ({
	...{ parent, po_detail: row, qty, net_amount: amount },
});

function match({ bill, settings, order, rows = ROWS, ...given }: Given): Matched {
	const { received = RECEIVED, billed = [], own = [] } = given;
	const header = {
		...{ name: 'PO-1', supplier: 'HH', supplier_name: 'Hansen Hardware GmbH', currency: 'EUR' },
		...{ docstatus: 1, status: 'To Bill' },
	};
	const json: Record<string, object> = {
		Attempt: {
			...{ isCredit: false, purchaseOrder: 'PO-1', currency: 'EUR', decimals: 2, lines: LINES },
			vendor: { name: 'Hansen Hardware' },
			...bill,
			settings: {
				...{ company: 'Atelier Est', priceTolerance: 1, quantityTolerance: 0, totalTolerance: 1 },
				...{ requireReceipt: true, ...settings },
			},
		},
		'Get Order': { data: order === null ? [] : [{ ...header, ...order }] },
		'Get Order Lines': { data: rows },
		'Get Received': { data: received },
		'Get Own Invoices': { data: own.map((name) => ({ name })) },
		'Get Billed': { data: billed },
	};
	const node = (name: string) => ({ first: () => ({ json: json[name] }) });
	const [{ json: matched }] = run(node, { first: () => gather(node)[0] });
	expect(matched.isMatched).toBe(matched.differences.length === 0);
	return matched;
}

describe('a bill matches its order', () => {
	const cases: Array<[what: string, given: Given]> = [
		['with the lines of the order', {}],
		['with prices within the tolerance', { bill: { lines: [line('A4 paper', 10, 219.9)] } }],
		['with a part of it', { bill: { lines: [line('Toner', 1, 64.5)] } }],
		[
			'with what earlier bills have left',
			{ billed: [before('row-1', 10, 219)], bill: { lines: [LINES[1]] } },
		],
		[
			'by item code under another name',
			{ bill: { lines: [line('Paper, white', 10, 219, 'pap-a4')] } },
		],
		[
			"by the supplier's part number",
			{
				rows: [{ ...ROWS[0], supplier_part_no: '4711' }, ROWS[1]],
				bill: { lines: [line('Paper', 10, 219, '4711')] },
			},
		],
		['by a name with more words', { bill: { lines: [line('Toner, black, HP 26X', 2, 129)] } }],
		['as the only line of both', { rows: [ROWS[0]], bill: { lines: [line('Papier', 10, 219)] } }],
		[
			'in two lines of the same item',
			{ bill: { lines: [line('Toner', 1, 64.5), line('Toner', 1, 64.5)] } },
		],
		[
			'with its own invoice there already',
			{ billed: [before('row-1', 10, 219)], own: ['ACC-PINV-1'] },
		],
		[
			'after a credit note has taken back',
			{ billed: [before('row-1', 10, 219), before('row-1', -10, -219)] },
		],
		[
			'in another unit than the receipt',
			{
				rows: [{ ...ROWS[0], conversion_factor: 5 }, ROWS[1]],
				received: [{ ...arrived('row-1', 50), conversion_factor: 1 }, RECEIVED[1]],
			},
		],
		[
			'before anything came, where no receipt is needed',
			{ received: [], settings: { requireReceipt: false } },
		],
	];
	it.each(cases)('%s', (_, given) => {
		expect(match(given).reason).toBe('');
	});
});

describe('a person gets every difference', () => {
	const cases: Array<[what: string, given: Given, differences: RegExp[]]> = [
		['no order number', { bill: { purchaseOrder: '' } }, [/no purchase order number/]],
		['an unknown order', { order: null }, [/ERPNext has no such order of Atelier Est/]],
		['a draft of an order', { order: { docstatus: 0, status: 'Draft' } }, [/not submitted/]],
		['a closed order', { order: { status: 'Closed' } }, [/The order is closed/]],
		[
			'another supplier',
			{ order: { supplier_name: 'Hansen Bikes' } },
			[/an order from Hansen Bikes, and the bill is from Hansen Hardware/],
		],
		[
			'another currency',
			{ bill: { currency: 'USD' } },
			[/an order in EUR, and the bill is in USD/],
		],
		['a credit note', { bill: { isCredit: true } }, [/A credit note/]],
		[
			'a higher price',
			{ bill: { lines: [line('A4 paper', 10, 230), LINES[1]] } },
			[
				/^A4 paper: price 23\.00, ordered at 21\.90$/,
				/differ from the order's by 11\.00 in all/,
				/^359\.00 without tax is more than the 348\.00 that were ordered/,
			],
		],
		[
			'a price that is more exact than the currency',
			{ bill: { decimals: 0, lines: [line('Toner', 2, 120.5)] } },
			[/price 60\.25, ordered at 64\.5$/, /by -8\.5 in all, and 1 is tolerated/],
		],
		[
			'a lower price',
			{ bill: { lines: [line('Toner', 2, 120)] } },
			[/price 60\.00, ordered at 64\.50/, /by -9\.00 in all/],
		],
		[
			'small deviations that add up',
			{
				rows: [{ ...ROWS[0], qty: 1000, net_amount: 21_900 }],
				received: [arrived('row-1', 1000)],
				bill: { lines: [line('A4 paper', 1000, 21_850)] },
			},
			[/by -50\.00 in all, and 1\.00 is tolerated/],
		],
		[
			'more than was received',
			{ received: [arrived('row-1', 8), RECEIVED[1]] },
			[/^A4 paper: 10 on this bill, 8 received$/],
		],
		[
			'goods that were sent back',
			{ received: [...RECEIVED, arrived('row-2', -1)] },
			[/^Toner: 2 on this bill, 1 received$/],
		],
		[
			'more than was ordered',
			{ received: [arrived('row-2', 3)], bill: { lines: [line('Toner', 3, 193.5)] } },
			[/^Toner: 3 on this bill, 2 ordered$/],
		],
		[
			'a second bill for the same',
			{ billed: [before('row-1', 10, 219), before('row-2', 2, 129)] },
			[
				/^A4 paper: 10 on this bill and 10 billed before, 10 ordered$/,
				/^A4 paper: 10 on this bill and 10 billed before, 10 received$/,
				/^Toner: .* 2 ordered$/,
				/^Toner: .* 2 received$/,
				/^348\.00 without tax, and 348\.00 billed before, is more than the 348\.00 that were ordered$/,
			],
		],
		[
			'a line that was not ordered',
			{ bill: { lines: [...LINES, line('Shipping', 1, 12)] } },
			[/^Shipping \(12\.00\) is not on the order/, /^360\.00 without tax is more/],
		],
		[
			'a line that fits two of the order',
			{ rows: [ROWS[1], { ...ROWS[1], name: 'row-3' }], bill: { lines: [LINES[1]] } },
			[/^Toner \(129\.00\) is not on the order, or not clearly$/],
		],
	];
	it.each(cases)('%s', (_, given, differences) => {
		const matched = match(given);
		expect(matched.differences).toEqual(differences.map((one) => expect.stringMatching(one)));
		expect(matched.reason).toContain(matched.differences.join('; '));
	});
});
