/** Credentials whose fields are expressions, on a real n8n: no item goes to the account of another. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startEmulator, type Emulator } from '../emulator/index.mts';
import { outputOf, plainNode, type WorkflowNode } from '../host/index.mts';
import { CREDENTIAL_TYPE, credentialData, PATIENT, Stage, WITH_CODE } from './stage.mts';
import { useStage } from './useStage.mts';

let stage: Stage;
let other: Emulator;

useStage(
	() => Stage.start({ env: WITH_CODE }),
	(started) => (stage = started),
);
beforeAll(async () => {
	other = await startEmulator(PATIENT);
});
afterAll(async () => {
	await other?.stop();
});

const URL_OF_FILE = 'https://files.example.com/a.pdf';
const SUBMIT = { resource: 'document', operation: 'submit', source: 'url', fileUrl: URL_OF_FILE };

const itemsOf = (items: object[]): WorkflowNode =>
	plainNode('Items', 'code', 2, {
		jsCode: `return ${JSON.stringify(items)}.map((json) => ({ json }));`,
	});

const credentialWith = async (fields: Record<string, string>) =>
	await stage.client.createCredential('By item', CREDENTIAL_TYPE, {
		...credentialData(stage.emulator),
		...fields,
	});

/** Runs the action node with a credential for some items, and returns what came out of each. */
async function run(parameters: object, fields: Record<string, string>, items: object[]) {
	const workflow = await stage.createAction({ ...parameters }, itemsOf(items));
	const credentials = { [CREDENTIAL_TYPE]: await credentialWith(fields) };
	await stage.client.updateWorkflow(
		workflow,
		workflow.nodes.map((node) =>
			node.name === 'Veryfi' ? { ...node, credentials, onError: 'continueRegularOutput' } : node,
		),
	);
	await stage.client.run(workflow.id, 'Start');
	const [{ id }] = await stage.executions(workflow.id, 1);
	return outputOf(await stage.client.execution(id), 'Veryfi').map(({ json }) => json);
}

describe('a credential whose API key is an expression', () => {
	it('gives each item its own key, and an item without one an error', async () => {
		const { apiKey } = stage.emulator.credentials;
		const items = [{ key: apiKey }, { key: 'of-another-account' }, {}, { key: apiKey }];
		const out = await run(SUBMIT, { apiKey: '={{ $json.key }}' }, items);
		expect(out).toMatchObject([
			{ id: expect.any(Number) },
			{ error: expect.stringMatching(/401/) },
			{ error: expect.stringContaining("'API Key' of the credential is empty") },
			{ id: expect.any(Number) },
		]);
		expect(stage.emulator.documents.size).toBe(2);
	});

	it('gives each item its own account', async () => {
		const fields = Object.keys(credentialData(other)).filter((name) => name !== 'authentication');
		const byItem = Object.fromEntries(fields.map((name) => [name, `={{ $json.${name} }}`]));
		const items = [stage.emulator, other, other].map(credentialData);
		const out = await run(SUBMIT, byItem, items);
		expect(out).toMatchObject([1, 2, 3].map(() => ({ id: expect.any(Number) })));
		expect(stage.emulator.documents.size).toBe(1);
		expect(other.documents.size).toBe(2);

		stage.occupyWebhook('https://one.example.com/hook');
		const webhooks = await run({ resource: 'webhook', operation: 'get' }, byItem, items);
		const urls = webhooks.map(({ url }) => url);
		expect(urls).toEqual(['https://one.example.com/hook', null, null]);
	});

	it('keeps a trigger from being published, and a list from being shown, with the reason', async () => {
		const reason = /An expression in the credential has no value here .* 'By ID' instead of a list/;
		const credential = await credentialWith({ apiKey: '={{ $json.key }}' });
		const credentials = { [CREDENTIAL_TYPE]: credential };
		const workflow = await stage.createTrigger();
		const [node] = workflow.nodes;
		const saved = await stage.client.updateWorkflow(workflow, [{ ...node, credentials }]);
		const { triggers } = await stage.publish(saved);
		expect(triggers).toMatchObject([
			{ status: 'failed', errorMessage: expect.stringMatching(reason) },
		]);
		expect(stage.emulator.requests).toEqual([]);

		const parameters = { resource: 'document', operation: 'get' };
		const list = stage.client.searchList('searchDocuments', parameters, credentials);
		await expect(list).rejects.toThrow(reason);
	});
});
