import type { ParameterKey } from './fields/parameters';

export type ProductKey =
	| 'document'
	| 'anyDocument'
	| 'bankStatement'
	| 'check'
	| 'businessCard'
	| 'contract'
	| 'w2'
	| 'w9'
	| 'w8BenE'
	| 'markdown';

/** A request that takes a file: where it goes and which parameters it knows. */
export interface Intake {
	/** Path below `/api/v8/partner`. */
	path: string;
	parameters: ParameterKey[];
	/** Members that the request always carries. */
	fixed?: Record<string, boolean>;
}

/** What Veryfi can do with one kind of document. What is absent, it cannot. */
export interface Product {
	key: ProductKey;
	/** Name of the resource. */
	name: string;
	/** In running text, with and without article. */
	one: string;
	many: string;
	/** Path below `/api/v8/partner` on which finished documents live. */
	path: string;
	/** Synchronous processing: the answer is the finished document. */
	process: Intake;
	/** Asynchronous processing: the answer is an id, the rest comes by webhook. */
	submit?: Intake;
	/** True when the finished record tells by `status` that it is finished. */
	hasStatus?: boolean;
	/** Extensions that Veryfi reads; all that it reads anywhere when absent. */
	fileTypes?: string[];
	/** Pages that Veryfi reads unless told otherwise, and at most where that is the same for all. */
	pages?: { default: number; max?: number };
	/** Where the list puts its records, and the dialect of its query. */
	list: { recordsKey: 'documents' | 'results'; filters: 'documents' | 'common' | 'none' };
	/** Query parameters of a single document. */
	hasDetailLevels: boolean;
}

/** Taken by every product but receipts and invoices, which know tags and external id directly. */
const common: ParameterKey[] = ['metaExternalId', 'metaTags'];
const details: ParameterKey[] = ['boundingBoxes', 'confidenceDetails'];
const results = { recordsKey: 'results', filters: 'common' } as const;

const documentParameters: ParameterKey[] = [
	'externalId',
	'tags',
	'categories',
	'documentType',
	'country',
	'maxPagesToProcess',
	'boostMode',
	'autoDelete',
	...details,
	'parseAddress',
	'compute',
	'cropDocument',
	'deviceData',
	'emailedReceiptId',
	'receiptId',
	'detectBlur',
	'detailed',
];

/**
 * All of Veryfi's products (docs.veryfi.com, API reference; Veryfi's Node SDK). A new product is a
 * new row.
 */
export const products: Product[] = [
	{
		key: 'document',
		name: 'Receipt or Invoice',
		one: 'a receipt or invoice',
		many: 'receipts and invoices',
		path: '/documents',
		process: {
			path: '/documents',
			parameters: [...documentParameters, 'allowedAsyncEnrichments'],
		},
		submit: { path: '/documents', parameters: documentParameters, fixed: { async: true } },
		hasStatus: true,
		// More than 15 can be agreed with Veryfi.
		pages: { default: 15 },
		list: { recordsKey: 'documents', filters: 'documents' },
		hasDetailLevels: true,
	},
	{
		key: 'anyDocument',
		name: 'Any Document',
		one: 'any document',
		many: 'any documents',
		path: '/any-documents',
		process: {
			path: '/any-documents',
			parameters: ['blueprintName', ...common, 'maxPagesToProcess'],
		},
		submit: {
			path: '/any-documents/async',
			parameters: ['blueprintName', ...common, 'maxPagesToProcess', 'autoDelete'],
		},
		pages: { default: 20, max: 50 },
		list: results,
		hasDetailLevels: true,
	},
	{
		key: 'bankStatement',
		name: 'Bank Statement',
		one: 'a bank statement',
		many: 'bank statements',
		path: '/bank-statements',
		process: {
			path: '/bank-statements',
			parameters: [...common, 'categories', 'maxPagesToProcess', ...details],
		},
		submit: {
			path: '/bank-statements/async',
			parameters: [...common, 'categories', 'maxPagesToProcess', 'autoDelete'],
		},
		fileTypes: ['pdf', 'zip', 'png', 'jpg', 'jpeg'],
		pages: { default: 50, max: 50 },
		list: results,
		hasDetailLevels: true,
	},
	{
		key: 'check',
		name: 'Check',
		one: 'a check',
		many: 'checks',
		path: '/checks',
		process: { path: '/checks', parameters: [...common, 'cropDocument', ...details] },
		submit: { path: '/checks/async', parameters: [...common, 'cropDocument', 'autoDelete'] },
		list: results,
		hasDetailLevels: true,
	},
	{
		key: 'businessCard',
		name: 'Business Card',
		one: 'a business card',
		many: 'business cards',
		path: '/business-cards',
		process: { path: '/business-cards', parameters: [...common, 'autoDelete', ...details] },
		list: results,
		hasDetailLevels: true,
	},
	{
		key: 'contract',
		name: 'Contract',
		one: 'a contract',
		many: 'contracts',
		path: '/contracts',
		process: { path: '/contracts', parameters: [...common, 'maxPagesToProcess', 'autoDelete'] },
		pages: { default: 50, max: 50 },
		list: { recordsKey: 'results', filters: 'none' },
		hasDetailLevels: true,
	},
	{
		key: 'w2',
		name: 'W-2',
		one: 'a W-2',
		many: 'W-2s',
		path: '/w2s',
		process: { path: '/w2s', parameters: [...common, 'maxPagesToProcess', ...details] },
		pages: { default: 1, max: 2 },
		list: results,
		hasDetailLevels: true,
	},
	{
		key: 'w9',
		name: 'W-9',
		one: 'a W-9',
		many: 'W-9s',
		path: '/w9s',
		process: { path: '/w9s', parameters: [...common, 'parseAddress', ...details] },
		list: results,
		hasDetailLevels: true,
	},
	{
		key: 'w8BenE',
		name: 'W-8BEN-E',
		one: 'a W-8BEN-E',
		many: 'W-8BEN-Es',
		path: '/w-8ben-e',
		process: { path: '/w-8ben-e', parameters: [...common, ...details] },
		list: results,
		hasDetailLevels: true,
	},
	{
		key: 'markdown',
		name: 'Markdown',
		one: 'a Markdown conversion',
		many: 'Markdown conversions',
		path: '/parse',
		process: {
			path: '/parse',
			parameters: [
				'externalId',
				'tags',
				'markdownDetails',
				'markdownDocumentType',
				'maxPagesToProcess',
			],
		},
		submit: {
			path: '/parse/async',
			parameters: [
				...common,
				'tags',
				'markdownDetails',
				'markdownDocumentType',
				'maxPagesToProcess',
				'autoDelete',
			],
		},
		hasStatus: true,
		pages: { default: 50, max: 50 },
		list: results,
		hasDetailLevels: true,
	},
];

/** @returns undefined for a resource that is no product, e.g. `webhook` */
export const findProduct = (key: string): Product | undefined =>
	products.find((product) => product.key === key);
