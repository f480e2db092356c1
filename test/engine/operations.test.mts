/**
 * Every operation of the node, with every one of its fields filled. What comes out is also the table in
 * docs/operations.md: WRITE_DOCS=1 writes it anew (npm run docs:operations).
 */
import { readFile, writeFile } from 'node:fs/promises';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { IBinaryData, IDataObject } from 'n8n-workflow';

import type { Operation, Resource } from '../../nodes/Veryfi/operation.ts';
import { clear } from '../../nodes/Veryfi/operations/webhook/clear.ts';
import { findProduct } from '../../nodes/Veryfi/products.ts';
import { resources } from '../../nodes/Veryfi/resources.ts';
import type { Stage } from './actionStage.mts';
import { pdf, setStage } from './actionStage.mts';
import type { Sample, Way } from './operationSamples.mts';
import { hasRanges, sampleOf, sourcesOf, WEBHOOK_URL } from './operationSamples.mts';
import type { Row } from './operationTable.mts';
import { renderTable, routeOf } from './operationTable.mts';

const TABLE = 'docs/operations.md';

let stage: Stage;
let data: IBinaryData;
const rows: Row[] = [];

beforeAll(async () => {
	stage = await setStage({ handshakeTiming: 'never' });
	data = await stage.stored(await pdf('Papier Nord', 'Invoice A-1042', 'Total 120.00'), 'a.pdf');
});
afterAll(async () => await stage.stop());
beforeEach(() => stage.veryfi.reset());

const operations = resources.flatMap((resource) =>
	resource.operations.map(
		(operation) => [`${resource.name}: ${operation.name}`, resource, operation] as const,
	),
);

const byId = (value: unknown) => ({ __rl: true, mode: 'id', value: value as string });

/** Ids are numbers; fields take texts. */
const idText = (id: unknown) => `${id as number}`;

async function call(parameters: Sample['parameters'], json: IDataObject = {}) {
	const { error, items } = await stage.run(parameters, [{ json, binary: { data } }]);
	if (error) throw new Error(`${error.message} ${error.description ?? ''}`);
	return items;
}

/** Puts into the account what the operation is about, and names it. */
async function prepare({ value: resource }: Resource, operation: Operation) {
	const has = (name: string) => operation.properties.some((field) => field.name === name);
	const known: Record<string, unknown> = {};
	if (has('documentId')) {
		const product = findProduct(resource) ? resource : 'document';
		const [{ json }] = await call({ resource: product, operation: 'process', simplify: false });
		known.documentId = idText(json.id);
		known.product = product;
	}
	const documentId = byId(known.documentId);
	const isList = operation.value === 'getMany';
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
	if (operation === clear) {
		stage.veryfi.webhooks.confirmed = [{ url: WEBHOOK_URL, date: '2026-01-01 00:00:00' }];
	}
	if (has('secret')) {
		const webhookUrl = WEBHOOK_URL;
		await call({ resource, operation: 'register', webhookUrl, waitForConfirmation: false });
		const [entry] = stage.veryfi.webhooks.pending as Array<{ secret?: string }>;
		known.secret = entry.secret;
	}
	stage.veryfi.requests.length = 0;
	return known;
}

/** Runs an operation in a fresh account and tells what it put on the wire and what came out. */
async function observe(resource: Resource, operation: Operation, way: Way, byExpression: boolean) {
	stage.veryfi.reset();
	const known = { ...(await prepare(resource, operation)), waitForResult: way.source === FILE };
	const sample = sampleOf(operation.properties, known, way, byExpression);
	const parameters = { resource: resource.value, operation: operation.value, ...sample.parameters };
	const { error, items } = await stage.run(parameters, [{ json: sample.json, binary: { data } }]);
	const requests = stage.veryfi.requests.map(({ method, path, query, body }) => ({
		method,
		path,
		query,
		body,
	}));
	await stage.veryfi.idle();
	return { items, requests, error: error?.message };
}

/** The source that the emulator has a file from: with it an operation is carried out to its end. */
const FILE = 'binary';

const waysOf = ({ properties }: Operation): Way[] => {
	const others = sourcesOf(properties).filter((source) => source !== FILE);
	return [
		{ bounds: 'inclusive', source: FILE },
		...others.map((source) => ({ bounds: 'inclusive', source }) as const),
		...(hasRanges(properties) ? [{ bounds: 'strict', source: FILE } as const] : []),
	];
};

/** A path with the ids of this run in it says nothing about another one. */
const withoutIds = <T,>(value: T): T =>
	JSON.parse(JSON.stringify(value).replace(/\b\d{3,}\b/g, '0')) as T;

describe.each(operations)('%s', (_, resource, operation) => {
	it.each(waysOf(operation))('takes an expression in every field (%o)', async (way) => {
		const typed = await observe(resource, operation, way, false);
		const computed = await observe(resource, operation, way, true);
		expect(withoutIds(computed.requests)).toEqual(withoutIds(typed.requests));
		expect(computed.requests.length).toBeGreaterThan(0);
		for (const { pairedItem } of computed.items) expect(pairedItem).toEqual({ item: 0 });
		if (way.source !== FILE) return;
		expect([typed.error, computed.error]).toEqual([undefined, undefined]);
		if (way.bounds === 'strict') return;
		const { items, requests } = computed;
		rows.push({ resource, operation, route: routeOf(requests), sample: items[0]?.json });
	});
});

describe('the table of operations in docs', () => {
	it('is up to date', async () => {
		const table = renderTable(rows);
		if (process.env.WRITE_DOCS) await writeFile(TABLE, table);
		expect(await readFile(TABLE, 'utf8')).toBe(table);
		expect(rows).toHaveLength(operations.length);
	});
});
