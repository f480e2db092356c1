import { expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { outputOf, plainNode, projectRoot } from '../host/index.mts';
import { Stage, WITH_CODE } from '../e2e/stage.mts';
import { useStage } from '../e2e/useStage.mts';
import { CARRIERS, codeOf } from './code.mts';
import { chain, createExample, runByHand } from './stage.mts';

/** The version whose rules n8n 2.x carries. It comes as a container image only, so that the rules are all that runs here. */
const NEXT = 'v3';

/** Seconds that a Code node may take there; in n8n 2.x it is 300 unless it is set. */
const DEFAULTS = { N8N_RUNNERS_TASK_TIMEOUT: '60' };

const names = readdirSync(join(projectRoot, 'examples'))
	.filter((file) => file.endsWith('.json'))
	.map((file) => file.replace('.json', ''));

let stage: Stage;

useStage(
	() => Stage.start({ env: { ...WITH_CODE, ...DEFAULTS } }),
	(started) => (stage = started),
);

it("n8n's own rules for version 3 find nothing in the examples", async () => {
	for (const name of names) await createExample(stage, name);
	expect(await stage.client.migrationIssues(NEXT)).toEqual([]);
	expect(stage.n8n.log).not.toContain('Breaking change rule failed');
});

it('the demo imports nothing but examples', () => {
	const demo = readFileSync(join(projectRoot, 'demo', 'demo.mts'), 'utf8');
	const created = demo.match(/\bcreateWorkflow\(/g) ?? [];
	const read = [...demo.matchAll(/readExample\('([^']+)'\)/g)].map(([, name]) => name);
	expect(read.length).toBe(created.length);
	expect(names).toEqual(expect.arrayContaining(read));
});

it('the rules do find what version 3 no longer has', async () => {
	await createExample(stage, 'fan-out', {
		edit: (definition) => {
			definition.name = 'Old ways';
			definition.settings = { callerPolicy: 'any' };
			definition.nodes.push(plainNode('Old PDF', 'readPDF', 1));
		},
		parameters: { 'Enter Invoice': { mode: 'each' } },
	});
	const issues = await stage.client.migrationIssues(NEXT);
	expect(issues.map(({ workflow }) => workflow)).toEqual(Array(3).fill('Old ways'));
	expect(issues.map(({ issue }) => issue).join()).toMatch(/once for each item/);
});

it(`the code of ${CARRIERS.join(', ')} makes bills of 1,000 documents in the time that version 3 gives it`, async () => {
	const document = {
		document_type: 'invoice',
		vendor_name: 'Papier Nord',
		date: '2026-10-27',
		currency_code: 'EUR',
		tax: 20,
		total: 120,
		line_items: Array.from({ length: 20 }, () => ({ description: 'Paper', quantity: 1, total: 5 })),
	};
	const make = `const document = ${JSON.stringify(document)};
		return Array.from({ length: 1000 }, (_, documentId) => ({ json: { event: 'document.created', documentId, ...document } }));`;
	const workflow = await stage.client.createWorkflow({
		name: 'A month of bills',
		nodes: [
			plainNode('Start', 'manualTrigger', 1),
			plainNode('Documents', 'code', 2, { jsCode: make }),
			plainNode('Bills', 'code', 2, { mode: 'runOnceForEachItem', jsCode: codeOf('bill.cjs') }),
		],
		connections: chain('Start', 'Documents', 'Bills'),
	});
	const execution = await runByHand(stage, workflow, 'Start');
	expect(execution.status).toBe('success');
	const bills = outputOf(execution, 'Bills').map(({ json }) => [json.decision, json.total]);
	expect(bills).toEqual(Array(1000).fill(['book', 120]));
});
