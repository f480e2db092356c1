import { describe, expect, it } from '@jest/globals';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { Intake } from '../../nodes/shared/products/parameters.ts';
import type { Product } from '../../nodes/shared/products/products.ts';
import { products } from '../../nodes/shared/products/products.ts';
import { PRODUCTS } from '../emulator/products.mts';
import type { Stage } from './actionStage.mts';
import { API, pdf } from './actionStage.mts';
import { useActionStage } from './useActionStage.mts';

let stage: Stage;
let binary: IDataObject;

useActionStage(async (started) => {
	stage = started;
	binary = { data: await stage.stored(await pdf('Total 1.00'), 'a.pdf') };
});

async function send(parameters: INodeParameters) {
	const { error } = await stage.run(parameters, [{ json: {}, binary: binary as never }]);
	const { path, body, headers } = stage.veryfi.requests.at(-1) ?? {};
	return { error, path, body: body as IDataObject, type: String(headers?.['content-type']) };
}

const DOCUMENT_SCALARS = {
	externalId: 'inv-77',
	documentType: 'invoice',
	country: 'FR',
	maxPagesToProcess: 3,
	boostMode: true,
	autoDelete: true,
	boundingBoxes: true,
	confidenceDetails: true,
	parseAddress: true,
	compute: false,
	cropDocument: false,
	emailedReceiptId: 5,
	receiptId: 6,
};

const DOCUMENT_SCALARS_ON_THE_WIRE = {
	external_id: 'inv-77',
	document_type: 'invoice',
	country: 'FR',
	max_pages_to_process: 3,
	boost_mode: true,
	auto_delete: true,
	bounding_boxes: true,
	confidence_details: true,
	parse_address: true,
	compute: false,
	crop_document: false,
	emailed_receipt_id: 5,
	receipt_id: 6,
};

describe.each(['submit', 'process'])(
	'every parameter of receipts and invoices (%s)',
	(operation) => {
		const fixed = operation === 'submit' ? { async: true } : {};

		it('reaches Veryfi in a form as text', async () => {
			const { error, body, type } = await send({
				resource: 'document',
				operation,
				simplify: false,
				additionalFields: DOCUMENT_SCALARS,
			});
			expect(error).toBeUndefined();
			expect(type).toMatch(/^multipart/);
			const asText = Object.entries({ ...DOCUMENT_SCALARS_ON_THE_WIRE, ...fixed }).map(
				([name, value]) => [name, String(value)],
			);
			expect(body).toEqual({
				...Object.fromEntries(asText),
				file_name: 'a.pdf',
				file: expect.anything(),
			});
		});

		it('reaches Veryfi in JSON with its type, lists and objects included', async () => {
			const { error, body, type } = await send({
				resource: 'document',
				operation,
				simplify: false,
				additionalFields: {
					...DOCUMENT_SCALARS,
					tags: 'march, travel',
					categories: '={{ ["Meals, Drinks", "Travel"] }}',
					deviceData: '{ "uuid": "device-1", "user_uuid": "user-7" }',
				},
			});
			expect(error).toBeUndefined();
			expect(type).toBe('application/json');
			expect(body).toEqual({
				...DOCUMENT_SCALARS_ON_THE_WIRE,
				...fixed,
				tags: ['march', 'travel'],
				categories: ['Meals, Drinks', 'Travel'],
				device_data: { uuid: 'device-1', user_uuid: 'user-7' },
				file_name: 'a.pdf',
				file_data: expect.any(String),
			});
		});
	},
);

it('leaves out what an expression leaves empty', async () => {
	const { body } = await send({
		resource: 'document',
		operation: 'submit',
		additionalFields: {
			externalId: '={{ $json.missing }}',
			country: '={{ "" }}',
			tags: '={{ [] }}',
			deviceData: '={{ {} }}',
		},
	});
	expect(body).toEqual({ async: 'true', file_name: 'a.pdf', file: expect.anything() });
});

it('gives values the type that Veryfi wants, whatever an expression returns', async () => {
	const { body } = await send({
		resource: 'document',
		operation: 'submit',
		additionalFields: {
			externalId: '={{ 4711 }}',
			maxPagesToProcess: '={{ "3" }}',
			boostMode: '={{ "false" }}',
			tags: '={{ [2026, "march"] }}',
		},
	});
	expect(body).toMatchObject({
		external_id: '4711',
		max_pages_to_process: 3,
		boost_mode: false,
		tags: ['2026', 'march'],
	});
});

it('tells "no enrichments" from "the usual enrichments"', async () => {
	const with_ = async (allowedAsyncEnrichments: string) =>
		(
			await send({
				resource: 'document',
				operation: 'process',
				additionalFields: { allowedAsyncEnrichments },
			})
		).body;
	expect(await with_('rules, fraud')).toMatchObject({
		allowed_async_enrichments: ['rules', 'fraud'],
	});
	expect(await with_('[]')).toMatchObject({ allowed_async_enrichments: [] });
	expect(await with_('')).not.toHaveProperty('allowed_async_enrichments');
});

it('adds parameters for which there is no field, but never turns async into sync', async () => {
	stage.veryfi.switches.unknownFields = 'ignore';
	const { body } = await send({
		resource: 'document',
		operation: 'submit',
		additionalFields: { moreParameters: '{ "thinking": "high", "async": false }' },
	});
	stage.veryfi.switches.unknownFields = 'reject';
	expect(body).toMatchObject({ thinking: 'high', async: 'true' });
});

it.each([
	[{ deviceData: '{ nonsense' }, /'Device Data \(JSON\)' is not valid JSON/],
	[{ deviceData: '[1]' }, /'Device Data \(JSON\)' is not a JSON object/],
	[{ maxPagesToProcess: '={{ "many" }}' }, /^'Max Pages to Process' is not a number: "many"$/],
	[{ boostMode: '={{ "perhaps" }}' }, /^'Boost Mode' is neither true nor false: "perhaps"$/],
	[
		{ documentType: '={{ "bill" }}' },
		/^'Document Type' is "bill", which is none of these: check, /,
	],
	[{ tags: '["a"' }, /'Tags' is not a valid JSON array/],
	[{ moreParameters: '"text"' }, /'More Parameters \(JSON\)' is not a JSON object/],
])('names the field that cannot be read: %j', async (additionalFields, words) => {
	const { error } = await send({ resource: 'document', operation: 'submit', additionalFields });
	expect(error?.message).toMatch(words);
	expect(error?.description).toMatch(/Correct the field/);
	expect(error?.context?.itemIndex).toBe(0);
	expect(stage.veryfi.requests).toEqual([]);
});

/** By docs.veryfi.com; the emulator answers these paths with what the test puts there. */
const META = { meta: { external_id: 'x-1', tags: ['a', 'b'] } };
const EXTRA: Record<string, [fields: IDataObject, wire: IDataObject]> = {
	blueprintName: [{ blueprintName: 'us_passport' }, { blueprint_name: 'us_passport' }],
	categories: [{ categories: 'Rent' }, { categories: ['Rent'] }],
	maxPagesToProcess: [{ maxPagesToProcess: 2 }, { max_pages_to_process: 2 }],
	autoDelete: [{ autoDelete: true }, { auto_delete: true }],
	boundingBoxes: [{ boundingBoxes: true }, { bounding_boxes: true }],
	confidenceDetails: [{ confidenceDetails: true }, { confidence_details: true }],
	cropDocument: [{ cropDocument: true }, { crop_document: true }],
	parseAddress: [{ parseAddress: true }, { parse_address: true }],
	markdownDetails: [{ markdownDetails: true }, { details: true }],
	markdownDocumentType: [{ markdownDocumentType: 'document' }, { document_type: 'document' }],
	tags: [{ tags: 'c' }, { tags: ['c'] }],
	externalId: [{ externalId: 'x-2' }, { external_id: 'x-2' }],
	meta: [{ metaExternalId: 'x-1', metaTags: 'a, b' }, META],
	markdownMeta: [{ metaExternalId: 'x-1', markdownMetaTags: 'a, b' }, META],
	setMetaTags: [{ setMetaTags: 'a, b' }, { meta: { tags: ['a', 'b'] } }],
};

const details = ['boundingBoxes', 'confidenceDetails'];
const markdown = ['markdownDetails', 'markdownDocumentType', 'maxPagesToProcess', 'tags'];

it.each([
	['document', 'split', 250],
	['bankStatement', 'split', 250],
	['w2', 'split', 100],
	['w2', 'process', 2],
	['anyDocument', 'process', 50],
	['bankStatement', 'submit', 50],
] as const)('%s: %s offers up to %i pages, as many as Veryfi reads', (key, operation, most) => {
	const product: Product | undefined = products.find((row) => row.key === key);
	expect(product?.[operation]?.pages?.max).toBe(most);
});

/** How many pages the user may have read; of receipts and invoices as many as are agreed with Veryfi. */
const limits = products.flatMap(({ path, process, submit }) =>
	[process, submit].flatMap((intake) =>
		intake?.pages?.max === undefined ? [] : [{ path, on: intake.path, pages: intake.pages }],
	),
);

it.each(limits)(
	'offers on $on as many pages as Veryfi reads, and begins with its own choice',
	({ path, pages }) => {
		const product = PRODUCTS.find((one) => `/${one.path}` === path);
		expect(pages).toEqual({ default: product?.pages[0], max: product?.pages[1] });
	},
);

it.each([
	['anyDocument', 'process', '/any-documents', ['meta', 'blueprintName', 'maxPagesToProcess']],
	[
		'anyDocument',
		'submit',
		'/any-documents/async',
		['meta', 'blueprintName', 'maxPagesToProcess', 'autoDelete'],
	],
	[
		'bankStatement',
		'process',
		'/bank-statements',
		['meta', 'categories', 'maxPagesToProcess', ...details],
	],
	[
		'bankStatement',
		'submit',
		'/bank-statements/async',
		['meta', 'categories', 'maxPagesToProcess', 'autoDelete'],
	],
	['check', 'process', '/checks', ['meta', 'cropDocument', ...details]],
	['check', 'submit', '/checks/async', ['meta', 'cropDocument', 'autoDelete']],
	['businessCard', 'process', '/business-cards', ['meta', 'autoDelete', ...details]],
	['contract', 'process', '/contracts', ['meta', 'maxPagesToProcess', 'autoDelete']],
	['w2', 'process', '/w2s', ['meta', 'maxPagesToProcess', ...details]],
	['w9', 'process', '/w9s', ['meta', 'parseAddress', ...details]],
	['w8BenE', 'process', '/w-8ben-e', ['meta', ...details]],
	['markdown', 'process', '/parse', ['externalId', ...markdown]],
	['markdown', 'submit', '/parse/async', ['markdownMeta', 'autoDelete', ...markdown]],
	['check', 'processWithRemittance', '/check-with-document', ['meta', ...details]],
	[
		'document',
		'split',
		'/documents-set',
		['externalId', 'tags', 'setMetaTags', 'categories', 'maxPagesToProcess'],
	],
	['bankStatement', 'split', '/bank-statements-set', ['meta', 'categories', 'maxPagesToProcess']],
	['w2', 'split', '/w2s-set', ['meta', 'maxPagesToProcess']],
	['markdown', 'split', '/parse-set', []],
] as Array<[string, keyof Product, string, string[]]>)(
	'%s: %s sends every documented parameter to %s',
	async (resource, operation, path, names) => {
		stage.veryfi.faults.add({
			path: API + path,
			status: 201,
			body: { id: 7, status: 'processed' },
		});
		const additionalFields = Object.assign(
			{},
			...names.map((name) => EXTRA[name][0]),
		) as IDataObject;
		const sent = await send({
			resource,
			operation,
			simplify: false,
			additionalFields: additionalFields as INodeParameters,
		});
		expect(sent.error).toBeUndefined();
		expect(sent.path).toBe(`${API}${path}/`);
		expect(sent.body).toEqual({
			...(Object.assign({}, ...names.map((name) => EXTRA[name][1])) as IDataObject),
			file_name: 'a.pdf',
			...(sent.type === 'application/json'
				? { file_data: expect.any(String) }
				: { file: expect.anything() }),
		});
		// The list above must stay as complete as the table of products.
		const product = products.find(({ key }) => key === resource);
		const intake = product?.[operation] as Intake | undefined;
		expect(Object.keys(additionalFields).sort()).toEqual([...(intake?.parameters ?? [])].sort());
	},
);
