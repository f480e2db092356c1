import { beforeEach, describe, expect, it } from '@jest/globals';
import { burst } from '../e2e/burst.mts';
import { allFetching } from '../e2e/deliveryProgress.mts';
import type { Stage } from '../e2e/stage.mts';
import { takeStock } from '../e2e/stock.mts';
import { useStage } from '../e2e/useStage.mts';
import { fillIn, outputOf, PATIENCE_MS, waitFor, type Workflow } from '../host/index.mts';
import { createExample, publishExample, runByHand, startExamples } from './stage.mts';

/** Puts out the documents that are to be booked. */
const FINISHED = 'Finished?';

let stage: Stage;
let key: { id: string; name: string };

useStage(startExamples, (started) => (stage = started));

beforeEach(async () => {
	const { client, n8n } = stage;
	key ??= await client.createCredential('n8n account', 'n8nApi', {
		apiKey: await client.createApiKey(['execution:list', 'execution:retry']),
		baseUrl: `${n8n.url}/api/v1`,
	});
});

/** The example for the executions of a workflow; its lists come in pages of five. */
const retrying = ({ id }: Workflow) =>
	createExample(stage, 'retry-failed-executions', {
		credentials: { n8nApi: key },
		edit(definition) {
			fillIn(definition, 'Settings', { workflowId: id });
			for (const { type, parameters } of definition.nodes) {
				if (!type.endsWith('.httpRequest')) continue;
				// The certificate is one that only this n8n and its clients know.
				Object.assign(parameters.options as object, { allowUnauthorizedCerts: true });
				const { parameters: query = [] } = (parameters.queryParameters ?? {}) as {
					parameters?: Array<{ name: string; value: string }>;
				};
				for (const entry of query) if (entry.name === 'limit') entry.value = '5';
			}
		},
	});

describe('retry-failed-executions', () => {
	it('completes what failed and what crashed, once, and names what fails again', async () => {
		const { client, emulator, n8n } = stage;
		const { faults } = emulator;
		const workflow = await publishExample(stage, 'finished-documents');
		const early = await burst(emulator, 2);
		await stage.executions(workflow.id, 2);
		faults.add({ method: 'GET', path: '*/documents/*', status: 403 });
		const unlucky = await burst(emulator, 12);
		await emulator.idle();
		await stage.executions(workflow.id, 14);

		faults.clear();
		faults.add({ method: 'GET', path: '*/documents/*', delay: PATIENCE_MS });
		const { ids: dying } = await burst(emulator, 1);
		await emulator.idle();
		await allFetching(emulator);
		await n8n.kill();
		faults.clear();
		await n8n.start();
		await client.login();
		await waitFor('the execution to be shown as crashed', PATIENCE_MS, async () =>
			(await client.executions(workflow.id)).some(({ status }) => status === 'crashed'),
		);

		const [hopeless] = unlucky.ids;
		faults.add({ method: 'GET', path: `*/documents/${hopeless}`, status: 404 });
		const retry = await retrying(workflow);
		const first = await runByHand(stage, retry, 'Start');
		expect(outputOf(first, 'Completed')).toHaveLength(unlucky.ids.length - 1 + dying.length);
		expect(outputOf(first, 'Notify Someone').map(({ json }) => json.message)).toEqual([
			expect.stringMatching(
				new RegExp(`^Execution \\d+ is not completed: Document ${hopeless} .* 404`),
			),
		]);

		faults.clear();
		const second = await runByHand(stage, retry, 'Start');
		expect(outputOf(second, 'Completed')).toHaveLength(1);
		const third = await runByHand(stage, retry, 'Start');
		expect(outputOf(third, 'Retry')).toEqual([]);

		const ids = [...early.ids, ...unlucky.ids, ...dying];
		const { once } = await takeStock('retried', client, workflow.id, FINISHED, ids);
		expect(once).toEqual(ids);
	});
});
