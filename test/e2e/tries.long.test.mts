/** What Retry On Fail and the error output of a real n8n make of failed items. */
import { describe, expect, it } from '@jest/globals';
import { plainNode, type Execution, type Workflow } from '../host/index.mts';
import { Stage, TRIGGER } from './stage.mts';
import { useStage } from './useStage.mts';

let stage: Stage;

useStage(
	() => Stage.start(),
	(started) => (stage = started),
);

/** Runs by hand: three items, of which the first is bad, and the node for each of them. */
async function run(parameters: object, settings: object, runs = 1): Promise<Execution> {
	const names = JSON.stringify({ names: ['bad', 'b', 'c'] });
	const nodes = [
		plainNode('Start', 'manualTrigger', 1),
		plainNode('Names', 'set', 3.4, { mode: 'raw', jsonOutput: names, options: {} }),
		plainNode('Items', 'splitOut', 1, { fieldToSplitOut: 'names', options: {} }),
		...Array.from({ length: runs }, (_, index) => ({
			...stage.veryfiNode(`Veryfi${index}`, 'veryfi', 1, { ...parameters }),
			...settings,
		})),
	];
	const to = (name: string) => ({ main: [[{ node: name, type: 'main', index: 0 }]] });
	const each = nodes.slice(3).map(({ name }) => ({ node: name, type: 'main', index: 0 }));
	const workflow = await stage.client.createWorkflow({
		name: 'Tries',
		nodes,
		connections: { Start: to('Names'), Names: to('Items'), Items: { main: [each] } },
	});
	return await ended(workflow, 'Start');
}

async function ended(workflow: Workflow, start: string): Promise<Execution> {
	await stage.client.run(workflow.id, start);
	const [{ id }] = await stage.executions(workflow.id, 1);
	return await stage.client.execution(id);
}

const outputsOf = (execution: Execution, node: string) =>
	(execution.data.resultData.runData[node]?.[0]?.data?.main ?? []).map((items) =>
		(items ?? []).map(({ json }) => json),
	);

const posts = () => stage.emulator.requests.filter(({ method }) => method === 'POST').length;

const RETRY = { retryOnFail: true, maxTries: 3, waitBetweenTries: 100 };

const submit = {
	resource: 'document',
	operation: 'submit',
	source: 'url',
	fileUrl:
		'={{ $json.names === "bad" ? "nonsense" : "https://files.example.com/" + $json.names + ".pdf" }}',
};

const documents = submit.fileUrl.replace('"nonsense"', '"https://files.example.com/a.pdf"');

/** Operations that send a file, each in its way. */
const SENDING = ['submit', 'process', 'split', 'submitMany'];

const parametersOf = (operation: string) =>
	operation === 'submitMany'
		? { resource: 'document', operation, fileUrls: submit.fileUrl }
		: { ...submit, operation };

describe('another try of the node', () => {
	it.each(SENDING)('sends nothing again that %s has sent', async (operation) => {
		stage.emulator.faults.add({ method: 'POST', status: 200, body: { id: 7, ids: [7] } });
		const execution = await run(parametersOf(operation), {
			...RETRY,
			onError: 'continueRegularOutput',
		});
		const [items] = outputsOf(execution, 'Veryfi0');
		expect(items.map((json) => 'error' in json)).toEqual([true, false, false]);
		expect(posts()).toBe(2);
	});

	it.each(SENDING)('sends nothing again that %s may have sent', async (operation) => {
		stage.emulator.faults.add({ method: 'POST', loseAnswer: true });
		const good = JSON.parse(
			JSON.stringify(parametersOf(operation)).replace('nonsense', 'https://a.example/a.pdf'),
		) as object;
		const execution = await run(good, { ...RETRY, onError: 'continueRegularOutput' });
		const [items] = outputsOf(execution, 'Veryfi0');
		expect(items.map(({ message }) => message)).toEqual(
			[0, 1, 2].map(() => expect.stringMatching(/^It is not known whether Veryfi took/)),
		);
		expect(posts()).toBe(3);
	});

	it('nor does another node of the same execution, by the external ID', async () => {
		stage.emulator.faults.add({ method: 'GET', status: 200, body: { documents: [] } });
		const parameters = {
			...submit,
			fileUrl: documents,
			additionalFields: { externalId: '={{ $json.names }}' },
			options: { ifExternalIdExists: 'return' },
		};
		const execution = await run(parameters, {}, 2);
		const [[first], [second]] = ['Veryfi0', 'Veryfi1'].map((name) => outputsOf(execution, name));
		expect(second.map(({ id }) => id)).toEqual(first.map(({ id }) => id));
		expect(posts()).toBe(3);
	});
});

describe('the error output', () => {
	it('gets the failed items of Veryfi, and no other', async () => {
		const execution = await run(submit, { onError: 'continueErrorOutput' });
		const [done, failed] = outputsOf(execution, 'Veryfi0');
		expect(done).toHaveLength(2);
		expect(failed).toEqual([
			{
				names: 'bad',
				error: `"nonsense" in 'File URL' is not a URL that Veryfi could load`,
				message: expect.any(String),
			},
		]);
	});

	it('gets the failed documents of Veryfi Trigger, and no other', async () => {
		const workflow = await stage.client.createWorkflow({
			name: 'Finished documents',
			nodes: [
				{
					...stage.veryfiNode(TRIGGER, 'veryfiTrigger', 2, {}),
					onError: 'continueErrorOutput',
				},
			],
			connections: {},
		});
		await stage.publishOrFail(workflow);
		const id = stage.emulator.seedDocument();
		await stage.emulator.deliver('document.created', {
			id: [404404, id],
			created: '2026-11-20 10:00:00',
		});
		const [{ id: executionId }] = await stage.executions(workflow.id, 1);
		const [done, failed] = outputsOf(await stage.client.execution(executionId), TRIGGER);
		expect(done).toMatchObject([{ documentId: id }]);
		expect(failed).toMatchObject([{ error: expect.stringContaining('Document 404404') }]);
	});
});
