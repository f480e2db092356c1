import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Ledger, StoredFile } from '../ledger.mts';
import {
	CURRENCIES,
	listen,
	readParts,
	Refusal,
	round,
	sumOf,
	type Commit,
	type Fields,
} from './standIn.mts';

interface Row extends Fields {
	qty: number;
	rate: number;
	tax_amount: number;
}

export const ERPNEXT = {
	key: 'c0ffee5eed15000',
	secret: 'f00d5eed0015000',
	company: 'Atelier Est',
	expenseAccount: 'Office Supplies - AE',
	taxAccount: 'Input VAT - AE',
};

const ACCOUNTS = [ERPNEXT.expenseAccount, ERPNEXT.taxAccount];
const UNITS = ['Nos', 'Kg', 'Hour'];
const GROUPS = ['All Supplier Groups', 'Services'];

/** Fields that a list may be asked for and filtered by. */
const LISTED: Record<string, string[]> = {
	Supplier: ['name', 'supplier_name', 'supplier_group', 'tax_id', 'disabled'],
	'Purchase Invoice': [
		...['name', 'supplier', 'bill_no', 'docstatus', 'is_return', 'grand_total', 'remarks'],
	],
	File: ['name', 'file_name', 'attached_to_doctype', 'attached_to_name', 'is_private'],
};

const OPERATORS: Record<string, (value: unknown, wanted: unknown) => boolean> = {
	'=': (value, wanted) => value === wanted,
	'!=': (value, wanted) => value !== wanted,
	in: (value, wanted) => (wanted as unknown[]).includes(value),
	like: (value, wanted) => {
		const [start, rest] = String(wanted).split('%');
		if (rest !== '') throw refusal(417, 'DataError', 'The stand-in knows "start%" only');
		return String(value).startsWith(start);
	},
};

const atOnce: Commit = () => Promise.resolve();

/**
 * ERPNext 15 as far as purchase invoices need it: Frappe's REST API of documents with its filters, mandatory
 * fields and links, the totals that ERPNext computes, and `upload_file`.
 */
export async function startErpNext(): Promise<Ledger & { checkUniqueness(): Promise<void> }> {
	const tables: Record<string, Fields[]> = { Supplier: [], 'Purchase Invoice': [], File: [] };
	const files = new Map<unknown, StoredFile>();
	let number = 0;
	let isNumberUnique = false;

	const find = (doctype: string, name: unknown) =>
		tables[doctype].find((document) => document.name === name);

	function insert(doctype: string, document: Fields): Fields {
		tables[doctype].push(document);
		return document;
	}

	/** Named by its name, as ERPNext comes: the key of the table, which the database keeps unique. */
	async function createSupplier(
		{ supplier_name: name, supplier_group: group, ...rest }: Fields,
		commit = atOnce,
	): Promise<Fields> {
		if (!name) throw mandatory('Supplier', 'supplier_name');
		if (group !== undefined) mustBe(GROUPS, 'Supplier Group', group);
		await commit();
		if (find('Supplier', name)) throw refusal(409, 'DuplicateEntryError', 'Supplier');
		return insert('Supplier', {
			...rest,
			name,
			supplier_name: name,
			supplier_group: group ?? GROUPS[0],
			disabled: 0,
		});
	}

	/**
	 * Names follow each other as the invoices are committed, because the counter of the series is locked until
	 * then. Whether there is a number like this is looked up before, among what was committed.
	 */
	async function createInvoice(given: Fields, commit: Commit): Promise<Fields> {
		const {
			supplier,
			currency,
			items = [],
			taxes = [],
		} = given as { items?: Row[]; taxes?: Row[] } & Fields;
		if (!supplier) throw mandatory('Purchase Invoice', 'supplier');
		if (!find('Supplier', supplier)) throw link('Supplier', supplier);
		mustBe([ERPNEXT.company], 'Company', given.company);
		mustBe(CURRENCIES, 'Currency', currency);
		if (items.length === 0) throw mandatory('Purchase Invoice', 'items');
		for (const item of items) {
			const missing = ['item_name', 'qty', 'uom', 'rate', 'expense_account'].find(
				(name) => item[name] === undefined || item[name] === '',
			);
			if (missing) throw mandatory('Purchase Invoice Item', missing);
			if ((item.item_name as string).length > 140)
				throw refusal(417, 'CharacterLengthExceededError');
			mustBe(UNITS, 'UOM', item.uom);
			mustBe(ACCOUNTS, 'Account', item.expense_account);
			if (item.qty > 0 === Boolean(given.is_return)) {
				const wanted = given.is_return ? 'negative' : 'positive';
				throw refusal(417, 'ValidationError', `quantity must be ${wanted} number`);
			}
			if (item.rate < 0) throw refusal(417, 'ValidationError', 'Negative Rate is not allowed');
		}
		for (const tax of taxes) {
			const missing = [
				'charge_type',
				'account_head',
				'description',
				'category',
				'add_deduct_tax',
			].find((name) => !tax[name]);
			if (missing) throw mandatory('Purchase Taxes and Charges', missing);
			mustBe(ACCOUNTS, 'Account', tax.account_head);
		}
		const { posting_date: posting, due_date: due } = given as Record<string, string>;
		if (due && due < posting) {
			throw refusal(
				417,
				'ValidationError',
				'Due Date cannot be before Posting / Supplier Invoice Date',
			);
		}
		if (isNumberUnique && !given.is_return) {
			const other = tables['Purchase Invoice'].find(
				(one) => one.supplier === supplier && one.bill_no === given.bill_no,
			);
			if (other) {
				throw refusal(
					417,
					'ValidationError',
					`Supplier Invoice No exists in Purchase Invoice ${String(other.name)}`,
				);
			}
		}
		const rows = items.map((item) => ({
			...item,
			rate: round(item.rate),
			amount: round(round(item.qty, 3) * round(item.rate)),
		}));
		const total = sumOf(rows.map(({ amount }) => amount));
		const netTotal = round(total - ((given.discount_amount as number) ?? 0));
		const tax = sumOf(taxes.map(({ tax_amount: amount }) => amount));
		await commit();
		return insert('Purchase Invoice', {
			...given,
			items: rows,
			name: nameOf(++number),
			is_return: given.is_return ?? 0,
			docstatus: 0,
			status: 'Draft',
			total,
			net_total: netTotal,
			total_taxes_and_charges: tax,
			grand_total: round(netTotal + tax),
		});
	}

	/** Deletes a draft with what is attached. The name of the last one is given again. */
	function remove(doctype: string, name: string): void {
		const document = find(doctype, name);
		if (!document) throw refusal(404, 'DoesNotExistError', `${doctype} ${name} not found`);
		if (document.docstatus !== 0) {
			throw refusal(417, 'ValidationError', 'Submitted Record cannot be deleted.');
		}
		tables[doctype].splice(tables[doctype].indexOf(document), 1);
		tables.File = tables.File.filter(({ attached_to_name: to }) => to !== name);
		if (name === nameOf(number)) number--;
	}

	const CREATORS: Record<string, (given: Fields, commit: Commit) => Promise<Fields>> = {
		Supplier: createSupplier,
		'Purchase Invoice': createInvoice,
	};

	function listed(doctype: string, query: Record<string, string | undefined>): Fields[] {
		const parse = (text = '[]') => JSON.parse(text) as Array<[string, string, unknown]>;
		const matches =
			(document: Fields) =>
			([field, operator, wanted]: [string, string, unknown]) =>
				OPERATORS[operator](document[allowed(doctype, field)], wanted);
		const all = parse(query.filters);
		const any = parse(query.or_filters);
		const fields = JSON.parse(query.fields ?? '["name"]') as string[];
		return tables[doctype]
			.filter(
				(document) =>
					all.every(matches(document)) && (any.length === 0 || any.some(matches(document))),
			)
			.reverse()
			.slice(0, Number(query.limit_page_length ?? 20))
			.map((document) =>
				Object.fromEntries(
					fields.map((field) => [field, document[allowed(doctype, field)] ?? null]),
				),
			);
	}

	const server = await listen((app: FastifyInstance, commitOf) => {
		app.addHook('onRequest', async ({ headers }) => {
			if (headers.authorization !== `token ${ERPNEXT.key}:${ERPNEXT.secret}`) {
				throw refusal(401, 'AuthenticationError');
			}
		});
		app.get('/api/method/frappe.auth.get_logged_user', async () => ({
			message: 'bookkeeper@example.com',
		}));
		app.get<{ Params: { doctype: string }; Querystring: Record<string, string> }>(
			'/api/resource/:doctype',
			async ({ params, query }) => {
				if (!(params.doctype in LISTED)) throw refusal(404, 'DoesNotExistError', params.doctype);
				return { data: listed(params.doctype, query) };
			},
		);
		app.post<{ Params: { doctype: string }; Body: Fields }>(
			'/api/resource/:doctype',
			async (request) => {
				const { doctype } = request.params;
				if (!(doctype in CREATORS)) throw refusal(403, 'PermissionError');
				const commit = commitOf(request);
				return { data: { doctype, ...(await CREATORS[doctype](request.body, commit)) } };
			},
		);
		app.delete<{ Params: { doctype: string; name: string } }>(
			'/api/resource/:doctype/:name',
			async ({ params }, reply) => {
				if (params.doctype !== 'Purchase Invoice') throw refusal(403, 'PermissionError');
				remove(params.doctype, params.name);
				return await reply.status(202).send({ message: 'ok' });
			},
		);
		app.post('/api/method/upload_file', async (request: FastifyRequest) => {
			const { values, files: parts } = await readParts(request);
			if (!parts.file) throw refusal(417, 'ValidationError', 'Attached file is missing');
			if (!find(values.doctype, values.docname)) throw link(values.doctype, values.docname);
			const file = insert('File', {
				name: `file-${tables.File.length + 1}`,
				file_name: parts.file.name,
				file_url: `/private/files/${parts.file.name}`,
				is_private: Number(values.is_private ?? 0),
				attached_to_doctype: values.doctype,
				attached_to_name: values.docname,
			});
			files.set(file.name, parts.file);
			return { message: { doctype: 'File', ...file } };
		});
	});

	return {
		...server,
		/** Accounts Settings > Check Supplier Invoice Number Uniqueness. */
		checkUniqueness: async () => void (isNumberUnique = true),
		async bills() {
			return tables['Purchase Invoice'].map((invoice) => ({
				isCredit: invoice.is_return === 1,
				vendor: String(invoice.supplier),
				number: String(invoice.bill_no),
				date: String(invoice.bill_date),
				dueDate: String(invoice.due_date),
				currency: String(invoice.currency),
				lines: (invoice.items as Array<Row & { description: string; amount: number }>).map(
					({ description, qty, rate, amount }) => ({
						description,
						quantity: qty,
						unitPrice: rate,
						amount,
					}),
				),
				tax: invoice.total_taxes_and_charges as number,
				total: invoice.grand_total as number,
				note: String(invoice.remarks),
				files: tables.File.filter((file) => file.attached_to_name === invoice.name).map(
					({ name }) => files.get(name) as StoredFile,
				),
			}));
		},
		async vendors() {
			return tables.Supplier.map(({ name }) => String(name));
		},
		addVendor: async (name: string, taxId?: string) =>
			void createSupplier({ supplier_name: name, tax_id: taxId ?? null }),
		reset: async () => {
			for (const table of Object.values(tables)) table.length = 0;
			files.clear();
			isNumberUnique = false;
		},
	};
}

const nameOf = (count: number) => `ACC-PINV-2026-${String(count).padStart(5, '0')}`;

function allowed(doctype: string, field: string): string {
	if (!LISTED[doctype].includes(field)) {
		throw refusal(417, 'DataError', `Field not permitted in query: ${field}`);
	}
	return field;
}

function mustBe(known: string[], doctype: string, name: unknown): void {
	if (!known.includes(name as string)) throw link(doctype, name);
}

const mandatory = (doctype: string, field: string) =>
	refusal(417, 'MandatoryError', `[${doctype}]: ${field}`);

const link = (doctype: string, name: unknown) =>
	refusal(417, 'LinkValidationError', `Could not find ${doctype}: ${String(name)}`);

/** An error as Frappe writes it. */
const refusal = (status: number, type: string, message = type) =>
	new Refusal(status, {
		exc_type: type,
		exception: `frappe.exceptions.${type}: ${message}`,
		_server_messages: JSON.stringify([JSON.stringify({ message })]),
	});
