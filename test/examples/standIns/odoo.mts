import type { Ledger, StoredFile } from '../ledger.mts';
import { OdooPurchases, PURCHASE_MODELS } from './odooPurchases.mts';
import { CURRENCIES, listen, Refusal, round, sumOf, type Commit, type Fields } from './standIn.mts';

type Leaf = [field: string, operator: string, wanted: unknown];

/** What a user has to know of an Odoo: for the credential, and for the example's Settings. */
export interface OdooAccess {
	db: string;
	username: string;
	password: string;
	expenseAccount: number;
	taxAccount: number;
	/** A purchase tax of 20 % on the net amount. */
	tax: number;
}

const ODOO: OdooAccess = {
	db: 'atelier',
	username: 'bookkeeper@example.com',
	password: 'odoo-password-1',
	expenseAccount: 601,
	taxAccount: 445,
	tax: 7,
};

const USER_ID = 2;
/** A vendor bill and a vendor credit note; both have positive amounts. */
const MOVE_TYPES = ['in_invoice', 'in_refund'];

/** Another account for lines. */
export const OTHER_ACCOUNT = 625;

const ACCOUNTS = [ODOO.expenseAccount, OTHER_ACCOUNT, ODOO.taxAccount];
const TAX_RATES: Record<number, number> = { [ODOO.tax]: 20 };

/** The fields that each model has, as far as they are needed. */
const MODELS: Record<string, string[]> = {
	'res.partner': [
		...['name', 'is_company', 'vat', 'email', 'comment', 'supplier_rank'],
		...['property_supplier_payment_term_id', 'parent_id'],
	],
	'res.currency': ['name'],
	'account.move': [
		...[
			'name',
			'move_type',
			'partner_id',
			'ref',
			'invoice_date',
			'invoice_date_due',
			'invoice_payment_term_id',
			'currency_id',
			'invoice_origin',
		],
		...['invoice_line_ids', 'narration', 'state', 'amount_tax', 'amount_total'],
	],
	'account.move.line': [
		...['name', 'quantity', 'price_unit', 'price_subtotal', 'account_id', 'tax_ids', 'move_id'],
		...['product_id', 'product_uom_id', 'purchase_line_id'],
	],
	'ir.attachment': ['name', 'datas', 'res_model', 'res_id', 'mimetype'],
	...PURCHASE_MODELS,
};

/** The models that fields refer to, by whose names something goes. */
const REFERRED: Record<string, string> = {
	partner_id: 'res.partner',
	currency_id: 'res.currency',
	product_id: 'product.product',
};

type Label = (field: string, id: number) => string;

const OPERATORS: Record<string, (value: unknown, wanted: unknown) => boolean> = {
	'=': (value, wanted) => value === wanted,
	'!=': (value, wanted) => value !== wanted,
	in: (value, wanted) => (wanted as unknown[]).includes(value),
};

const atOnce: Commit = () => Promise.resolve();

/** An Odoo with purchase orders. */
export interface OdooStandIn extends Ledger {
	access: OdooAccess;
	purchases: OdooPurchases;
	/** Lines of bills, oldest first. */
	billLines(): Fields[];
}

/**
 * Odoo as far as vendor bills need it: JSON-RPC with login and execute, domains, commands for lines, and the
 * totals that Odoo computes. Like Odoo it knows no field that its models do not have.
 */
export async function startOdoo(): Promise<OdooStandIn> {
	const records: Record<string, Fields[]> = {};
	/** Written, but not to be seen by others yet. */
	const uncommitted = new Set<Fields>();
	let lastId = 0;

	const reset = () => {
		for (const model of Object.keys(MODELS)) records[model] = [];
		records['res.currency'] = CURRENCIES.map((name) => ({ id: ++lastId, name }));
	};
	reset();

	const byId = (model: string, id: unknown) => {
		const record = records[model].find((one) => one.id === id);
		if (!record) throw missing(model, id);
		return record;
	};

	/** How Odoo shows a record where another one refers to it. */
	const labelOf = (field: string, id: number): string => {
		const record = records[REFERRED[field]]?.find((one) => one.id === id);
		if (!record) return `Record ${id}`;
		const { default_code: code, name } = record as { default_code?: string; name: string };
		return code ? `[${code}] ${name}` : name;
	};

	/** An ID is taken at the beginning: of two that are created at once, the one with the lower ID may be seen later. */
	async function create(model: string, given: Fields, commit = atOnce): Promise<number> {
		for (const field of Object.keys(given)) checkField(model, field);
		const id = ++lastId;
		const record = { id, ...given, ...CREATORS[model]?.(given, id) };
		uncommitted.add(record);
		await commit();
		uncommitted.delete(record);
		records[model].push(record);
		if (model === 'account.move') {
			for (const line of linesOf(given.invoice_line_ids)) {
				const price_subtotal = amountOf(line);
				records['account.move.line'].push({ id: ++lastId, ...line, move_id: id, price_subtotal });
			}
		}
		return id;
	}

	/** As far as it is needed: partners, which no bill may have. */
	function remove(model: string, id: number): true {
		const record = byId(model, id);
		const moves = [...records['account.move'], ...uncommitted];
		if (moves.some(({ partner_id: partner }) => partner === id)) {
			const message = 'The partner cannot be deleted because it is used in Accounting';
			throw odooError('UserError', message);
		}
		records[model].splice(records[model].indexOf(record), 1);
		return true;
	}

	const CREATORS: Record<string, (given: Fields, id: number) => Fields> = {
		'res.partner': ({ name, vat }) => {
			if (!name) throw odooError('ValidationError', 'A partner needs a name.');
			checkTaxId(vat);
			return {};
		},
		'account.move': ({ partner_id: partner, currency_id: currency, ...given }, id) => {
			if (!MOVE_TYPES.includes(given.move_type as string))
				throw odooError('ValueError', 'Wrong value for move_type');
			const { property_supplier_payment_term_id: ofVendor } = byId('res.partner', partner);
			byId('res.currency', currency);
			checkDate(given.invoice_date);
			if (given.invoice_date_due) checkDate(given.invoice_date_due);
			const lines = linesOf(given.invoice_line_ids);
			for (const line of lines) {
				checkLine(line);
				if (line.product_id) byId('product.product', line.product_id);
				if (line.purchase_line_id) byId('purchase.order.line', line.purchase_line_id);
			}
			const { invoice_payment_term_id: terms = ofVendor } = given;
			const net = sumOf(lines.map(amountOf));
			const tax = sumOf(lines.map(taxOf));
			return {
				name: `BILL/2026/${id}`,
				state: 'draft',
				invoice_payment_term_id: terms,
				invoice_date_due: terms
					? later(String(given.invoice_date), terms as number)
					: given.invoice_date_due,
				amount_tax: tax,
				amount_total: round(net + tax),
			};
		},
		'ir.attachment': ({ res_model: model, res_id: id, datas }) => {
			byId(String(model), id);
			if (!/^[A-Za-z0-9+/]+=*$/.test(String(datas)))
				throw odooError('ValueError', 'Incorrect padding');
			return {};
		},
	};

	const METHODS: Record<string, (commit: Commit, model: string, ...args: never[]) => unknown> = {
		create: (commit, model, given: Fields) => create(model, given, commit),
		write: (_, model, ids: number[], values: Fields) => {
			for (const field of Object.keys(values)) checkField(model, field);
			if ('vat' in values) checkTaxId(values.vat);
			for (const id of ids) Object.assign(byId(model, id), values);
			return true;
		},
		unlink: (_, model, [id]: number[]) => remove(model, id),
		read: (_, model, ids: number[], fields: string[]) =>
			ids.map((id) => view(model, byId(model, id), fields, labelOf)),
		// The newest first, as partners of one name and drafts of one date come.
		search_read: (_, model, domain: Leaf[], fields: string[], offset: number, limit?: number) =>
			records[model]
				.filter((record) =>
					domain.every(([field, operator, wanted]) => {
						checkField(model, field);
						return OPERATORS[operator](record[field] ?? false, wanted);
					}),
				)
				.sort((a, b) => Number(b.id) - Number(a.id))
				.slice(offset, limit && offset + limit)
				.map((record) => view(model, record, fields, labelOf)),
	};

	const SERVICES: Record<string, (commit: Commit, ...args: unknown[]) => unknown> = {
		'common.login': (_, db, username, password) =>
			db === ODOO.db && username === ODOO.username && password === ODOO.password && USER_ID,
		'object.execute': (commit, db, user, password, model, method, ...args) => {
			if (db !== ODOO.db || user !== USER_ID || password !== ODOO.password) {
				throw odooError('AccessDenied', 'Access Denied');
			}
			if (!(String(model) in MODELS)) throw odooError('KeyError', String(model));
			return METHODS[String(method)](commit, String(model), ...(args as never[]));
		},
	};

	interface Call {
		id: number;
		params: { service: string; method: string; args: unknown[] };
	}
	const server = await listen((app, commitOf) => {
		app.post<{ Body: Call }>('/jsonrpc', async (request) => {
			const { id, params } = request.body;
			const service = SERVICES[`${params.service}.${params.method}`];
			try {
				const result = await service(commitOf(request), ...params.args);
				return { jsonrpc: '2.0', id, result };
			} catch (error) {
				// Errors of the server come with status 200.
				if (error instanceof Refusal) return { jsonrpc: '2.0', id, error: error.body };
				throw error;
			}
		});
	});

	return {
		...server,
		access: ODOO,
		purchases: new OdooPurchases(records, () => ++lastId),
		billLines: () => records['account.move.line'],
		async bills() {
			const kept = records['account.move'].filter(({ state }) => state !== 'cancel');
			return kept.map((move) => {
				const lines = linesOf(move.invoice_line_ids);
				const isTax = (line: Fields) => line.account_id === ODOO.taxAccount;
				return {
					isCredit: move.move_type === 'in_refund',
					vendor: String(byId('res.partner', move.partner_id).name),
					number: String(move.ref),
					date: String(move.invoice_date),
					dueDate: String(move.invoice_date_due),
					currency: String(byId('res.currency', move.currency_id).name),
					lines: lines
						.filter((line) => !isTax(line))
						.map((line) => ({
							description: String(line.name),
							quantity: line.quantity as number,
							unitPrice: line.price_unit as number,
							amount: amountOf(line),
							account: String(line.account_id),
						})),
					tax: sumOf([move.amount_tax as number, ...lines.filter(isTax).map(amountOf)]),
					total: move.amount_total as number,
					note: String(move.narration),
					files: records['ir.attachment'].filter(({ res_id: id }) => id === move.id).map(toFile),
				};
			});
		},
		async vendors() {
			return records['res.partner'].map(({ name }) => String(name));
		},
		// Terms of payment have the days until a bill is due as their ID.
		addVendor: async (name, taxId, days) => {
			const terms = { property_supplier_payment_term_id: days ?? false };
			await create('res.partner', { name, vat: taxId ?? false, ...terms });
		},
		reset: async () => reset(),
	};
}

const linesOf = (commands: unknown): Fields[] =>
	(commands as Array<[number, number, Fields]>).map(([command, , values]) => {
		if (command !== 0) throw odooError('ValueError', `Wrong command ${command} for a new record`);
		return values;
	});

const taxIdsOf = (line: Fields): number[] =>
	((line.tax_ids ?? []) as Array<[number, number, number[]]>).flatMap(([, , ids]) => ids);

function checkLine(line: Fields): void {
	for (const field of Object.keys(line)) checkField('account.move.line', field);
	if (!ACCOUNTS.includes(line.account_id as number))
		throw missing('account.account', line.account_id);
	for (const id of taxIdsOf(line)) if (!(id in TAX_RATES)) throw missing('account.tax', id);
}

/** Quantities and prices are kept with two decimals, as Odoo comes. */
const amountOf = (line: Fields): number =>
	round(round(line.quantity as number) * round(line.price_unit as number));

const taxOf = (line: Fields): number =>
	sumOf(taxIdsOf(line).map((id) => round((amountOf(line) * TAX_RATES[id]) / 100)));

const toFile = ({ name, datas }: Fields): StoredFile => ({
	name: String(name),
	mimeType: '',
	bytes: Buffer.from(String(datas), 'base64'),
});

/** What is empty reads as false, and another record as its ID and name. */
function valueOf(record: Fields, field: string, labelOf: Label): unknown {
	const value = record[field] ?? false;
	return field.endsWith('_id') && typeof value === 'number'
		? [value, labelOf(field, value)]
		: value;
}

function view(model: string, record: Fields, fields: string[], labelOf: Label): Fields {
	for (const field of fields) checkField(model, field);
	const all = fields.length > 0 ? fields : MODELS[model];
	return Object.fromEntries([
		['id', record.id],
		...all.map((field) => [field, valueOf(record, field, labelOf)] as const),
	]);
}

function checkField(model: string, field: string): void {
	if (field !== 'id' && !MODELS[model].includes(field)) {
		throw odooError('ValueError', `Invalid field '${field}' on model '${model}'`);
	}
}

function checkDate(date: unknown): void {
	if (!/^\d{4}-\d\d-\d\d$/.test(String(date))) {
		throw odooError('ValueError', `time data '${String(date)}' does not match format '%Y-%m-%d'`);
	}
}

/** As its module for tax numbers does, which comes with the charts of accounts of Europe; here for Germany. */
function checkTaxId(taxId: unknown): void {
	const [, digits] = /^DE(\d*)$/.exec(String(taxId)) ?? [];
	if (digits === undefined) return;
	const product = [...digits.slice(0, -1)].reduce(
		(rest, digit) => (2 * ((Number(digit) + rest) % 10 || 10)) % 11,
		10,
	);
	if (digits.length !== 9 || (product + Number(digits.at(-1))) % 10 !== 1) {
		throw odooError(
			'ValidationError',
			`The VAT number [${String(taxId)}] does not seem to be valid.`,
		);
	}
}

const later = (date: string, days: number): string =>
	new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);

const missing = (model: string, id: unknown) =>
	odooError(
		'MissingError',
		`Record does not exist or has been deleted. (Record: ${model}(${String(id)},))`,
	);

const odooError = (name: string, message: string) =>
	new Refusal(200, {
		code: 200,
		message: 'Odoo Server Error',
		data: { name: `odoo.exceptions.${name}`, message, arguments: [message], debug: '' },
	});
