/** What every operation says of fields that cannot be used, before anything is sent. */
import { expect, it } from '@jest/globals';
import type { IBinaryData, INodeParameters, INodeProperties } from 'n8n-workflow';

import type { Stage } from './actionStage.mts';
import type { Case } from './operationCases.mts';
import { CASES, filled, titled, WITH_FILE } from './operationCases.mts';
import { useInvoice } from './useInvoice.mts';

let stage: Stage;
let data: IBinaryData;

useInvoice((started, invoice) => {
	[stage, data] = [started, invoice];
});

type Complaint = [value: unknown, words: RegExp | string];

const NO_ID: Complaint[] = [
	['abc', /^"abc" is not an ID: .* takes digits only$/],
	['1/../2', /^"1\/..\/2" is not an ID/],
];
const NO_URL: Complaint[] = [
	['nonsense', /^"nonsense" in .* is not a URL that Veryfi could load$/],
	['ftp://files.example.com/a.pdf', /is not a URL that Veryfi could load$/],
];

const BY_NAME: Record<string, Complaint[]> = {
	binaryField: [['nothing', "The item has no file in field 'nothing'"]],
	documentId: NO_ID,
	fileData: [['not base64!', "'File Content' is not base64"]],
	fileUrl: NO_URL,
	fileUrls: NO_URL,
	rowId: NO_ID,
	setId: NO_ID,
	tagId: NO_ID,
	webhookUrl: [],
};

const BY_TYPE: Record<string, Complaint[]> = {
	boolean: [['perhaps', 'is neither true nor false']],
	dateTime: [
		['soon', /is not a date/],
		['2026-02-30', /is not a date/],
	],
	json: [
		['{ nonsense', /is not (valid JSON|a JSON array)/],
		['5', /is not a JSON (object|array of objects)/],
	],
	number: [
		['many', 'is not a number'],
		[[], 'is not a number'],
	],
	options: [['none of these', /is none of these: /]],
	string: [[{ an: 'object' }, /is not a text|is not a URL/]],
};

/** What an expression gives that finds nothing, too. */
const EMPTY = ['', null, undefined].map((value): Complaint => [value, 'is empty']);

/** Outside of collections a number has bounds that the operation keeps to. */
const TOO_SMALL: Complaint = [0, 'must be'];

interface Trial {
	field: INodeProperties;
	complaint: Complaint;
	/** Parameters that have the value at its place. */
	place: (value: unknown) => INodeParameters;
}

/** What n8n shows, and gives to the node, for an AI agent only (toolOutput.test.mts). */
const isForTools = ({ displayOptions }: INodeProperties) =>
	displayOptions?.show?.['@tool']?.[0] === true;

const byExpression = (field: INodeProperties): unknown =>
	field.type === 'resourceLocator'
		? { __rl: true, mode: field.modes?.find(({ type }) => type === 'string')?.name, value: VALUE }
		: VALUE;
const VALUE = '={{ $json.value }}';

function trialsOf({ operation }: Case): Trial[] {
	return operation.properties.flatMap((field): Trial[] => {
		if (field.noDataExpression || field.type === 'notice' || isForTools(field)) return [];
		if (field.type === 'collection') {
			return (field.options as INodeProperties[]).flatMap((option) =>
				(BY_TYPE[option.type] ?? []).map((complaint) => ({
					field: option,
					complaint,
					place: () => ({ [field.name]: { [option.name]: VALUE } }),
				})),
			);
		}
		const complaints = [
			...(BY_NAME[field.name] ?? BY_TYPE[field.type] ?? []),
			...(field.required ? EMPTY : []),
			...(field.type === 'number' && (field.typeOptions?.minValue ?? 0) > 0 ? [TOO_SMALL] : []),
		];
		return complaints.map((complaint) => ({
			field,
			complaint,
			place: () => ({ [field.name]: byExpression(field) as never }),
		}));
	});
}

/** What has to be chosen for a field to count. */
const shownBy = ({ displayOptions }: INodeProperties): INodeParameters =>
	Object.fromEntries(
		Object.entries(displayOptions?.show ?? {})
			.filter(([name]) => !name.startsWith('/'))
			.map(([name, values]) => [name, values?.[0] as never]),
	);

const KNOWN = { documentId: '1', product: 'document', rowId: '1', setId: '1', tagId: '1' };

it.each(titled(CASES))('%s names the field that cannot be used', async (_, entry) => {
	const { parameters, item } = filled(entry, data, KNOWN, WITH_FILE, false);
	const collections = { additionalFields: {}, filters: {}, options: {} };
	for (const { field, complaint, place } of trialsOf(entry)) {
		const [value, words] = complaint;
		const { error } = await stage.run(
			{ ...parameters, ...collections, ...shownBy(field), ...place(value) },
			[{ ...item, json: { value: value as string } }],
		);
		const seen = [field.displayName, value, error?.message];
		expect(seen).toEqual([
			field.displayName,
			value,
			typeof words === 'string' ? expect.stringContaining(words) : expect.stringMatching(words),
		]);
		const isNamed = `${error?.message} ${error?.description}`.includes(field.displayName);
		expect([...seen, isNamed]).toEqual([...seen, true]);
		expect([...seen, error?.context?.itemIndex]).toEqual([...seen, 0]);
		expect([...seen, error?.description]).toEqual([...seen, expect.stringMatching(/\w/)]);
	}
	expect(stage.veryfi.requests).toEqual([]);
});
