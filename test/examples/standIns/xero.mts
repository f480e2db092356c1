import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { Ledger, StoredFile } from '../ledger.mts';
import { OAuth } from './oauth.mts';
import {
	CURRENCIES,
	listen,
	Refusal,
	repeatAnswers,
	round,
	sumOf,
	type Fields,
} from './standIn.mts';

interface Line {
	Description?: string;
	Quantity: number;
	UnitAmount: number;
	LineAmount?: number;
	TaxAmount?: number;
	TaxType?: string;
	AccountCode?: string;
	DiscountRate?: number;
}

export const XERO = {
	hosts: ['api.xero.com', 'identity.xero.com'],
	tenant: '70784a63-d24b-46a9-a4db-0e70a274b056',
	account: '461',
	otherAccount: '429',
	taxType: 'INPUT2',
	taxFreeType: 'NONE',
};

const TAX_RATES: Record<string, number> = { INPUT2: 20, NONE: 0 };

/** Bills and the credit notes of vendors, which are alike but for their names. */
const RECORDS = {
	Invoices: { type: 'ACCPAY', id: 'InvoiceID', number: 'InvoiceNumber' },
	CreditNotes: { type: 'ACCPAYCREDIT', id: 'CreditNoteID', number: 'CreditNoteNumber' },
};

type Collection = keyof typeof RECORDS;

/**
 * Xero as far as bills need it: the tenant header, filters, the checks of lines, tax that may be given, the
 * answers that an Idempotency-Key repeats, attachments and history.
 */
export async function startXero(): Promise<Ledger & { oauth: OAuth }> {
	const oauth = new OAuth();
	const contacts: Fields[] = [];
	const records: Record<Collection, Fields[]> = { Invoices: [], CreditNotes: [] };
	const files = new Map<string, StoredFile[]>();
	const history = new Map<string, string[]>();
	/** Answers by Idempotency-Key. */
	const answered = new Map<string, unknown>();

	const recordOf = (collection: Collection, id: string) => {
		const record = records[collection].find((one) => one[RECORDS[collection].id] === id);
		if (!record) throw new Refusal(404, { Title: 'Not Found', Status: 404 });
		return record;
	};

	/** POST updates the contact that bears this name, if there is one. */
	function saveContact({ Name: name, ...rest }: Fields): Fields {
		if (typeof name !== 'string' || name === '')
			throw invalid('The contact name must be specified.');
		const before = contacts.find((one) => one.Name === name);
		if (before) return Object.assign(before, rest);
		const contact = { ContactID: randomUUID(), ContactStatus: 'ACTIVE', ...rest, Name: name };
		contacts.push(contact);
		return contact;
	}

	function createRecord(collection: Collection, given: Fields): Fields {
		const { type, id } = RECORDS[collection];
		const { Contact: ref, LineItems: lines = [] } = given as {
			Contact?: { ContactID?: string };
			LineItems?: Line[];
		};
		const contact = contacts.find(({ ContactID }) => ContactID === ref?.ContactID);
		if (!contact) throw invalid('The Contact could not be found');
		if (given.Type !== type) throw invalid('Invoice not of valid type');
		if (!CURRENCIES.includes(String(given.CurrencyCode))) {
			throw invalid(`Organisation is not subscribed to currency ${String(given.CurrencyCode)}`);
		}
		if (given.Url && !URL.canParse(given.Url as string)) throw invalid('Url is not valid');
		for (const date of [given.Date, given.DueDate ?? given.Date]) {
			if (!/^\d{4}-\d\d-\d\d$/.test(String(date))) throw invalid('Invalid date');
		}
		if (lines.length === 0) throw invalid('One or more line items must be specified');
		const LineItems = lines.map(completed);
		const SubTotal = sumOf(LineItems.map(({ LineAmount }) => LineAmount));
		const TotalTax = sumOf(LineItems.map(({ TaxAmount }) => TaxAmount));
		const Total = round(SubTotal + TotalTax);
		if (Total < 0) throw invalid('The total must not be negative');
		const record = {
			...given,
			[id]: randomUUID(),
			Contact: contact,
			LineItems,
			SubTotal,
			TotalTax,
			Total,
			DateString: `${String(given.Date)}T00:00:00`,
			HasAttachments: false,
			HasErrors: false,
		};
		records[collection].push(record);
		return record;
	}

	interface Where {
		where?: string;
	}

	interface Paged {
		page?: string;
		pageSize?: string;
	}

	function addRoutes(api: FastifyInstance, collection: Collection): void {
		api.get<{ Querystring: Where }>(`/${collection}`, async ({ query }) =>
			list(collection, matching(records[collection], query.where)),
		);
		api.put<{ Body: Fields }>(`/${collection}`, async ({ body }) =>
			list(
				collection,
				oneOrMany(body, collection).map((given) => createRecord(collection, given)),
			),
		);
		api.put<{ Params: { id: string }; Body: { HistoryRecords: Array<{ Details: string }> } }>(
			`/${collection}/:id/History`,
			async ({ params: { id }, body }) => {
				const details = body.HistoryRecords.map(({ Details }) => Details);
				if (details.some((text) => text.length > 450)) throw invalid('Details is too long');
				recordOf(collection, id);
				history.set(id, [...(history.get(id) ?? []), ...details]);
				return list('HistoryRecords', body.HistoryRecords);
			},
		);
		api.get<{ Params: { id: string } }>(
			`/${collection}/:id/Attachments`,
			async ({ params: { id } }) => {
				recordOf(collection, id);
				const attached = (files.get(id) ?? []).map(({ name }) => ({ FileName: name }));
				return list('Attachments', attached);
			},
		);
		api.put<{ Params: { id: string; name: string }; Body: Buffer }>(
			`/${collection}/:id/Attachments/:name`,
			async ({ params: { id, name }, headers, body }) => {
				const record = recordOf(collection, id);
				if (!Buffer.isBuffer(body) || body.length === 0) throw invalid('The file is empty');
				if (!/\.(pdf|jpe?g|png|gif|webp)$/i.test(name)) throw invalid('File type not supported');
				const mimeType = String(headers['content-type']);
				files.set(id, [...(files.get(id) ?? []), { name, mimeType, bytes: body }]);
				record.HasAttachments = true;
				return list('Attachments', [
					{
						AttachmentID: randomUUID(),
						FileName: name,
						MimeType: mimeType,
						ContentLength: body.length,
					},
				]);
			},
		);
	}

	const server = await listen((app) => {
		oauth.addRoute(app, '/connect/token');
		app.register(
			async (api) => {
				api.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) =>
					done(null, body),
				);
				api.addHook('onRequest', async ({ headers }) => {
					oauth.check(headers.authorization, {
						Title: 'Unauthorized',
						Status: 401,
						Detail: 'TokenExpired: token expired',
					});
					if (headers['xero-tenant-id'] !== XERO.tenant) {
						throw new Refusal(403, {
							Title: 'Forbidden',
							Status: 403,
							Detail: 'AuthenticationUnsuccessful',
						});
					}
				});
				repeatAnswers(api, answered, ({ headers }) => {
					const key = headers['idempotency-key'] as string | undefined;
					if (key && key.length > 128) throw invalid('Idempotency-Key is too long');
					return key;
				});
				// All of them without a page, else 100 at a time, or up to 1000 by `pageSize`.
				api.get<{ Querystring: Paged }>('/Contacts', async ({ query }) => {
					const size = Number(query.pageSize ?? 100);
					if (size > 1000) throw invalid('pageSize is too large');
					const start = (Number(query.page) - 1) * size;
					return list('Contacts', query.page ? contacts.slice(start, start + size) : contacts);
				});
				api.post<{ Body: Fields }>('/Contacts', async ({ body }) =>
					list('Contacts', oneOrMany(body, 'Contacts').map(saveContact)),
				);
				for (const collection of Object.keys(RECORDS) as Collection[]) addRoutes(api, collection);
			},
			{ prefix: '/api.xro/2.0' },
		);
	});

	return {
		...server,
		oauth,
		async bills() {
			return (Object.keys(RECORDS) as Collection[]).flatMap((collection) =>
				records[collection].map((record) => ({
					isCredit: collection === 'CreditNotes',
					vendor: String((record.Contact as Fields).Name),
					number: String(record[RECORDS[collection].number]),
					date: String(record.Date),
					dueDate: String(record.DueDate),
					currency: String(record.CurrencyCode),
					lines: (record.LineItems as Array<Required<Line>>).map((line) => ({
						description: line.Description,
						quantity: line.Quantity,
						unitPrice: line.UnitAmount,
						amount: line.LineAmount,
						account: line.AccountCode,
					})),
					tax: record.TotalTax as number,
					total: record.Total as number,
					note: (history.get(String(record[RECORDS[collection].id])) ?? []).join(),
					files: files.get(String(record[RECORDS[collection].id])) ?? [],
				})),
			);
		},
		async vendors() {
			return contacts.map(({ Name }) => String(Name));
		},
		forgetKeys: () => answered.clear(),
		addVendor: async (name, taxId) => void saveContact({ Name: name, TaxNumber: taxId }),
		reset: async () => {
			contacts.length = 0;
			for (const rows of Object.values(records)) rows.length = 0;
			files.clear();
			history.clear();
			answered.clear();
		},
	};
}

/** A line as Xero keeps it: with amount and tax, which may be given or are computed. */
function completed(line: Line) {
	const { Quantity, UnitAmount, TaxType = 'NONE', AccountCode } = line;
	if (!line.Description) throw invalid('Description must be at least 1 char long');
	if (line.DiscountRate) throw invalid('Discounts are not supported on bills');
	if (![XERO.account, XERO.otherAccount].includes(String(AccountCode))) {
		throw invalid(`Account code '${AccountCode}' is not a valid code for this document.`);
	}
	if (!(TaxType in TAX_RATES)) {
		throw invalid(
			`The TaxType code '${TaxType}' does not exist or cannot be used for this type of transaction.`,
		);
	}
	const expected = round(Quantity * UnitAmount);
	const LineAmount = line.LineAmount ?? expected;
	if (LineAmount !== expected) {
		throw invalid(
			`The line total ${LineAmount} does not match the expected line total ${expected}`,
		);
	}
	const TaxAmount = line.TaxAmount ?? round((LineAmount * TAX_RATES[TaxType]) / 100);
	if (TaxType === 'NONE' && TaxAmount !== 0) throw invalid('TaxAmount without a tax rate');
	return { ...line, LineAmount, TaxType, TaxAmount };
}

/** `Type=="ACCPAY" AND InvoiceNumber=="A-1"`, as far as it is used: AND, `==` and text. */
function matching(rows: Fields[], where = ''): Fields[] {
	const conditions = [...where.matchAll(/([A-Z]\w+)=="([^"]*)"(?: AND |$)/gy)];
	if (conditions.map(([text]) => text).join('') !== where) {
		throw new Refusal(400, { ErrorNumber: 16, Type: 'QueryParseException', Message: where });
	}
	return rows.filter((row) => conditions.every(([, field, text]) => row[field] === text));
}

/** Xero takes a record, or a list of them under the name of the resource. */
const oneOrMany = (body: Fields, name: string): Fields[] =>
	(body[name] as Fields[] | undefined) ?? [body];

const list = (name: string, rows: unknown[]) => ({
	Id: randomUUID(),
	Status: 'OK',
	ProviderName: 'n8n',
	DateTimeUTC: `/Date(${Date.now()})/`,
	[name]: rows,
});

const invalid = (message: string) =>
	new Refusal(400, {
		ErrorNumber: 10,
		Type: 'ValidationException',
		Message: 'A validation exception occurred',
		Elements: [{ ValidationErrors: [{ Message: message }] }],
	});
