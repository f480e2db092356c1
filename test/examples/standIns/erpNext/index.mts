import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Ledger, StoredFile } from '../../ledger.mts';
import { listen, readParts, type Commit, type Fields } from '../standIn.mts';
import { ACCOUNTS, COMPANY, EXPENSE_ACCOUNT, TAX_ACCOUNT } from './accounts.mts';
import { draft, fiscalYearOf, submitted, type Invoice, type Supplier } from './invoice.mts';
import { Orders } from './orders.mts';
import { isSame, listed } from './query.mts';
import { refusal } from './refusal.mts';
import { makeSupplier } from './supplier.mts';

/** An ERPNext that tests book in. */
export interface ErpNextLedger extends Ledger {
	/** What a user has to know of it: for the credential, and for the example's Settings. */
	access: {
		key: string;
		secret: string;
		company: string;
		expenseAccount: string;
		taxAccount: string;
	};
	/** Sets Accounts Settings > Check Supplier Invoice Number Uniqueness until the next reset. */
	checkUniqueness(): Promise<void>;
	/** Sets Buying Settings > Supplier Naming By to the series until the next reset. */
	numberSuppliers(): Promise<void>;
}

/** An ERPNext with purchase orders. */
export interface ErpNextStandIn extends ErpNextLedger {
	purchases: Orders;
	/** Lines of the invoices that were not cancelled, oldest first. */
	invoiceLines(): Fields[];
}

/** Types of documents that are lines of another one, which has to be named when they are asked for. */
const PARENTS: Record<string, string> = {
	'Purchase Order Item': 'Purchase Order',
	'Purchase Receipt Item': 'Purchase Receipt',
	'Purchase Invoice Item': 'Purchase Invoice',
};

const access = {
	key: 'c0ffee5eed15000',
	secret: 'f00d5eed0015000',
	company: COMPANY,
	expenseAccount: EXPENSE_ACCOUNT,
	taxAccount: TAX_ACCOUNT,
};

const atOnce: Commit = () => Promise.resolve();

/** Names of a series follow each other as documents are committed, because its counter is locked until then. */
const nameOf = (series: string, count: number) =>
	`${series}-2026-${String(count).padStart(5, '0')}`;

/**
 * ERPNext 15 as far as purchase invoices need it: Frappe's REST API of documents with its filters, mandatory
 * fields and links, what ERPNext checks and computes, and `upload_file`. What it answers was compared with a real one,
 * but for purchase orders.
 */
export async function startErpNext(): Promise<ErpNextStandIn> {
	const purchases = new Orders();
	const suppliers: Supplier[] = [];
	const invoices: Invoice[] = [];
	const files: Array<Fields & Omit<StoredFile, 'name'>> = [];
	const tables: Record<string, Fields[]> = {
		...{ Supplier: suppliers, 'Purchase Invoice': invoices, File: files, Account: ACCOUNTS },
		...{ 'Purchase Order': purchases.orders, 'Purchase Receipt Item': purchases.received },
	};
	const linesOf = (documents: Array<{ name: string; docstatus?: unknown; items: Fields[] }>) =>
		documents.flatMap(({ name: parent, docstatus, items }) =>
			items.map((item) => ({ ...item, parent, docstatus })),
		);
	const lines: Record<string, () => Fields[]> = {
		'Purchase Order Item': () => linesOf(purchases.orders),
		'Purchase Invoice Item': () => linesOf(invoices),
	};
	const last = { 'ACC-PINV': 0, SUP: 0 };
	let isNumberUnique = false;
	let isNumbered = false;

	const find = (doctype: string, name: unknown) =>
		tables[doctype].find((document) => isSame(document.name, name));
	const supplierOf = (name: unknown) => find('Supplier', name) as Supplier | undefined;

	/** Named by its name, as ERPNext comes, it is the key of the table, which the database keeps unique. */
	async function createSupplier(given: Fields, commit = atOnce): Promise<Fields> {
		makeSupplier(given, nameOf('SUP', last.SUP + 1));
		await commit();
		const name = isNumbered ? nameOf('SUP', ++last.SUP) : String(given.supplier_name);
		if (supplierOf(name)) {
			const message = `('Supplier', '${name}', IntegrityError(1062, "Duplicate entry '${name}' for key 'PRIMARY'"))`;
			throw refusal(409, 'DuplicateEntryError', message);
		}
		const supplier = makeSupplier(given, name);
		suppliers.push(supplier);
		return supplier;
	}

	/** Looks among what was committed. */
	function refuseSecond(given: Fields, supplier: Supplier): void {
		const year = fiscalYearOf(given);
		const other = invoices.find(
			(one) =>
				one.supplier === supplier.name &&
				isSame(one.bill_no, given.bill_no) &&
				String(one.posting_date).startsWith(year),
		);
		if (other) {
			const message = `Supplier Invoice No exists in Purchase Invoice ${other.name}`;
			throw refusal(417, 'ValidationError', message);
		}
	}

	/** Whether there is a number like this in its year is looked up before the name is given. */
	async function createInvoice(given: Fields, commit: Commit): Promise<Fields> {
		const supplier = supplierOf(given.supplier);
		if (!supplier) {
			const message = `Supplier: ${String(given.supplier)} does not exists`;
			throw refusal(417, 'ValidationError', message);
		}
		draft(given, supplier, nameOf('ACC-PINV', last['ACC-PINV'] + 1));
		purchases.check(given);
		if (isNumberUnique && !given.is_return) refuseSecond(given, supplier);
		await commit();
		const invoice = draft(given, supplier, nameOf('ACC-PINV', ++last['ACC-PINV']));
		invoices.push(invoice);
		return invoice;
	}

	/** Deletes a draft with what is attached, or a supplier without invoices. The last name is given again. */
	function remove(doctype: string, name: string): void {
		const document = find(doctype, name);
		if (!document) throw refusal(404, 'DoesNotExistError');
		if (document.docstatus === 1) {
			throw refusal(417, 'ValidationError', 'Submitted Record cannot be deleted.');
		}
		if (invoices.some(({ supplier }) => supplier === name)) {
			const message = 'You can disable this Supplier instead of deleting it.';
			throw refusal(417, 'LinkExistsError', message);
		}
		tables[doctype].splice(tables[doctype].indexOf(document), 1);
		files.splice(0, files.length, ...files.filter(({ attached_to_name: to }) => to !== name));
		for (const series of ['ACC-PINV', 'SUP'] as const) {
			if (name === nameOf(series, last[series])) last[series]--;
		}
	}

	const CREATORS: Record<string, (given: Fields, commit: Commit) => Promise<Fields>> = {
		Supplier: createSupplier,
		'Purchase Invoice': createInvoice,
	};

	const server = await listen((app: FastifyInstance, commitOf) => {
		app.addHook('onRequest', async ({ headers }) => {
			if (headers.authorization !== `token ${access.key}:${access.secret}`) {
				throw refusal(401, 'AuthenticationError');
			}
		});
		app.get('/api/method/frappe.auth.get_logged_user', async () => ({
			message: 'bookkeeper@example.com',
		}));
		app.get<{ Params: { doctype: string }; Querystring: Record<string, string> }>(
			'/api/resource/:doctype',
			async ({ params: { doctype }, query }) => {
				if (query.parent !== PARENTS[doctype]) throw refusal(403, 'PermissionError');
				const rows = lines[doctype]?.() ?? tables[doctype];
				if (!rows) throw refusal(404, 'DoesNotExistError');
				return { data: listed(doctype, rows, query) };
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
			async ({ params: { doctype, name } }, reply) => {
				if (!(doctype in CREATORS)) throw refusal(403, 'PermissionError');
				remove(doctype, name);
				return await reply.status(202).send({ data: 'ok' });
			},
		);
		// It does not look whether there is what the file is attached to.
		app.post('/api/method/upload_file', async (request: FastifyRequest) => {
			const { values, files: parts } = await readParts(request);
			if (!parts.file) {
				const message = 'Fields `file_name` or `file_url` must be set for File';
				throw refusal(417, 'MandatoryError', message);
			}
			const file = {
				...{ name: `file-${files.length + 1}`, file_name: parts.file.name },
				...{ attached_to_doctype: values.doctype, attached_to_name: values.docname },
				is_private: Number(values.is_private ?? 0),
			};
			const { mimeType, bytes } = parts.file;
			files.push({ ...file, mimeType, bytes });
			return { message: { doctype: 'File', ...file } };
		});
	});

	return {
		...server,
		access,
		purchases,
		invoiceLines: () => linesOf(invoices),
		bills: async () =>
			invoices.map((invoice) => ({
				isCredit: invoice.is_return === 1,
				vendor: String(supplierOf(invoice.supplier)?.supplier_name),
				number: String(invoice.bill_no),
				date: String(invoice.bill_date),
				dueDate: invoice.due_date,
				currency: String(invoice.currency),
				lines: invoice.items.map(
					({ description, qty, rate, amount, expense_account: account }) => ({
						...{ description, quantity: qty, unitPrice: rate, amount, account },
					}),
				),
				tax: invoice.total_taxes_and_charges as number,
				total: invoice.grand_total as number,
				note: String(invoice.remarks),
				files: files
					.filter(({ attached_to_name: to }) => to === invoice.name)
					.map(({ file_name: name, mimeType, bytes }) => ({ name: String(name), mimeType, bytes })),
			})),
		vendors: async () => suppliers.map(({ supplier_name: name }) => name),
		addVendor: async (name, taxId, days) =>
			void (await createSupplier({ supplier_name: name, tax_id: taxId, days })),
		checkUniqueness: async () => void (isNumberUnique = true),
		numberSuppliers: async () => void (isNumbered = true),
		post: async () => {
			for (const invoice of invoices.filter(({ docstatus }) => docstatus === 0)) {
				purchases.checkBilled(
					invoice,
					invoices.filter(({ docstatus }) => docstatus === 1),
				);
				Object.assign(invoice, submitted(invoice, supplierOf(invoice.supplier) as Supplier));
			}
		},
		reset: async () => {
			const { orders, received } = purchases;
			for (const table of [suppliers, invoices, files, orders, received]) table.length = 0;
			isNumberUnique = isNumbered = purchases.keepsRates = false;
		},
	};
}
