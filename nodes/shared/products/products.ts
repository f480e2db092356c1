import type { DetailKey } from '../fields/detailLevels';
import type { FilterKind } from './filters';
import type { Intake, ParameterKey } from './parameters';
import type { UpdateKind } from './writable';

/** What Veryfi can do with one kind of document. What is absent, it cannot. */
export interface Product {
	/** Value of the parameter `resource`. */
	key: string;
	/** Name of the resource. */
	name: string;
	/** What is meant by the name, below it in the drop-down. */
	description: string;
	/** In running text, without article. */
	one: string;
	many: string;
	/** Path below `/api/v8/partner` on which finished documents live. */
	path: string;
	/** What `path` was called before; some accounts may still have it there. */
	formerPath?: string;
	/** Synchronous processing: the answer is the finished document. */
	process: Intake;
	/** Asynchronous processing: the answer is an id, the rest comes by webhook. */
	submit?: Intake;
	/** Splitting of one file into several documents, which are processed one by one. */
	split?: Intake;
	/** Synchronous processing of a check together with its remittance slip. */
	processWithRemittance?: Intake;
	/** Path that takes a list of URLs, each a document of its own. */
	bulkPath?: string;
	/** Which values can be changed (fields/updates.ts). */
	updates: UpdateKind;
	/** True when tags of a document have routes of their own. */
	hasTags: boolean;
	/** Stem of the names of its events, e.g. `check` of `check.created`; absent where there is none. */
	event?: string;
	/** What Get can be asked to return beside the values. */
	details: DetailKey[];
	/** True when the finished record tells by `status` that it is finished. */
	hasStatus?: boolean;
	/** Where the list puts its records, the dialect of its query, and what it returns beside the values. */
	list: { recordsKey: 'documents' | 'results'; filters: FilterKind; details: DetailKey[] };
}

/** Taken by every product but receipts and invoices, which know tags and external id directly. */
const common: ParameterKey[] = ['metaExternalId', 'metaTags'];
const details: Array<ParameterKey & DetailKey> = ['boundingBoxes', 'confidenceDetails'];
const results: Product['list'] = { recordsKey: 'results', filters: 'common', details };

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
];

/** More than 15 can be agreed with Veryfi. */
const documentPages = { default: 15 };

/** What the splitters take (docs.veryfi.com, Split and process a PDF). */
const splitting = { fileTypes: ['pdf', 'zip'], maxMegabytes: 50 };

const statementFiles = ['pdf', 'zip', 'png', 'jpg', 'jpeg'];

/** Keeps the key as a type. */
const row = <Key extends string>(product: Product & { key: Key }) => product;

const ROWS = [
	row({
		key: 'document',
		name: 'Receipt or Invoice',
		description: 'Also bills, credit notes, purchase orders and statements of an account',
		one: 'receipt or invoice',
		many: 'receipts and invoices',
		path: '/documents',
		event: 'document',
		process: {
			path: '/documents',
			parameters: [...documentParameters, 'allowedAsyncEnrichments'],
			pages: documentPages,
		},
		submit: {
			path: '/documents',
			parameters: documentParameters,
			pages: documentPages,
			fixed: { async: true },
		},
		split: {
			path: '/documents-set',
			parameters: ['externalId', 'tags', 'setMetaTags', 'categories', 'maxPagesToProcess'],
			pages: { default: 250, max: 250 },
			...splitting,
		},
		bulkPath: '/documents/bulk',
		hasStatus: true,
		details,
		list: {
			recordsKey: 'documents',
			filters: 'documents',
			details,
		},
		updates: 'document',
		hasTags: true,
	}),
	row({
		key: 'anyDocument',
		name: 'Custom Document (Blueprint)',
		description:
			'Another kind of document, read by a blueprint of yours or Veryfi (AnyDocs). Not for receipts and invoices.',
		one: 'custom document (blueprint)',
		many: 'custom documents (blueprint)',
		path: '/any-documents',
		event: 'any_document',
		process: {
			path: '/any-documents',
			parameters: ['blueprintName', ...common, 'maxPagesToProcess'],
			pages: { default: 20, max: 50 },
		},
		submit: {
			path: '/any-documents/async',
			parameters: ['blueprintName', ...common, 'maxPagesToProcess', 'autoDelete'],
			pages: { default: 20, max: 50 },
		},
		details,
		list: { ...results, filters: 'anyDocuments' },
		updates: 'meta',
		hasTags: true,
	}),
	row({
		key: 'bankStatement',
		name: 'Bank Statement',
		description: 'Account, period, balances and transactions',
		one: 'bank statement',
		many: 'bank statements',
		path: '/bank-statements',
		event: 'bank_statement',
		process: {
			path: '/bank-statements',
			parameters: [...common, 'categories', 'maxPagesToProcess', ...details],
			pages: { default: 50, max: 50 },
			fileTypes: statementFiles,
			rateLimit: 'slow',
		},
		submit: {
			path: '/bank-statements/async',
			parameters: [...common, 'categories', 'maxPagesToProcess', 'autoDelete'],
			pages: { default: 50, max: 50 },
			fileTypes: statementFiles,
			rateLimit: 'slow',
		},
		split: {
			path: '/bank-statements-set',
			parameters: [...common, 'categories', 'maxPagesToProcess'],
			// The default is of one page of the documentation, the most of another.
			pages: { default: 50, max: 250 },
			...splitting,
		},
		details,
		list: results,
		updates: 'bankStatement',
		hasTags: true,
	}),
	row({
		key: 'check',
		name: 'Check',
		description: 'A bank check, optionally with its remittance slip',
		one: 'check',
		many: 'checks',
		path: '/checks',
		event: 'check',
		process: {
			path: '/checks',
			parameters: [...common, 'cropDocument', ...details],
			rateLimit: 'slow',
		},
		submit: {
			path: '/checks/async',
			parameters: [...common, 'cropDocument', 'autoDelete'],
			rateLimit: 'slow',
		},
		processWithRemittance: { path: '/check-with-document', parameters: [...common, ...details] },
		details,
		list: results,
		updates: 'check',
		hasTags: true,
	}),
	row({
		key: 'businessCard',
		name: 'Business Card',
		description: 'Person, company and contact details',
		one: 'business card',
		many: 'business cards',
		path: '/business-cards',
		process: { path: '/business-cards', parameters: [...common, 'autoDelete', ...details] },
		details,
		list: results,
		updates: 'meta',
		hasTags: true,
	}),
	row({
		key: 'contract',
		name: 'Contract',
		description: 'Parties, dates and terms',
		one: 'contract',
		many: 'contracts',
		path: '/contracts',
		process: {
			path: '/contracts',
			parameters: [...common, 'maxPagesToProcess', 'autoDelete'],
			pages: { default: 50, max: 50 },
		},
		details,
		list: { ...results, filters: 'none', details: [] },
		updates: 'meta',
		hasTags: true,
	}),
	row({
		key: 'w2',
		name: 'W-2',
		description: 'US wage and tax statement of an employee',
		one: 'W-2',
		many: 'W-2s',
		path: '/w2s',
		event: 'w2',
		process: {
			path: '/w2s',
			parameters: [...common, 'maxPagesToProcess', ...details],
			pages: { default: 1, max: 2 },
		},
		split: {
			path: '/w2s-set',
			parameters: [...common, 'maxPagesToProcess'],
			pages: { default: 100, max: 100 },
			...splitting,
		},
		details,
		list: results,
		updates: 'meta',
		hasTags: true,
	}),
	row({
		key: 'w9',
		name: 'W-9',
		description: 'US form with the taxpayer number of a supplier',
		one: 'W-9',
		many: 'W-9s',
		path: '/w9s',
		process: {
			path: '/w9s',
			parameters: [...common, 'parseAddress', ...details],
			rateLimit: 'slow',
		},
		details,
		list: results,
		updates: 'w9',
		hasTags: true,
	}),
	row({
		key: 'w8BenE',
		name: 'W-8BEN-E',
		description: 'US tax form of a foreign company',
		one: 'W-8BEN-E',
		many: 'W-8BEN-Es',
		path: '/w-8ben-e',
		process: { path: '/w-8ben-e', parameters: [...common, ...details] },
		details,
		list: results,
		updates: 'meta',
		hasTags: true,
	}),
	row({
		key: 'markdown',
		name: 'Markdown',
		description: 'The text of any document as Markdown',
		one: 'Markdown conversion',
		many: 'Markdown conversions',
		path: '/parse',
		event: 'parse',
		formerPath: '/document-to-markdown',
		process: {
			path: '/parse',
			parameters: [
				'externalId',
				'tags',
				'markdownDetails',
				'markdownDocumentType',
				'maxPagesToProcess',
			],
			pages: { default: 50, max: 50 },
		},
		submit: {
			path: '/parse/async',
			parameters: [
				'metaExternalId',
				'markdownMetaTags',
				'tags',
				'markdownDetails',
				'markdownDocumentType',
				'maxPagesToProcess',
				'autoDelete',
			],
			pages: { default: 50, max: 50 },
		},
		// What else the request takes is documented nowhere.
		split: { path: '/parse-set', parameters: [], ...splitting },
		hasStatus: true,
		details,
		list: results,
		updates: 'status',
		hasTags: false,
	}),
];

export type ProductKey = (typeof ROWS)[number]['key'];

/**
 * All of Veryfi's products (docs.veryfi.com, API reference; Veryfi's Node SDK). A new product is a
 * new row.
 */
export const products: Product[] = ROWS;

/** A name without what stands in brackets, for places with little room. */
export const brief = (name: string): string => name.replace(/ \([^)]*\)/, '');

/** @returns undefined for a resource that is no product, e.g. `webhook` */
export const findProduct = (key: string): Product | undefined =>
	products.find((product) => product.key === key);

/**
 * Where a request about a product goes.
 *
 * @param path the product's own path or one that begins with it, e.g. `/parse-set/7`
 */
export const pathsOf = (
	product: Pick<Product, 'path' | 'formerPath'>,
	path: string,
): { path: string; formerPath?: string } => ({
	path,
	formerPath: product.formerPath && path.replace(product.path, product.formerPath),
});
