import { describe, expect, it } from '@jest/globals';
import { compileFunction } from 'node:vm';
import { readExample } from '../host/index.mts';

interface Item {
	json: Record<string, unknown>;
}

interface Draft {
	id: number;
	execution: number;
	document?: number;
	date?: string;
	isPosted?: boolean;
	isByHand?: boolean;
}

const DATE = '2026-10-27';
const markOf = (document: number, execution: number) =>
	`Veryfi document ${document} (n8n execution ${execution})`;
const sourceOf = ({ document = 1, execution, isByHand }: Draft) =>
	isByHand ? '' : markOf(document, execution);

/** Bills with the number as each system lists them. */
const SYSTEMS: Array<[string, string, (drafts: Draft[]) => Array<Record<string, unknown>>]> = [
	[
		'bills-to-erpnext',
		'name',
		(drafts) => [
			{
				data: drafts.map(({ id, date = DATE, isPosted, ...draft }) => ({
					...{ name: `P-${id}`, bill_date: date, docstatus: isPosted ? 1 : 0 },
					remarks: sourceOf({ id, ...draft }),
				})),
			},
		],
	],
	[
		'bills-to-odoo',
		'id',
		(drafts) =>
			drafts.map(({ id, date = DATE, isPosted, ...draft }) => ({
				...{ id, invoice_date: date, state: isPosted ? 'posted' : 'draft' },
				...{ partner_id: [7, 'Hansen'], invoice_origin: sourceOf({ id, ...draft }) },
			})),
	],
];

describe.each(SYSTEMS)('of bills of one number, %s', (name, key, list) => {
	/** What an execution of document 1 decides when it sees these bills. */
	async function decide(execution: number, drafts: Draft[]) {
		const { nodes } = await readExample(name);
		const code = String(nodes.find((node) => node.name === 'One Stays')?.parameters.jsCode);
		const run = compileFunction(code, ['$', '$input']) as (
			node: (wanted: string) => { first: () => Item },
			input: { first: () => Item; all: () => Item[] },
		) => Item[];
		const given: Record<string, Item['json']> = {
			Attempt: {
				...{ documentId: 1, vendorId: 7, number: 'A-1', date: DATE },
				mark: markOf(1, execution),
			},
		};
		const items = list(drafts).map((json) => ({ json }));
		const decided = run((wanted) => ({ first: () => ({ json: given[wanted] }) }), {
			first: () => items[0],
			all: () => items,
		});
		return decided.map(({ json }) => [json.verdict, json[key] ?? json.reason ?? json.error]);
	}

	const shown = (id: number) => (key === 'name' ? `P-${id}` : id);
	const told = (id: number) =>
		expect.stringMatching(`has entered A-1 of this .* at the same moment: see .*${id}$`);
	const both = [
		{ id: 10, execution: 5 },
		{ id: 11, execution: 6 },
	];

	it('keeps the first, and tells of the one that it takes away', async () => {
		expect((await decide(5, both)).at(-1)).toEqual(['stays', shown(10)]);
		expect(await decide(6, both)).toEqual([
			['double', shown(11)],
			['left', told(10)],
		]);
	});

	it('lets a retry clear up what was left', async () => {
		expect(await decide(9, both)).toEqual([
			['double', shown(11)],
			['stays', shown(10)],
		]);
	});

	it('keeps what was posted by hand, and tells', async () => {
		const posted = { id: 12, execution: 0, isPosted: true, isByHand: true };
		expect(await decide(6, [both[1], posted])).toEqual([
			['double', shown(11)],
			['left', told(12)],
		]);
	});

	it('takes that of another year for another bill', async () => {
		const lastYear = { id: 9, execution: 2, document: 3, date: '2025-10-27' };
		expect(await decide(6, [lastYear, both[1]])).toEqual([['stays', shown(11)]]);
		await expect(decide(6, [lastYear])).rejects.toThrow('does not show the');
	});
});
