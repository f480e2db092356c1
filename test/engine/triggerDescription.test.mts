import { describe, expect, test } from '@jest/globals';
import { isExpression } from 'n8n-workflow';
import { runInNewContext } from 'node:vm';

import { EVENTS } from '../../nodes/VeryfiTrigger/events.ts';
import { VeryfiTrigger } from '../../nodes/VeryfiTrigger/VeryfiTrigger.node.ts';
import { latestVersion } from './harness/nodeTypes.mts';

const { description, webhookMethods } = new VeryfiTrigger();
const webhooks = description.webhooks ?? [];

describe('what makes n8n evaluate nothing for a delivery', () => {
	test('no field of a webhook is an expression', () => {
		expect(webhooks.flatMap((webhook) => Object.values(webhook)).filter(isExpression)).toEqual([]);
	});

	test('a node put on the canvas is of version 2', () => {
		expect(latestVersion('veryfiTrigger')).toBe(2);
	});
});

test('the routes for probes exist before the one that registers', () => {
	expect(webhooks.map(({ name, httpMethod }) => `${name} ${httpMethod}`)).toEqual([
		'setup GET',
		'setup HEAD',
		'default POST',
	]);
});

test('all requests come to one path, and deliveries are answered once they are stored', () => {
	expect(new Set(webhooks.map(({ path }) => path)).size).toBe(1);
	expect(webhooks.map(({ responseMode }) => responseMode)).not.toContain('lastNode');
	expect(webhooks.at(-1)?.responseMode).toBe('onReceived');
});

test('every webhook has all methods of a life cycle', () => {
	for (const { name } of webhooks) {
		const methods = webhookMethods[name];
		expect(Object.keys(methods).sort()).toEqual(['checkExists', 'create', 'delete']);
	}
});

test('the user can choose every event of the catalogue, and all', () => {
	const events = description.properties.find(({ name }) => name === 'events');
	const values = (events?.options ?? []).map((option) => 'value' in option && option.value);
	expect(values).toHaveLength(EVENTS.length + 2);
	expect(values).toEqual(expect.arrayContaining(['*', ...EVENTS.map(({ name }) => name)]));
});

test('receipts and invoices, finished or failed, come first and are chosen at first', () => {
	const events = description.properties.find(({ name }) => name === 'events');
	const [first] = events?.options ?? [];
	expect(first).toMatchObject({
		value: 'document.created_or_failed',
		action: 'On receipt or invoice finished or failed',
	});
	expect(events?.default).toEqual(['document.created_or_failed']);
});

test('every event says in its first words what has happened, and no two say the same', () => {
	const texts = EVENTS.map(({ description: text }) => text);
	expect(new Set(texts).size).toBe(texts.length);
	expect(texts.filter((text) => !/^(A |Enrichments )/.test(text))).toEqual([]);
});

test.each([
	[['document.created'], 'Receipt or Invoice Finished'],
	[['document.created', 'document.failed'], '2 events'],
	[['document.created_or_failed'], 'Receipts and Invoices'],
	[['document.created', '*'], 'All Events'],
	['document.created', 'Receipt or Invoice Finished'],
	[['receipt.created'], 'receipt.created'],
	[['any_document.created'], 'Custom Document Finished'],
])('for the events %j the node is subtitled %j', (events, text) => {
	const code = description.subtitle!.replace(/^={{|}}$/g, '');
	expect(runInNewContext(code, { $parameter: { events } })).toBe(text);
});
