import { randomBytes } from 'crypto';
import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { VeryfiRequest } from '../../shared/api/transport';
import { collection } from '../../shared/fields/collection';
import type { Item } from '../../shared/fields/item';
import { ALL_FILE_TYPES } from '../../shared/files/fileTypes';
import type { Intake } from '../../shared/products/parameters';
import { optionalFields, parameterBody, requiredFields } from '../../shared/products/parameters';
import type { Product } from '../../shared/products/products';
import { readSource, sourceFields } from '../fields/source';
import { formUpload, jsonUpload } from '../upload/uploads';

/** Largest file that Veryfi takes for processing, in MB (Veryfi help centre). */
const MAX_MEGABYTES = 20;

/** The fields of every operation that gives Veryfi a file. */
export const intakeFields = (intake: Intake): INodeProperties[] => [
	...sourceFields,
	...requiredFields(intake),
	collection('Additional Fields', 'additionalFields', 'Add Field', optionalFields(intake)),
];

/** What the user chose of the collection, by the names of the fields. */
export const readAdditionalFields = (item: Item): IDataObject =>
	item.collection('additionalFields');

function readParameters(item: Item, intake: Intake): IDataObject {
	const required = (intake.required ?? []).map((key) => [key, item.parameter(key)]);
	const chosen: IDataObject = {
		...readAdditionalFields(item),
		...(Object.fromEntries(required) as IDataObject),
	};
	return item.reading(() => parameterBody(intake, chosen, item.timezone));
}

/** How to find documents that have no external ID to be found by. */
export const NEWEST = 'Look up the newest documents with Get Many before you submit it again.';

/** How to find out whether Veryfi took a document of which it gave no ID. */
export const lookUp = ({ list }: Product): string =>
	list.filters === 'none'
		? NEWEST
		: "Look up the document by its external ID (Get Many, filter 'External ID') before you submit it again.";

const isScalar = (value: unknown) => typeof value !== 'object';

/**
 * The request that gives Veryfi the file of an item. Files of the item are streamed: in a form, or in
 * JSON as base64 where the parameters include lists or objects.
 *
 * @throws NodeOperationError naming item and field when something can be seen to be wrong
 */
export async function intakeRequest(item: Item, intake: Intake): Promise<VeryfiRequest> {
	const { path, rateLimit } = intake;
	const request: VeryfiRequest = { method: 'POST', path, rateLimit };
	const parameters = readParameters(item, intake);
	const source = await readSource(item, {
		fileTypes: intake.fileTypes ?? ALL_FILE_TYPES,
		maxMegabytes: intake.maxMegabytes ?? MAX_MEGABYTES,
		...(parameters.file_name ? { fileName: String(parameters.file_name) } : {}),
	});
	if ('body' in source) return { ...request, body: { ...parameters, ...source.body } };

	const { file } = source;
	const body: IDataObject = { ...parameters, file_name: file.fileName };
	if (!Object.values(body).every(isScalar)) return { ...request, upload: jsonUpload(body, file) };
	const fields = Object.fromEntries(
		Object.entries(body).map(([name, value]) => [name, String(value)]),
	);
	const boundary = `----veryfi${randomBytes(16).toString('hex')}`;
	return { ...request, upload: formUpload(fields, file, boundary) };
}
