/** Values for every field of every operation, and the two ways to give them: as they are, and by expressions. */
import type { IDataObject, INodeParameters, INodeProperties } from 'n8n-workflow';

/** Nobody listens there, which shows at once. */
export const WEBHOOK_URL = 'https://127.0.0.1:1/webhook/x/webhook';

/** Where the kind of field is not enough to know a good value. */
const BY_NAME: Record<string, unknown> = {
	accounts: [{ number: '4711' }],
	allowedAsyncEnrichments: ['rules', 'fraud'],
	binaryField: 'data',
	blueprintName: 'us_passport',
	bucket: 'my-receipts',
	country: 'FR',
	currencyCode: 'EUR',
	customFields: { project: 'A7' },
	documentTypes: ['invoice', 'receipt'],
	fileData: Buffer.alloc(300, 'Total 1.00 ').toString('base64'),
	fileName: 'other-name.pdf',
	fileUrl: 'https://files.example.com/1.pdf',
	fileUrls: ['https://files.example.com/1.pdf', 'https://files.example.com/2.pdf'],
	// All items have one external ID: of a hundred, one would be submitted.
	ifExternalIdExists: 'submit',
	itemsAtOnce: 2,
	lineItems: [{ order: 0, description: 'A4', total: 7 }],
	moreFields: { notes: 'more' },
	moreParameters: { file_name: 'more.pdf' },
	packagePath: '2026/03/receipt.pdf',
	reviewBelow: 0.5,
	status: 'reviewed',
	taxLines: [{ order: 0, rate: 20 }],
	timeLimit: 60,
	// The few seconds that a number is otherwise can pass on a busy machine before a connection is refused.
	timeout: 300,
	waitForConfirmation: false,
	onlyThisUrl: WEBHOOK_URL,
	webhookUrl: WEBHOOK_URL,
};

const BY_TYPE: Record<string, (field: INodeProperties) => unknown> = {
	boolean: ({ default: initial }) => !initial,
	dateTime: () => '2026-03-01T12:00:00.000Z',
	json: ({ name }) => ({ [name]: 'value' }),
	number: ({ typeOptions }) => Math.min(3, typeOptions?.maxValue ?? 3),
	options: ({ options }) => (options!.at(-1) as { value: unknown }).value,
	string: ({ name }) => `text of ${name}`,
};

export interface Way {
	source?: string;
}

export interface Sample {
	parameters: INodeParameters;
	/** The item that the expressions read. */
	json: IDataObject;
}

/**
 * Parameters that fill every field of an operation.
 *
 * @param known values for fields that name something that is there, e.g. `documentId`
 * @param byExpression whether each field that takes expressions is `={{ $json... }}`
 */
export function sampleOf(
	fields: INodeProperties[],
	known: Record<string, unknown>,
	way: Way,
	byExpression: boolean,
): Sample {
	const json: IDataObject = {};

	const valueOf = (field: INodeProperties): unknown => {
		if (field.type === 'collection') {
			const options = field.options as INodeProperties[];
			return Object.fromEntries(options.map((option) => [option.name, valueOf(option)]));
		}
		const value = known[field.name] ?? BY_NAME[field.name] ?? BY_TYPE[field.type]?.(field);
		const given =
			byExpression && !field.noDataExpression ? expressionFor(field.name, value) : value;
		if (field.type !== 'resourceLocator') return literal(given);
		const mode = field.modes?.find(({ type }) => type === 'string')?.name;
		return { __rl: true, mode, value: given };
	};

	/** Names may occur in several collections: each value has its own place in the item. */
	const expressionFor = (name: string, value: unknown): string => {
		const place = `${name}_${Object.keys(json).length}`;
		json[place] = value as IDataObject;
		return `={{ $json["${place}"] }}`;
	};

	/** What a user types: lists and objects are JSON texts. */
	const literal = (value: unknown) =>
		typeof value === 'object' && value !== null ? JSON.stringify(value) : value;

	const parameters = Object.fromEntries(
		fields
			.filter(({ type }) => type !== 'notice')
			.map((field) => [
				field.name,
				field.name === 'source' ? (way.source ?? 'binary') : valueOf(field),
			]),
	) as INodeParameters;
	return { parameters, json };
}

/** Values of `File Source` where an operation has that field. */
export const sourcesOf = (fields: INodeProperties[]): string[] =>
	(fields.find(({ name }) => name === 'source')?.options ?? []).map((option) =>
		String((option as { value: unknown }).value),
	);
