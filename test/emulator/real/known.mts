/** A difference between real responses and the emulator's answers that has its reason. */
export interface Known {
	kind: string;
	/** Which side has what the other has not. */
	side: 'real' | 'emulator';
	/** The paths that it is true of. */
	paths: RegExp;
	reason: string;
}

const HAPPENS = 'it may come, and does so in none of the records';
const META =
	'documented with meta.external_id and meta.tags; the records are older or leave it out';
const KEPT = 'the emulator keeps every file, so that it always has a link';
const NOT_READ = 'the emulator looks for what a bill needs, and not for this';
const LOOKED_UP = 'Veryfi looks it up in its own data';
const OLDER = 'the records are of 2023, when a line item had fewer members, or of a test of an SDK';

export const KNOWN: readonly Known[] = [
	{
		kind: 'document',
		side: 'real',
		paths:
			/^(?:barcodes\[\]|(?:bill|ship)_to\.address|document_(?:reference_number|title)|incoterms|store_number|vending_person(?:_number)?|vendor\.(?:fax_number|logo_name)|line_items(?:_with_scores)?\[\]\.(?:date|discount)|tax_lines(?:_with_scores)?\[\]\.(?:code|total_inclusive))$/,
		reason: NOT_READ,
	},
	{
		kind: 'document',
		side: 'real',
		paths:
			/^(?:country_code|vendor\.(?:category|country_code|external_ids\[\]|lat|lng|map_url|type)|line_items(?:_with_scores)?\[\]\.(?:category|normalized_description|tags\[\]|tax_code))$/,
		reason: LOOKED_UP,
	},
	{
		kind: 'document',
		side: 'real',
		paths:
			/^(?:document_type|is_money_in|is_transaction|vendor\.raw_name|line_items\[\]\.(?:order|text|type)|tax_lines(?:_with_scores)?\[\]\.(?:base|name|order))$/,
		reason: 'null here and there, in records of 2021 to 2023 above all',
	},
	{
		kind: 'document',
		side: 'real',
		paths: /^(?:notes|meta\.(?:fraud\.(?:fraudulent_pdf|score)|pages\[\]\..+))$/,
		reason: 'comes from looking at pictures and PDFs, or from a person, which no test needs',
	},
	{
		kind: 'document',
		side: 'emulator',
		paths:
			/^(?:shipping|meta\.fraud\.types\[\]|line_items(?:_with_scores)?\[\]\.(?:tax_rate|unit_of_measure)|tax_lines_with_scores\[\]\.(?:base|name))$/,
		reason: HAPPENS,
	},
	{
		kind: 'document',
		side: 'emulator',
		paths: /^ocr_text$/,
		reason: 'taken out of the records, since it cannot be masked',
	},
	{
		kind: 'document',
		side: 'emulator',
		paths: /^tax_lines(?:_with_scores)?\[\]\.id$/,
		reason: 'the routes of single tax lines, documented since 2026, need it; the records are older',
	},
	{
		kind: 'lineItem',
		side: 'emulator',
		paths:
			/^(?:line_items\[\]\.)?(?:category|country_of_origin|custom_fields|discount_(?:price|rate)|full_description|(?:gross|net)_total|lot|manufacturer|normalized_description|reference|subtotal|tags(?:\[\])?|tax_(?:code|rate)|text|upc|weight)$/,
		reason: OLDER,
	},
	{
		kind: 'lineItem',
		side: 'real',
		paths: /^(?:full_description|line_items\[\]\.tags\[\](?:\.(?:id|name))?|upc|weight)$/,
		reason: OLDER,
	},
	{
		kind: 'other',
		side: 'real',
		paths: /^(?:created_date|external_id|img_thumbnail_url|pdf_url|updated_date)$/,
		reason: 'one record is of a document that holds nothing; the others are sets',
	},
	{
		kind: 'contract',
		side: 'emulator',
		paths: /^(?:(?:end|start)_date|renewal_term|term)$/,
		reason: HAPPENS,
	},
	{
		kind: 'contract',
		side: 'emulator',
		paths: /^(?:external_id|img_thumbnail_url|meta\..+)$/,
		reason: 'documented for all products; the only record leaves it out',
	},
	{
		kind: 'contract',
		side: 'emulator',
		paths: /^message$/,
		reason: 'deleting a receipt is answered with it; both ways are a switch (delete-answer)',
	},
	{
		kind: 'anyDocument',
		side: 'real',
		paths:
			/^(?:calories_per_(?:container|serving)|nutrition_facts_per_(?:package|serving)|servings?_(?:size|per_container))$/,
		reason: 'the fields of a blueprint are anybody’s',
	},
	{ kind: 'anyDocument', side: 'emulator', paths: /^meta$/, reason: META },
	{
		kind: 'anyDocument',
		side: 'emulator',
		paths: /^text$/,
		reason: 'documented for all products; the records leave it out',
	},
	{ kind: 'bankStatement', side: 'emulator', paths: /^meta$/, reason: META },
	{
		kind: 'bankStatement',
		side: 'emulator',
		paths: /^text$/,
		reason: 'documented for all products; the records leave it out',
	},
	{ kind: 'bankStatement', side: 'real', paths: /^img_thumbnail_url$/, reason: KEPT },
	{
		kind: 'bankStatement',
		side: 'real',
		paths: /^transactions\[\]\.(?:date|description)$/,
		reason: 'the emulator takes for a transaction only what has both',
	},
	{
		kind: 'check',
		side: 'real',
		paths: /^(?:account_number|category|confidence|document_type|total|vendor)$/,
		reason: 'one record that a project had changed for itself',
	},
	{
		kind: 'check',
		side: 'real',
		paths: /^(?:endorsement\.is_signed|micr\.raw)$/,
		reason: 'stands in the picture of a check only',
	},
	{ kind: 'check', side: 'real', paths: /^img_thumbnail_url$/, reason: KEPT },
	{ kind: 'check', side: 'emulator', paths: /^meta\..+$/, reason: META },
	{ kind: 'check', side: 'emulator', paths: /^micr\.serial_number$/, reason: HAPPENS },
	{ kind: 'w2', side: 'real', paths: /^(?:img_thumbnail|pdf)_url$/, reason: KEPT },
	{
		kind: 'w2',
		side: 'real',
		paths: /^states\[\]\.state$/,
		reason: 'the emulator begins a row with the state’s name',
	},
	{ kind: 'w2', side: 'emulator', paths: /^meta$/, reason: META },
	{
		kind: 'w2',
		side: 'emulator',
		paths: /^text$/,
		reason: 'documented for all products; the records leave it out',
	},
	{
		kind: 'w9',
		side: 'real',
		paths: /^(?:img_thumbnail_url|text)$/,
		reason: 'the emulator always has a link and a text',
	},
	{ kind: 'w9', side: 'emulator', paths: /^meta$/, reason: META },
	{ kind: 'w9', side: 'emulator', paths: /^business_name$/, reason: HAPPENS },
	{
		kind: 'businessCard',
		side: 'real',
		paths: /^(?:logo_url|parsed_address\..+|text)$/,
		reason: 'the emulator takes an address apart into street and city, and sees no logo',
	},
	{ kind: 'businessCard', side: 'emulator', paths: /^meta$/, reason: META },
];
