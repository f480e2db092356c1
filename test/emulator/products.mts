import { CANNED_NOTICE } from './reading/canned.mts';
import { readContract } from './reading/contract.mts';
import { W8 } from './reading/forms.mts';
import type { Line } from './reading/page.mts';
import { readFields } from './reading/pairs.mts';
import {
	readAnyDocument,
	readBankStatement,
	readBusinessCard,
	readCheck,
	readMarkdown,
	readRemittance,
	readW2,
	readW9,
} from './reading/papers.mts';
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
	/** Members that hold links to the file. */
	links?: string[];
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
		links: ['img_url'],
		read: readBusinessCard,
	},
	{
		path: 'contracts',
		event: 'contract',
		pages: [50, 50],
		plainList: true,
		hasTags: true,
		options: AUTO_DELETE,
		read: readContract,
	},
	{
		path: 'w2s',
		event: 'w2',
		pages: [1, 2],
		setPages: () => 100,
		hasTags: true,
		// The official SDKs send auto_delete; the documentation does not list it.
		options: { ...BOTH, ...AUTO_DELETE },
		read: readW2,
	},
	{
		path: 'w9s',
		event: 'w9',
		pages: [15, 15],
		hasTags: true,
		options: { ...BOTH, parse_address: { type: 'boolean' } },
		read: readW9,
	},
	{
		path: 'w-8ben-e',
		event: 'w8bene',
		pages: [15, 15],
		hasTags: true,
		options: BOTH,
		read: (lines) => readFields(lines, W8),
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
