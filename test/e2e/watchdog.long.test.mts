import { describe, expect, it } from '@jest/globals';
import {
	fillIn,
	importWorkflow,
	outputOf,
	PATIENCE_MS,
	readExample,
	waitFor,
} from '../host/index.mts';
import { everySeconds } from './catchUp.mts';
import { Stage } from './stage.mts';
import { useStage } from './useStage.mts';

let stage: Stage;

useStage(
	() => Stage.start(),
	(started) => (stage = started),
);

describe('the webhook watchdog', () => {
	const OTHER = 'https://erp.example.com/veryfi';

	/** Publishes trigger and watchdog, has another URL take over, and gives what the watchdog says. */
	async function watch(
		takeBack: boolean,
		ifWebhookUrlIsInUse: 'stop' | 'replace',
		asEntered = (url: string) => url,
	) {
		const { url } = await stage.publishTrigger({ options: { ifWebhookUrlIsInUse } });
		const definition = importWorkflow(await readExample('webhook-watchdog'), stage.credential, {
			'Every 15 Minutes': everySeconds(2),
		});
		fillIn(definition, 'Settings', { webhookUrl: asEntered(url), takeBack });
		const workflow = await stage.client.createWorkflow(definition);
		await stage.publish(workflow);
		const first = await waitFor('a turn of the watchdog', PATIENCE_MS, async () =>
			(await stage.executionsBy('trigger', workflow)).find(({ status }) => status === 'success'),
		);
		const quiet = await stage.client.execution(first.id);
		stage.occupyWebhook(OTHER);
		const said = (node: string) =>
			waitFor(
				`the watchdog to reach ${node}`,
				PATIENCE_MS,
				async () => {
					const ended = (await stage.executionsBy('trigger', workflow)).filter(
						({ status }) => status === 'success',
					);
					for (const { id } of ended) {
						const [item] = outputOf(await stage.client.execution(id), node);
						if (item) return item.json.message as string;
					}
					return undefined;
				},
				() => stage.executionsBy('trigger', workflow),
			);
		return { url, quiet, said };
	}

	it('says nothing while the URL in use is ours, and whose it is when it is not', async () => {
		const { url, quiet, said } = await watch(false, 'replace');
		expect(outputOf(quiet, 'Notify Someone')).toEqual([]);
		expect(await said('Notify Someone')).toBe(
			`Veryfi delivers finished documents to ${OTHER}. They belong to ${url}.`,
		);
		expect(stage.confirmedUrl).toBe(OTHER);
	});

	it('says nothing where the URL is entered with capitals in the host and a slash at the end', async () => {
		const { url, quiet } = await watch(
			true,
			'replace',
			(url) => `${url.replace('localhost', 'LOCALHOST')}/`,
		);
		for (const node of ['Notify Someone', 'Notify of the Outcome'])
			expect(outputOf(quiet, node)).toEqual([]);
		expect(stage.confirmedUrl).toBe(OTHER);
		expect(url).toContain('https://localhost');
	});

	it('takes the webhook back where that is wanted', async () => {
		const { url, said } = await watch(true, 'replace');
		expect(await said('Notify of the Outcome')).toContain(`Veryfi delivers to ${url} again.`);
		expect(stage.confirmedUrl).toBe(url);
	});

	it('says why when the trigger does not replace another URL', async () => {
		const { said } = await watch(true, 'stop');
		expect(await said('Notify of the Outcome')).toMatch(/^The webhook could not be taken back\. ./);
		expect(stage.confirmedUrl).toBe(OTHER);
	});
});
