import { CURRENCIES } from '../standIns/standIn.mts';
import type { OdooRpc } from './rpc.mts';

/** Who may enter bills and vendors, and no more. */
const GROUPS = [
	['base', 'group_user'],
	['base', 'group_partner_manager'],
	['account', 'group_account_invoice'],
];

/**
 * Sets up what the tests expect of a company that uses Odoo.
 *
 * @returns the numbers that a user looks up for the example's Settings
 */
export async function furnish(
	admin: OdooRpc,
	{ username, password }: { username: string; password: string },
): Promise<{ expenseAccount: number; taxAccount: number; tax: number }> {
	const inactive = ['active', 'in', [true, false]];
	const currencies = await admin.find<{ id: number }>(
		'res.currency',
		[['name', 'in', CURRENCIES], inactive],
		['name'],
	);
	await admin.call(
		'res.currency',
		'write',
		currencies.map(({ id }) => id),
		{ active: true },
	);

	const groups: number[] = [];
	for (const [module, name] of GROUPS) {
		const domain = [
			['module', '=', module],
			['name', '=', name],
		];
		const [found] = await admin.find<{ res_id: number }>('ir.model.data', domain, ['res_id']);
		groups.push(found.res_id);
	}
	// Odoo 19 has renamed the field.
	const known = await fieldsOf(admin, 'res.users');
	await admin.call('res.users', 'create', {
		name: 'Bookkeeper',
		login: username,
		password,
		['group_ids' in known ? 'group_ids' : 'groups_id']: [[6, 0, groups]],
	});

	return {
		expenseAccount: await admin.idOf('account.account', [['code', '=', '600000']]),
		taxAccount: await admin.idOf('account.account', [['code', '=', '131000']]),
		tax: await admin.call('account.tax', 'create', {
			name: 'Purchase tax of 20 %',
			amount: 20,
			type_tax_use: 'purchase',
		}),
	};
}

/** Makes terms of payment by which a bill is due after so many days, and gives their ID. */
export async function addTerms(admin: OdooRpc, days: number): Promise<number> {
	// Odoo 17 has renamed the fields.
	const line =
		'nb_days' in (await fieldsOf(admin, 'account.payment.term.line'))
			? { value: 'percent', value_amount: 100, nb_days: days }
			: { value: 'balance', days };
	return await admin.call('account.payment.term', 'create', {
		name: `In ${days} days`,
		line_ids: [
			[5, 0, 0],
			[0, 0, line],
		],
	});
}

const fieldsOf = (admin: OdooRpc, model: string) =>
	admin.call<Record<string, unknown>>(model, 'fields_get', [], ['type']);
