import { CANNED_NOTICE } from './reading/canned.mts';
import type { Line } from './reading/page.mts';
import { readFields, type FieldLabel } from './reading/pairs.mts';
import { readInvoice } from './reading/invoice.mts';
import { readTransactions } from './reading/transactions.mts';
import type { Reading } from './reading/readFiles.mts';
import type { Switches } from './switches.mts';
import type { Fields, Schema } from './validation.mts';

/** A product other than receipts and invoices: they differ in path, limits and fields only. */
export interface Product {
	/** Path under `/api/v8/partner/`, and key in the store. */
	path: string;
	/** Path that means the same, from before a renaming. */
	formerPath?: string;
	/** How events call it: `NAME.created`, `NAME_set.created`. */
	event: string;
	/** Pages read by default, and at most. */
	pages: readonly [byDefault: number, most: number];
	/** Body fields beyond the shared ones. */
	options?: Schema;
	/** Has `POST /PATH/async`. */
	isAsync?: boolean;
	/** Pages that `POST /PATH-set` takes; undefined where there is no such route. */
	setPages?: (switches: Switches) => number;
	/** Sets show where documents begin. */
	showsPageBreaks?: boolean;
	/** Lists take nothing but page and page_size. */
	plainList?: boolean;
	/** Tags have routes of their own. */
	hasTags: boolean;
	/** Only POST exists: results are not kept. */
	isPostOnly?: boolean;
	/** The values on the paper. */
	read: (lines: Line[], options: Fields, switches: Switches) => Fields;
}

const BOTH: Schema = {
	bounding_boxes: { type: 'boolean' },
	confidence_details: { type: 'boolean' },
};
const AUTO_DELETE: Schema = { auto_delete: { type: 'boolean' } };

const BANK_STATEMENT: FieldLabel[] = [
	['bank_name', /^bank(?: name)?(?=\s*:|$)/i],
	['bank_address', /^bank address/i],
	['account_holder_name', /^account (?:holder|name)/i],
	['account_holder_address', /^(?:holder )?address/i],
	['account_number', /^account (?:number|no)\.?/i],
	['account_type', /^account type/i],
	['routing_number', /^routing(?: number| no)?\.?/i],
	['iban_number', /^iban/i],
	['swift', /^(?:swift|bic)/i],
	['beginning_balance', /^(?:beginning|opening|previous) balance/i, 'amount'],
	['ending_balance', /^(?:ending|closing|new) balance/i, 'amount'],
	['period_start_date', /^(?:period start|statement period|from)\b/i, 'date'],
	['period_end_date', /^(?:period end|to)\b/i, 'date'],
	['statement_date', /^statement date/i, 'date'],
	['due_date', /^(?:payment )?due date/i, 'date'],
	['minimum_due', /^minimum (?:payment )?due/i, 'amount'],
	['currency_code', /^currency/i],
];

const CHECK: FieldLabel[] = [
	['amount', /^(?:amount|pay exactly|\$)/i, 'amount'],
	['amount_text', /^(?:the sum of|amount in words)/i],
	['date', /^date/i, 'date'],
	['check_number', /^(?:check|cheque) (?:number|no)\.?/i],
	['memo', /^(?:memo|for)\b/i],
	['payer_name', /^(?:payer|from)\b/i],
	['payer_address', /^payer address/i],
	['receiver_name', /^(?:pay to the order of|pay to|payee)/i],
	['receiver_address', /^payee address/i],
	['bank_name', /^bank(?: name)?(?=\s*:|$)/i],
	['bank_address', /^bank address/i],
	['fractional_routing_number', /^fractional/i],
	['is_signed', /^signed/i, 'flag'],
	['is_endorsed', /^endorsed/i, 'flag'],
];

const MICR: FieldLabel[] = [
	['routing_number', /^routing(?: number| no)?\.?/i],
	['account_number', /^account(?: number| no)?\.?/i],
	['serial_number', /^serial/i],
];

const BUSINESS_CARD: FieldLabel[] = [
	['person', /^name/i],
	['organization', /^(?:company|organi[sz]ation)/i],
	['title', /^(?:title|position)/i],
	['email', /^e-?mail/i],
	['phone', /^(?:phone|tel)\b/i],
	['mobile', /^(?:mobile|cell)\b/i],
	['fax', /^fax/i],
	['web', /^(?:web(?:site)?|url)\b/i],
	['address', /^address/i],
];

const W2: FieldLabel[] = [
	['employee_name', /^employee(?:'s)? name/i],
	['employee_address', /^employee(?:'s)? address/i],
	['employee_ssn', /^(?:employee(?:'s)? )?(?:ssn|social security number)/i],
	['employer_name', /^employer(?:'s)? name/i],
	['employer_address', /^employer(?:'s)? address/i],
	['ein', /^(?:ein|employer identification number)/i],
	['control_number', /^control number/i],
	['wages_other_comps', /^wages/i, 'amount'],
	['federal_income_tax', /^federal income tax/i, 'amount'],
	['ss_wages', /^social security wages/i, 'amount'],
	['ss_tax', /^social security tax/i, 'amount'],
	['medicare_wages', /^medicare wages/i, 'amount'],
	['medicare_tax', /^medicare tax/i, 'amount'],
	['state', /^state\b(?!\s+(?:wages|tax))/i],
	['is_13a', /^statutory employee/i, 'flag'],
	['is_13b', /^retirement plan/i, 'flag'],
	['is_13c', /^third-party sick pay/i, 'flag'],
];

const W9: FieldLabel[] = [
	['name', /^name/i],
	['business_name', /^business name/i],
	['address1', /^address(?: 1)?(?=\s*:|$)/i],
	['address2', /^(?:address 2|city)/i],
	['ein', /^(?:ein|employer identification number)/i],
	['ssn', /^(?:ssn|social security number)/i],
	['individual', /^individual/i, 'flag'],
	['c_corp', /^c corporation/i, 'flag'],
	['s_corp', /^s corporation/i, 'flag'],
	['partnership', /^partnership/i, 'flag'],
	['trust_estate', /^trust/i, 'flag'],
	['llc', /^limited liability company|^llc\b/i, 'flag'],
	['other', /^other/i, 'flag'],
	['requester', /^requester/i],
	['signature', /^signature(?! date)/i, 'flag'],
	['signature_date', /^(?:signature date|date)/i, 'date'],
];

const W8: FieldLabel[] = [
	['field_1_name_of_organization', /^name of organi[sz]ation/i],
	['field_2_country_of_incorporation', /^country of incorporation/i],
	['field_3_name_of_disregarded_entity', /^name of disregarded entity/i],
	['field_6_permanent_residence_address', /^permanent residence address/i],
	['field_8_us_tin', /^u\.?s\.? tin/i],
	['field_9a_giin', /^giin/i],
	['field_9b_foreign_tin', /^foreign tin/i],
	['field_10_reference_number', /^reference number/i],
];

const CONTRACT: FieldLabel[] = [
	['title', /^(?:title|agreement|contract)(?=\s*:|$)/i],
	['effective_date', /^effective date/i, 'date'],
	['expiration_date', /^(?:expiration|end) date/i, 'date'],
	['contract_number', /^contract (?:number|no)\.?/i],
	['governing_law', /^governing law/i],
	['total_value', /^(?:total|contract) value/i, 'amount'],
	['payment_terms', /^payment terms/i],
];

/** Blueprints that every account has. */
export const BLUEPRINTS = [
	'auto_insurance_card',
	'bill_of_lading',
	'flight_itinerary',
	'goods_received_note',
	'incorporation_document',
	'incorporation_document_latam',
	'indian_passport',
	'latam_passport',
	'prescription_medication_label',
	'product_nutrition_facts',
	'restaurant_menu',
	'shipping_label',
	'uk_drivers_license',
	'us_driver_license',
	'us_health_insurance_card',
	'us_passport',
	'vehicle_registration',
	'vendor_statement',
	'work_order',
];

const form =
	(labels: FieldLabel[]): Product['read'] =>
	(lines) =>
		readFields(lines, labels);

export const PRODUCTS: readonly Product[] = [
	{
		path: 'any-documents',
		event: 'any_document',
		pages: [20, 50],
		isAsync: true,
		hasTags: true,
		options: {
			blueprint_name: { type: 'string', minLength: 1 },
			template_name: { type: 'string', minLength: 1 },
		},
		read: readAnyDocument,
	},
	{
		path: 'bank-statements',
		event: 'bank_statement',
		pages: [50, 50],
		isAsync: true,
		setPages: ({ splitPageLimit }) => splitPageLimit,
		showsPageBreaks: true,
		hasTags: true,
		options: { ...BOTH, categories: { type: 'strings' } },
		read: readBankStatement,
	},
	{
		path: 'checks',
		event: 'check',
		pages: [15, 15],
		isAsync: true,
		hasTags: true,
		options: { ...BOTH, crop_document: { type: 'boolean' } },
		read: readCheck,
	},
	{
		path: 'check-with-document',
		event: 'check_with_document',
		pages: [15, 15],
		hasTags: false,
		isPostOnly: true,
		options: BOTH,
		read: (lines) => ({ check: readCheck(lines), document: readRemittance(lines) }),
	},
	{
		path: 'business-cards',
		event: 'business_card',
		pages: [15, 15],
		hasTags: true,
		options: { ...BOTH, ...AUTO_DELETE },
		read: form(BUSINESS_CARD),
	},
	{
		path: 'contracts',
		event: 'contract',
		pages: [50, 50],
		plainList: true,
		hasTags: true,
		options: AUTO_DELETE,
		read: form(CONTRACT),
	},
	{
		path: 'w2s',
		event: 'w2',
		pages: [1, 2],
		setPages: () => 100,
		hasTags: true,
		// The official SDKs send auto_delete; the documentation does not list it.
		options: { ...BOTH, ...AUTO_DELETE },
		read: (lines) => ({ ...readFields(lines, W2), states: [], field_14_other: [] }),
	},
	{
		path: 'w9s',
		event: 'w9',
		pages: [15, 15],
		hasTags: true,
		options: { ...BOTH, parse_address: { type: 'boolean' } },
		read: form(W9),
	},
	{
		path: 'w-8ben-e',
		event: 'w8bene',
		pages: [15, 15],
		hasTags: true,
		options: BOTH,
		read: form(W8),
	},
	{
		path: 'parse',
		formerPath: 'document-to-markdown',
		event: 'parse',
		pages: [50, 50],
		isAsync: true,
		setPages: ({ splitPageLimit }) => splitPageLimit,
		showsPageBreaks: true,
		hasTags: false,
		options: {
			details: { type: 'boolean' },
			document_type: { type: 'string' },
			tags: { type: 'strings' },
		},
		read: readMarkdown,
	},
];

function readAnyDocument(lines: Line[], options: Fields): Fields {
	const name = options.blueprint_name ?? options.template_name ?? null;
	// A blueprint's fields are the account's own; here every "Label: value" of the paper is one.
	const pairs = lines.flatMap(({ cells }) =>
		cells.flatMap(({ text }) => {
			const found = /^(\p{L}[\p{L}\d ]{1,40}):\s*(\S.*)$/u.exec(text);
			return found ? [[found[1].trim().toLowerCase().replace(/\s+/g, '_'), found[2].trim()]] : [];
		}),
	);
	return { ...Object.fromEntries(pairs), blueprint_name: name, template_name: name };
}

function readBankStatement(lines: Line[], _options: Fields, switches: Switches): Fields {
	const fields = readFields(lines, BANK_STATEMENT);
	const transactions = readTransactions(lines, fields.account_number as string | null);
	const summaries = ['beginning_balance', 'ending_balance'].map((name) => ({
		name,
		total: fields[name],
	}));
	const numbers = fields.account_number === null ? [] : [fields.account_number];
	const common = { ...fields, account_numbers: numbers, summaries };
	if (switches.transactionsIn === 'top') return { ...common, transactions };
	return { ...common, accounts: [{ number: fields.account_number, transactions }] };
}

function readCheck(lines: Line[]): Fields {
	return {
		...readFields(lines, CHECK),
		check_type: 'personal_check',
		endorsement: { is_endorsed: false },
		micr: { ...readFields(lines, MICR), raw: null },
	};
}

function readRemittance(lines: Line[]): Fields {
	const { vendor, total, date, items } = readInvoice(lines);
	return {
		vendor,
		total: total ?? null,
		date: date ?? null,
		line_items: items.map(({ description, quantity, price, total: sum }, order) => ({
			order,
			description,
			quantity: quantity ?? null,
			price: price ?? null,
			total: sum,
		})),
	};
}

function readMarkdown(lines: Line[], options: Fields): Fields {
	const pages = [...new Set(lines.map(({ page }) => page))].map((page) => ({
		page_number: page + 1,
		markdown: toMarkdown(lines.filter((line) => line.page === page)),
	}));
	return {
		markdown: pages.map((page) => page.markdown).join('\n\n'),
		pages: options.details ? pages : pages.map(({ markdown: text }) => ({ markdown: text })),
		document_type: options.document_type ?? 'document',
		status: 'processed',
		md_storage_path: null,
	};
}

/** Rows of two and more cells become table rows; the first line of a page is its heading. */
function toMarkdown(lines: Line[]): string {
	const rows: string[] = [];
	let isTable = false;
	for (const [number, { cells }] of lines.entries()) {
		const wasTable = isTable;
		isTable = cells.length > 1;
		if (!isTable) {
			if (wasTable) rows.push('');
			rows.push(number === 0 ? `# ${cells[0].text}` : cells[0].text);
			continue;
		}
		const row = `| ${cells.map(({ text }) => text).join(' | ')} |`;
		if (wasTable) rows.push(row);
		else rows.push('', row, `|${' --- |'.repeat(cells.length)}`);
	}
	return rows.join('\n');
}

/** The values of a document, or what stands for them where nothing can be read. */
export function extractProduct(
	product: Product,
	reading: Reading,
	options: Fields,
	switches: Switches,
): Fields {
	const fields = product.read(reading.lines, options, switches);
	const text = reading.lines.map((line) => line.text).join('\n');
	return reading.hasText ? { ...fields, text } : { ...fields, text: CANNED_NOTICE };
}
