import { randomBytes } from 'crypto';
import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { NodeOperationError, UserError } from 'n8n-workflow';

import { ALL_FILE_TYPES } from '../shared/files';
import type { VeryfiRequest } from '../shared/transport';
import { formUpload, jsonUpload } from '../shared/uploads';
import { optionalFields, parameterBody, requiredFields } from './fields/parameters';
import { readSource, sourceFields } from './fields/source';
import { toObject } from './fields/values';
import type { Intake } from './products';

/** Largest file that Veryfi takes for processing, in MB (Veryfi help centre). */
const MAX_MEGABYTES = 20;

const fileName: INodeProperties = {
	displayName: 'File Name',
	name: 'fileName',
	type: 'string',
	default: '',
	placeholder: 'e.g. receipt.jpg',
	description:
		'Name of the file, by which Veryfi tells its type. A file from a binary field brings its own name.',
};

const moreParameters: INodeProperties = {
	displayName: 'More Parameters (JSON)',
	name: 'moreParameters',
	type: 'json',
	default: '{}',
	placeholder: 'e.g. { "new_parameter": true }',
	description: 'Parameters of the Veryfi API for which there is no field, as a JSON object',
};

/** The fields of every operation that gives Veryfi a file. */
export const intakeFields = (intake: Intake): INodeProperties[] => [
	...sourceFields,
	...requiredFields(intake),
	{
		displayName: 'Additional Fields',
		name: 'additionalFields',
		type: 'collection',
		placeholder: 'Add Field',
		default: {},
		options: [...optionalFields(intake), fileName, moreParameters].sort((a, b) =>
			a.displayName.localeCompare(b.displayName),
		),
	},
];

/** What the user chose of the collection, by the names of the fields. */
export const readAdditionalFields = (context: IExecuteFunctions, itemIndex: number): IDataObject =>
	context.getNodeParameter('additionalFields', itemIndex, {}) as IDataObject;

function readParameters(
	context: IExecuteFunctions,
	itemIndex: number,
	intake: Intake,
): IDataObject {
	const required = (intake.required ?? []).map((key) => [
		key,
		context.getNodeParameter(key, itemIndex),
	]);
	const chosen: IDataObject = {
		...readAdditionalFields(context, itemIndex),
		...(Object.fromEntries(required) as IDataObject),
	};
	try {
		return {
			...(chosen.fileName ? { file_name: String(chosen.fileName) } : {}),
			...parameterBody(intake.parameters, chosen),
			...toObject(chosen.moreParameters ?? {}, moreParameters.displayName),
			...intake.fixed,
		};
	} catch (error) {
		throw new NodeOperationError(context.getNode(), (error as UserError).message, {
			itemIndex,
			description: 'Correct the field, or the expression in it.',
		});
	}
}

const isScalar = (value: unknown) => typeof value !== 'object';

/**
 * The request that gives Veryfi the file of an item. Files of the item are streamed: in a form, or in
 * JSON as base64 where the parameters include lists or objects.
 *
 * @throws NodeOperationError naming item and field when something can be seen to be wrong
 */
export async function intakeRequest(
	context: IExecuteFunctions,
	itemIndex: number,
	intake: Intake,
): Promise<VeryfiRequest> {
	const { path, lane } = intake;
	const request: VeryfiRequest = { method: 'POST', path, itemIndex, lane };
	const parameters = readParameters(context, itemIndex, intake);
	const source = await readSource(context, itemIndex, {
		fileTypes: intake.fileTypes ?? ALL_FILE_TYPES,
		maxMegabytes: intake.maxMegabytes ?? MAX_MEGABYTES,
	});
	if ('body' in source) return { ...request, body: { ...parameters, ...source.body } };

	const { file } = source;
	const named = {
		...file,
		fileName: String(parameters.file_name ?? file.fileName),
	};
	const body: IDataObject = { ...parameters, file_name: named.fileName };
	if (!Object.values(body).every(isScalar)) return { ...request, upload: jsonUpload(body, named) };
	const fields = Object.fromEntries(
		Object.entries(body).map(([name, value]) => [name, String(value)]),
	);
	const boundary = `----veryfi${randomBytes(16).toString('hex')}`;
	return { ...request, upload: formUpload(fields, named, boundary) };
}
