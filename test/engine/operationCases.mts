/** Every operation of the node, each with what it takes to carry it out in an account. */
import type { IBinaryData, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import type { Operation, Resource } from '../../nodes/Veryfi/operation.ts';
import { findProduct } from '../../nodes/shared/products/products.ts';
import { resources } from '../../nodes/Veryfi/resources/index.ts';
import type { Stage } from './actionStage.mts';
import { byId } from './actionStage.mts';
import type { Way } from './operationSamples.mts';
import { sampleOf, WEBHOOK_URL } from './operationSamples.mts';

export interface Case {
	/** e.g. `Check: Get Many` */
	title: string;
	resource: Resource;
	operation: Operation;
}

export const CASES: Case[] = resources.flatMap((resource) =>
	resource.operations.map((operation) => ({
		title: `${resource.name}: ${operation.name}`,
		resource,
		operation,
	})),
);

/** Those that stand for an item each; the webhook is one for all. */
export const CASES_OF_ITEMS = CASES.filter(({ resource }) => resource.value !== 'webhook');

/** For `it.each`: the title, and the case itself. */
export const titled = (entries: Case[]) => entries.map((entry) => [entry.title, entry] as const);

/** The source that the emulator has a file from: with it an operation is carried out to its end. */
export const FILE = 'binary';

/** Every field filled, with a file to work on. */
export const WITH_FILE: Way = { source: FILE };

/** Ids are numbers; fields take texts. */
const idText = (id: unknown) => `${id as number}`;

/** Puts into the account what an operation is about, and tells the values that name it. */
export async function prepare(
	stage: Stage,
	data: IBinaryData,
	{ resource: { value: resource }, operation }: Case,
): Promise<Record<string, unknown>> {
	const call = async (parameters: INodeParameters) => {
		const { error, items } = await stage.run(parameters, [{ json: {}, binary: { data } }]);
		if (error) throw new Error(`${error.message} ${error.description ?? ''}`);
		return items;
	};
	const has = (name: string) => operation.properties.some((field) => field.name === name);
	const known: Record<string, unknown> = {};
	const isList = operation.value === 'getMany';
	if (has('documentId') || (isList && findProduct(resource))) {
		const product = findProduct(resource) ? resource : 'document';
		const [{ json }] = await call({ resource: product, operation: 'process', simplify: false });
		known.documentId = idText(json.id);
		known.product = product;
	}
	const documentId = byId(known.documentId);
	const isRow = resource === 'lineItem' || resource === 'taxLine';
	if (isRow && (isList || has('rowId'))) {
		const row = { resource, operation: 'create', documentId, order: 0, description: 'x', total: 1 };
		known.rowId = idText((await call(row))[0].json.id);
	}
	// There is nothing else that every row knows.
	if (isRow && operation.value === 'create') known.moreFields = { order: 4 };
	if (resource === 'tag' && (isList || has('tagId'))) {
		const tag = { resource, operation: 'add', product: 'document', documentId, tagName: 'old' };
		known.tagId = idText((await call(tag))[0].json.id);
	}
	if (has('setId') || operation.value === 'getManySplits') {
		known.setId = idText((await call({ resource, operation: 'split' }))[0].json.id);
		await stage.veryfi.idle();
	}
	if (resource === 'webhook' && operation.value === 'clear') {
		stage.veryfi.webhooks.confirmed = [{ url: WEBHOOK_URL, date: '2026-01-01 00:00:00' }];
	}
	if (resource === 'webhook' && operation.value === 'diagnose') {
		const date = '2026-01-01 00:00:00';
		stage.veryfi.webhooks.confirmed = [{ url: 'https://elsewhere.example.com/hook', date }];
		stage.veryfi.webhooks.pending = [{ url: WEBHOOK_URL, date }];
		known.webhookUrl = WEBHOOK_URL;
	}
	if (has('secret')) {
		await call({ resource, operation: 'register', webhookUrl: WEBHOOK_URL });
		const [entry] = stage.veryfi.webhooks.pending as Array<{ secret?: string }>;
		known.secret = entry.secret;
	}
	stage.veryfi.requests.length = 0;
	return known;
}

/** Parameters that fill every field of an operation, with the item that they belong to. */
export function filled(
	{ resource, operation }: Case,
	data: IBinaryData,
	known: Record<string, unknown>,
	way: Way,
	byExpression: boolean,
): { parameters: INodeParameters; item: INodeExecutionData } {
	const sample = sampleOf(operation.properties, known, way, byExpression);
	return {
		parameters: { resource: resource.value, operation: operation.value, ...sample.parameters },
		item: { json: sample.json, binary: { data } },
	};
}
