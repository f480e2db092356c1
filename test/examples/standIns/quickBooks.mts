import type { FastifyRequest } from 'fastify';
import type { Ledger, StoredFile } from '../ledger.mts';
import { OAuth } from './oauth.mts';
import {
	CURRENCIES,
	listen,
	readParts,
	Refusal,
	repeatAnswers,
	round,
	sumOf,
	type Fields,
} from './standIn.mts';

interface Line {
	Amount: number;
	Description?: string;
	DetailType: string;
	AccountBasedExpenseLineDetail: {
		AccountRef: { value: string };
		TaxCodeRef?: { value: string };
	};
}

export const QUICKBOOKS = {
	hosts: ['quickbooks.api.intuit.com', 'oauth.platform.intuit.com'],
	company: '9130350000000001',
	expenseAccount: '57',
	otherAccount: '58',
	taxAccount: '91',
	taxCode: '3',
	taxFreeCode: '4',
};

const ACCOUNTS = [QUICKBOOKS.expenseAccount, QUICKBOOKS.otherAccount, QUICKBOOKS.taxAccount];
const TAX_RATES: Record<string, number> = { [QUICKBOOKS.taxCode]: 20, [QUICKBOOKS.taxFreeCode]: 0 };

/** What a query may filter by. */
const FILTERS: Record<string, string[]> = {
	Vendor: ['Id', 'DisplayName', 'Active'],
	Bill: ['Id', 'DocNumber', 'TxnDate', 'DueDate', 'TotalAmt', 'Balance'],
	VendorCredit: ['Id', 'DocNumber', 'TxnDate', 'TotalAmt'],
	Attachable: ['Id', 'AttachableRef.EntityRef.Type', 'AttachableRef.EntityRef.value'],
};

/**
 * QuickBooks Online as far as bills need it: the query language with its escapes, faults, one currency per
 * vendor, the answers that `requestid` repeats, and uploads in two parts.
 */
export async function startQuickBooks(): Promise<Ledger & { oauth: OAuth }> {
	const oauth = new OAuth();
	const tables: Record<string, Fields[]> = {
		Vendor: [],
		Bill: [],
		VendorCredit: [],
		Attachable: [],
	};
	const files = new Map<unknown, StoredFile>();
	/** Answers by `requestid`. */
	const answered = new Map<string, unknown>();
	let lastId = 0;

	const insert = (entity: string, fields: Fields): Fields => {
		const row = { ...fields, Id: String(++lastId), SyncToken: '0', domain: 'QBO', sparse: false };
		tables[entity].push(row);
		return row;
	};

	function createVendor({ DisplayName: name, ...rest }: Fields): Fields {
		if (typeof name !== 'string' || name === '') throw missing('DisplayName');
		if (/[:\t\n]/.test(name)) throw fault(2040, 'Invalid String. The string is invalid.', name);
		const folded = name.toLowerCase();
		if (tables.Vendor.some(({ DisplayName }) => String(DisplayName).toLowerCase() === folded)) {
			throw fault(6240, 'Duplicate Name Exists Error', 'The name supplied already exists.');
		}
		mustBeCurrency(rest.CurrencyRef);
		return insert('Vendor', {
			Active: true,
			CurrencyRef: { value: 'USD' },
			...rest,
			DisplayName: name,
		});
	}

	function createTransaction(entity: 'Bill' | 'VendorCredit', given: Fields): Fields {
		const {
			VendorRef: vendorRef,
			Line: lines = [],
			DocNumber: number,
		} = given as {
			VendorRef?: { value: string };
			Line?: Line[];
			DocNumber?: string;
		};
		if (!vendorRef) throw missing('VendorRef');
		const vendor = tables.Vendor.find(({ Id }) => Id === vendorRef.value);
		if (!vendor) throw invalidReference('Vendors', vendorRef.value);
		if (lines.length === 0) throw missing('Line');
		if (number && number.length > 21) throw fault(2050, 'Max Length Error', 'DocNumber');
		if (entity === 'VendorCredit' && given.DueDate) {
			throw fault(2010, 'Request has invalid or unsupported property', 'DueDate');
		}
		for (const date of [given.TxnDate, given.DueDate ?? given.TxnDate]) {
			if (!/^\d{4}-\d\d-\d\d$/.test(String(date))) throw fault(2040, 'Invalid Date', String(date));
		}
		mustBeCurrency(given.CurrencyRef);
		const currency = (given.CurrencyRef as { value: string }).value;
		if (currency !== (vendor.CurrencyRef as { value: string }).value) {
			throw fault(
				6000,
				'A business validation error has occurred',
				'The currency is not the vendor’s.',
			);
		}
		const isTaxed = given.GlobalTaxCalculation === 'TaxExcluded';
		for (const line of lines) checkLine(line, isTaxed);
		const net = sumOf(lines.map(({ Amount }) => Amount));
		const tax = isTaxed ? sumOf(lines.map(taxOf)) : 0;
		const Line = lines.map((line, index) => ({
			...line,
			Id: String(index + 1),
			LineNum: index + 1,
		}));
		const TotalAmt = round(net + tax);
		if (TotalAmt < 0) {
			throw fault(6000, 'A business validation error has occurred', 'Amount is negative.');
		}
		return insert(entity, {
			...given,
			Line,
			VendorRef: { value: vendorRef.value, name: vendor.DisplayName },
			TotalAmt,
			Balance: TotalAmt,
		});
	}

	const CREATORS: Record<string, [entity: string, create: (given: Fields) => Fields]> = {
		vendor: ['Vendor', createVendor],
		bill: ['Bill', (given) => createTransaction('Bill', given)],
		vendorcredit: ['VendorCredit', (given) => createTransaction('VendorCredit', given)],
	};

	function attach(metadata: StoredFile, content: StoredFile): Fields {
		if (metadata.mimeType !== 'application/json') {
			throw fault(2010, 'Request has invalid or unsupported property', 'file_metadata_01');
		}
		const given = JSON.parse(metadata.bytes.toString()) as Fields & {
			AttachableRef: Array<{ EntityRef: { type: string; value: string } }>;
		};
		const [{ EntityRef: target }] = given.AttachableRef;
		if (!tables[target.type].some(({ Id }) => Id === target.value)) {
			throw invalidReference(target.type, target.value);
		}
		const row = insert('Attachable', { ...given, Size: content.bytes.length });
		files.set(row.Id, content);
		return row;
	}

	const server = await listen((app) => {
		oauth.addRoute(app, '/oauth2/v1/tokens/bearer');
		app.register(
			async (company) => {
				company.addHook('onRequest', async ({ headers, params }) => {
					oauth.check(headers.authorization, unauthorized);
					if ((params as { realm: string }).realm !== QUICKBOOKS.company) {
						throw new Refusal(403, faultBody(3100, 'message=ApplicationAuthorizationFailed', ''));
					}
					if (!String(headers.accept).includes('application/json')) {
						throw new Refusal(406, '<IntuitResponse>Ask for JSON</IntuitResponse>');
					}
				});
				company.get<{ Querystring: { query: string } }>('/query', async ({ query }) => ({
					QueryResponse: answerQuery(query.query, tables),
					time: new Date().toISOString(),
				}));
				repeatAnswers(company, answered, ({ query }) => {
					const { requestid = '' } = query as { requestid?: string };
					if (requestid.length > 50) throw fault(2050, 'Max Length Error', 'requestid');
					return requestid;
				});
				company.post<{ Params: { what: string }; Body: Fields }>(
					'/:what',
					async ({ params: { what }, body }) => {
						if (!(what in CREATORS)) throw fault(2030, 'Unsupported Operation', what);
						const [entity, create] = CREATORS[what];
						return { [entity]: create(body), time: new Date().toISOString() };
					},
				);
				company.post('/upload', async (request: FastifyRequest) => {
					const { files: parts } = await readParts(request);
					const { file_metadata_01: metadata, file_content_01: content } = parts;
					if (!metadata || !content) throw missing('file_metadata_01 and file_content_01');
					return { AttachableResponse: [{ Attachable: attach(metadata, content) }] };
				});
			},
			{ prefix: '/v3/company/:realm' },
		);
	});

	return {
		...server,
		oauth,
		async bills() {
			return [...tables.Bill, ...tables.VendorCredit].map((bill) => {
				const lines = bill.Line as Line[];
				const isTax = ({ AccountBasedExpenseLineDetail: detail }: Line) =>
					detail.AccountRef.value === QUICKBOOKS.taxAccount;
				const net = sumOf(lines.map(({ Amount }) => Amount));
				return {
					isCredit: tables.VendorCredit.includes(bill),
					vendor: (bill.VendorRef as { name: string }).name,
					number: String(bill.DocNumber),
					date: String(bill.TxnDate),
					dueDate: String(bill.DueDate),
					currency: (bill.CurrencyRef as { value: string }).value,
					lines: lines.filter((line) => !isTax(line)).map(toBookedLine),
					tax: sumOf([
						(bill.TotalAmt as number) - net,
						...lines.filter(isTax).map(({ Amount }) => Amount),
					]),
					total: bill.TotalAmt as number,
					note: String(bill.PrivateNote),
					files: tables.Attachable.filter(({ AttachableRef }) =>
						(AttachableRef as Array<{ EntityRef: { value: string } }>).some(
							({ EntityRef }) => EntityRef.value === bill.Id,
						),
					).map(({ Id }) => files.get(Id) as StoredFile),
				};
			});
		},
		async vendors() {
			return tables.Vendor.map(({ DisplayName }) => String(DisplayName));
		},
		forgetKeys: () => answered.clear(),
		addVendor: async (name) =>
			void createVendor({ DisplayName: name, CurrencyRef: { value: 'EUR' } }),
		reset: async () => {
			for (const table of Object.values(tables)) table.length = 0;
			files.clear();
			answered.clear();
		},
	};
}

/**
 * `select Id, DisplayName from Vendor where DisplayName = 'O\'Brien' startposition 1 maxresults 1000`, as far as it is
 * used: AND, `=` and text. At most 1000 rows come at a time, 100 where the query does not say.
 */
function answerQuery(statement: string, tables: Record<string, Fields[]>): Fields {
	const [, list = '*', entity = '', where = '', start = '1', max = '100'] =
		/^select (.+?) from (\w+)(?: where (.+?))?(?: startposition (\d+))?(?: maxresults (\d+))?$/is.exec(
			statement,
		) ?? [];
	const isPaged = Number(start) >= 1 && Number(max) >= 1 && Number(max) <= 1000;
	if (!isPaged) throw fault(4001, 'Invalid query', 'QueryValidationError: maxresults');
	const name = Object.keys(tables).find((one) => one.toLowerCase() === entity.toLowerCase());
	if (!name) throw parseError(statement);
	const conditions = [...where.matchAll(/\s*([\w.]+) = '((?:[^'\\]|\\.)*)'(?: and|$)/giy)];
	if (conditions.map(([text]) => text).join('') !== where) throw parseError(statement);
	const rows = tables[name].filter((row) =>
		conditions.every(([, field, text]) => {
			if (!FILTERS[name].includes(field)) {
				throw fault(4001, 'Invalid query', `QueryValidationError: property ${field}`);
			}
			return valuesOf(row, field).includes(text.replace(/\\(.)/g, '$1'));
		}),
	);
	const page = rows.slice(Number(start) - 1).slice(0, Number(max));
	const names = list.split(',').map((field) => field.trim());
	const shown = page.map((row) =>
		names[0] === '*' ? row : Object.fromEntries(names.map((field) => [field, row[field]])),
	);
	// Nothing found is an empty object, not an empty list.
	return shown.length > 0
		? { [name]: shown, startPosition: Number(start), maxResults: shown.length }
		: {};
}

function valuesOf(row: Fields, field: string): unknown[] {
	const [list, owner, member] = field.split('.');
	if (!owner) return [row[list]];
	return (row[list] as Array<Record<string, Record<string, unknown>>>).map(
		(one) => one[owner][member === 'Type' ? 'type' : member],
	);
}

function checkLine(line: Line, isTaxed: boolean): void {
	if (typeof line.Amount !== 'number' || round(line.Amount) !== line.Amount)
		throw missing('Amount');
	const { AccountBasedExpenseLineDetail: detail } = line;
	if (line.DetailType !== 'AccountBasedExpenseLineDetail' || !detail) throw missing('DetailType');
	if (!ACCOUNTS.includes(detail.AccountRef.value)) {
		throw invalidReference('Accounts', detail.AccountRef.value);
	}
	const code = detail.TaxCodeRef?.value;
	if (isTaxed && !(code && code in TAX_RATES)) throw invalidReference('TaxCodes', String(code));
}

const taxOf = ({ Amount, AccountBasedExpenseLineDetail: detail }: Line): number =>
	round((Amount * TAX_RATES[detail.TaxCodeRef?.value ?? '']) / 100);

/** Lines of accounts have no quantity in QuickBooks: it stands in their text. */
function toBookedLine({ Description = '', Amount: amount, ...line }: Line) {
	const [, count, description] = /^(?:([\d.]+) × )?(.*)$/s.exec(Description) as RegExpExecArray;
	const quantity = Number(count ?? 1);
	const account = line.AccountBasedExpenseLineDetail?.AccountRef.value;
	return { description, quantity, unitPrice: round(amount / quantity, 4), amount, account };
}

function mustBeCurrency(ref: unknown): void {
	const { value } = (ref ?? {}) as { value?: string };
	if (value !== undefined && !CURRENCIES.includes(value)) throw invalidReference('Currency', value);
}

const faultBody = (code: number, message: string, detail: string, type = 'ValidationFault') => ({
	Fault: { Error: [{ Message: message, Detail: detail, code: String(code) }], type },
	time: new Date().toISOString(),
});

const fault = (code: number, message: string, detail: string) =>
	new Refusal(400, faultBody(code, message, detail));

const unauthorized = faultBody(
	3200,
	'message=AuthenticationFailed; errorCode=003200; statusCode=401',
	'Token expired',
	'AUTHENTICATION',
);

const missing = (name: string) =>
	fault(2020, 'Required param missing, need to supply the required value for the API', name);

const invalidReference = (what: string, id: string) =>
	fault(2500, 'Invalid Reference Id', `${what} element id ${id} not found`);

const parseError = (statement: string) =>
	fault(4000, 'Error parsing query', `QueryParserError: ${statement}`);
