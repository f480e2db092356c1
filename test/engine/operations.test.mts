/**
 * Every operation of the node, with every one of its fields filled. What comes out is also the table in
 * docs/operations.md: WRITE_DOCS=1 writes it anew (npm run docs:operations).
 */
import { readFile, writeFile } from 'node:fs/promises';

import { describe, expect, it } from '@jest/globals';
import type { IBinaryData, IDataObject } from 'n8n-workflow';

import type { Stage } from './actionStage.mts';
import type { Case } from './operationCases.mts';
import { CASES, FILE, filled, prepare, titled, WITH_FILE } from './operationCases.mts';
import type { Way } from './operationSamples.mts';
import { sourcesOf } from './operationSamples.mts';
import type { Row } from './operationTable.mts';
import { renderTable, routeOf } from './operationTable.mts';
import { useInvoice } from './useInvoice.mts';

const TABLE = 'docs/operations.md';

let stage: Stage;
let data: IBinaryData;
const rows: Row[] = [];

useInvoice(
	(started, invoice) => {
		[stage, data] = [started, invoice];
	},
	{ handshakeTiming: 'never' },
);

/** Runs an operation in a fresh account and tells what it put on the wire and what came out. */
async function observe(entry: Case, way: Way, byExpression: boolean) {
	stage.veryfi.reset();
	const waitForResult = way.source === FILE;
	const known = { ...(await prepare(stage, data, entry)), waitForResult };
	const { parameters, item } = filled(entry, data, known, way, byExpression);
	const { error, items } = await stage.run(parameters, [item]);
	const requests = stage.veryfi.requests.map(({ method, path, query, body }) => ({
		method,
		path,
		query,
		body,
	}));
	await stage.veryfi.idle();
	return { items, requests, error: error?.message };
}

const waysOf = ({ operation: { properties } }: Case): Way[] => {
	const others = sourcesOf(properties).filter((source) => source !== FILE);
	return [WITH_FILE, ...others.map((source) => ({ source }))];
};

/** A path with the ids of this run in it says nothing about another one. */
const withoutIds = <T,>(value: T): T =>
	JSON.parse(JSON.stringify(value).replace(/\b\d{3,}\b/g, '0')) as T;

/** Values in a record, at any depth; a list counts as one. */
const sizeOf = (record: IDataObject): number =>
	Object.values(record)
		.map((value) =>
			typeof value === 'object' && value !== null && !Array.isArray(value)
				? sizeOf(value as IDataObject)
				: 1,
		)
		.reduce((sum, size) => sum + size, 0);

describe.each(titled(CASES))('%s', (_, entry) => {
	const { resource, operation } = entry;

	it.each(waysOf(entry))('takes an expression in every field (%o)', async (way) => {
		const typed = await observe(entry, way, false);
		const computed = await observe(entry, way, true);
		expect(withoutIds(computed.requests)).toEqual(withoutIds(typed.requests));
		expect(computed.requests.length).toBeGreaterThan(0);
		for (const { pairedItem } of computed.items) expect(pairedItem).toEqual({ item: 0 });
		if (way.source !== FILE) return;
		expect([typed.error, computed.error]).toEqual([undefined, undefined]);
		const { items, requests } = computed;
		rows.push({ resource, operation, route: routeOf(requests), sample: items[0]?.json });
	});

	it('has Simplify if what comes out has more than ten values', () => {
		const row = rows.find((seen) => seen.operation === operation);
		expect(row).toBeDefined();
		const canSimplify = operation.properties.some(({ name }) => name === 'simplify');
		expect(canSimplify || sizeOf(row?.sample ?? {}) <= 10).toBe(true);
	});
});

describe('the table of operations in docs', () => {
	it('is up to date', async () => {
		const table = renderTable(rows);
		if (process.env.WRITE_DOCS) await writeFile(TABLE, table);
		expect(await readFile(TABLE, 'utf8')).toBe(table);
		expect(rows).toHaveLength(CASES.length);
	});
});
