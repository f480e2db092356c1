import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { RateLimit } from '../api/rateLimit';
import { DETAILS } from '../fields/detailLevels';
import type { Parameter } from '../fields/parameter';
import { bodyOf } from '../fields/parameter';
import {
	boolean,
	choice,
	list,
	number,
	object,
	onUnlessTold,
	text,
} from '../fields/parameterKinds';
import { located, toEntries } from '../fields/values';

const externalId = (wire: string) =>
	text(
		wire,
		'External ID',
		'Your own ID for the document. Get Many can find the document by it.',
		'e.g. expense-4711',
	);

const tags = (wire: string, displayName = 'Tags', what = 'tags to put on the document') =>
	list(
		wire,
		displayName,
		`Names of ${what}, separated by commas, or a list by expression`,
		'e.g. march, travel',
	);

/** Where the request knows tags of the document, too. */
const metaTagsBeside = tags('meta.tags', 'Meta Tags', 'tags that Get Many can filter by');

const parameters = {
	allowedAsyncEnrichments: {
		...list(
			'allowed_async_enrichments',
			'Allowed Async Enrichments',
			'Enrichments that Veryfi may add after its answer, separated by commas, with "rules" among them; [] for none. A document.enriched event says when they are added.',
			'e.g. rules, fraud, duplicates',
		),
		keepsEmpty: true,
	},
	autoDelete: boolean(
		'auto_delete',
		'Remove After Extraction',
		'Whether Veryfi deletes the document after extraction. A document that is processed asynchronously is deleted after its first read.',
	),
	blueprintName: {
		wire: 'blueprint_name',
		parse: located,
		field: {
			displayName: 'Blueprint',
			type: 'resourceLocator',
			default: { mode: 'list', value: '' },
			description: 'The blueprint that says which fields to extract',
			modes: [
				{
					displayName: 'From List',
					name: 'list',
					type: 'list',
					typeOptions: { searchListMethod: 'searchBlueprints', searchable: true },
				},
				{
					displayName: 'By Name',
					name: 'name',
					type: 'string',
					placeholder: 'e.g. us_driver_license',
				},
			],
		},
	},
	boostMode: boolean(
		'boost_mode',
		'Boost Mode',
		'Whether to skip the enrichment of the extracted data, which is faster. Categories are ignored then.',
	),
	boundingBoxes: DETAILS.boundingBoxes,
	categories: list(
		'categories',
		'Categories',
		'Categories that Veryfi chooses from, separated by commas, or a list by expression',
		'e.g. Meals & Entertainment, Travel',
	),
	compute: onUnlessTold(
		'compute',
		'Compute Missing Values',
		'Whether Veryfi computes values that are not printed on the document from those that are',
	),
	confidenceDetails: DETAILS.confidenceDetails,
	country: text(
		'country',
		'Country',
		'Two-letter country code (ISO 3166-1 alpha-2) of the document, a hint for its currency',
		'e.g. US',
	),
	cropDocument: onUnlessTold(
		'crop_document',
		'Crop Document',
		'Whether to cut the document out of the picture',
	),
	deviceData: object(
		'device_data',
		'Device Data (JSON)',
		'Data about the device that took the picture, for fraud detection, as a JSON object',
		'e.g. { "uuid": "device-1", "user_uuid": "user-7" }',
	),
	documentType: choice(
		'document_type',
		'Document Type',
		'The type of the document. Veryfi detects it when this is empty.',
		{
			check: 'Check',
			contract: 'Contract',
			credit_note: 'Credit Note',
			invoice: 'Invoice',
			long_receipt: 'Long Receipt',
			other: 'Other',
			purchase_order: 'Purchase Order',
			receipt: 'Receipt',
			remittance_advice: 'Remittance Advice',
			statement: 'Statement',
			w8: 'W-8',
			w9: 'W-9',
		},
		'receipt',
	),
	documentTypes: {
		...list(
			'document_types',
			'Document Types',
			'Types to choose from, separated by commas, or a list by expression. Each is a preset of Veryfi or the name of a blueprint.',
			'e.g. receipt, invoice, us_passport',
		),
		// By expression they may be objects, too.
		parse: toEntries,
	},
	emailedReceiptId: number(
		'emailed_receipt_id',
		'Emailed Receipt ID',
		'ID of the emailed receipt that the document belongs to',
	),
	externalId: externalId('external_id'),
	fileName: text(
		'file_name',
		'File Name',
		'Name of the file, by which Veryfi tells its type. A file of the input item brings its own name.',
		'e.g. receipt.jpg',
	),
	markdownDetails: boolean('details', 'Details', 'Whether to return details of each page'),
	markdownDocumentType: text(
		'document_type',
		'Document Type',
		'What the document is',
		'e.g. document',
	),
	markdownMetaTags: metaTagsBeside,
	maxPagesToProcess: number(
		'max_pages_to_process',
		'Max Pages to Process',
		'Pages to read at most; later pages are ignored',
	),
	metaExternalId: externalId('meta.external_id'),
	metaTags: tags('meta.tags'),
	moreParameters: object(
		'',
		'More Parameters (JSON)',
		'Other parameters of the Veryfi API, as a JSON object',
		'e.g. { "new_parameter": true }',
	),
	parseAddress: boolean(
		'parse_address',
		'Parse Address',
		'Whether to return addresses also in their parts (street, city, postal code, ...)',
	),
	receiptId: number('receipt_id', 'Receipt ID', 'ID of the receipt that the document belongs to'),
	setMetaTags: metaTagsBeside,
	tags: tags('tags'),
} satisfies Record<string, Parameter>;

export type ParameterKey = keyof typeof parameters;

/** A request that takes a file: where it goes and which parameters it knows. */
export interface Intake {
	/** Path below `/api/v8/partner`. */
	path: string;
	parameters: ParameterKey[];
	/** Those of them without which there is no request: fields of their own. */
	required?: ParameterKey[];
	/** Members that the request always carries. */
	fixed?: Record<string, boolean>;
	/** Extensions that Veryfi reads; all that it reads anywhere when absent. */
	fileTypes?: string[];
	/** Pages that Veryfi reads unless told otherwise, and at most where that is the same for all. */
	pages?: { default: number; max?: number };
	/** Largest file in MB; 20 when absent (Veryfi help centre, "Supported file types and sizes"). */
	maxMegabytes?: number;
	/** Which of Veryfi's rate limits counts the request; `other` when absent. */
	rateLimit?: RateLimit;
}

const catalogue: Record<ParameterKey, Parameter> = parameters;

/** What every request with a file takes; the last so that it can correct the others. */
const ALWAYS: ParameterKey[] = ['fileName', 'moreParameters'];

/** The field that the user sees for a parameter. */
function fieldOf(key: ParameterKey, { pages }: Intake): INodeProperties {
	const field = { ...catalogue[key].field, name: key };
	if (key !== 'maxPagesToProcess' || !pages) return field;
	const { default: initial, max } = pages;
	return {
		...field,
		default: initial,
		typeOptions: { minValue: 1, ...(max === undefined ? {} : { maxValue: max }) },
	};
}

/** The fields of the parameters that a request must have. */
export const requiredFields = (intake: Intake): INodeProperties[] =>
	(intake.required ?? []).map((key) => ({ ...fieldOf(key, intake), required: true }));

/** The fields of the parameters that a request may have. */
export const optionalFields = (intake: Intake): INodeProperties[] =>
	[...intake.parameters, ...ALWAYS]
		.filter((key) => !intake.required?.includes(key))
		.map((key) => fieldOf(key, intake));

/**
 * The request body for what the user chose.
 *
 * @param timezone the workflow's
 * @throws UserError naming the field that cannot be read, or is empty and must not be
 */
export const parameterBody = (
	intake: Intake,
	chosen: IDataObject,
	timezone: string,
): IDataObject => ({
	...bodyOf(
		[...intake.parameters, ...ALWAYS].map((key) => [key, catalogue[key]]),
		chosen,
		timezone,
		intake.required,
	),
	...intake.fixed,
});
