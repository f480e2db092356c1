import { describe, expect } from '@jest/globals';
import { EVENT_OPTIONS } from '../../nodes/VeryfiTrigger/events.ts';
import { confirmed } from '../e2e/borrowing.mts';
import { TRIGGER, type Stage } from '../e2e/stage.mts';
import { isWithin, namesBehind, overlap } from '../examples/layout.mts';
import {
	importWorkflow,
	PATIENCE_MS,
	plainNode,
	readExample,
	triggerUrl,
	waitFor,
	type Workflow,
} from '../host/index.mts';
import { createSamples } from '../samples/index.mts';
import { sized } from '../sized.mts';
import { Canvas } from './canvas.mts';
import { testCredential } from './credential.mts';
import type { Editor } from './editor.mts';
import { NodesPanel } from './nodesPanel.mts';
import { OpenNode } from './openNode.mts';
import { allSubtitles, cutOff } from './subtitles.mts';
import { useEditor } from './useEditor.mts';

const ELSEWHERE = 'https://elsewhere.example.com/webhook/receipts';

let stage: Stage;
let editor: Editor;
let panel: NodesPanel;
let node: OpenNode;
let canvas: Canvas;
/** Where Veryfi finds a sample invoice, and who wrote it. */
let invoice: { url: string; vendor: string };

const seen = useEditor(async (started, opened) => {
	[stage, editor] = [started, opened];
	[panel, node, canvas] = [new NodesPanel(editor), new OpenNode(editor), new Canvas(editor)];
	const [{ fileName, bytes }] = await createSamples();
	stage.emulator.files.set(fileName, bytes);
	const url = `${stage.emulator.baseUrl}/_emulator/files/${fileName}`;
	invoice = { url, vendor: 'Papier Nord' };
});

/** Adds a node to a new workflow as a user does. */
async function begin(offer: string): Promise<void> {
	await editor.goTo('/workflow/new');
	await panel.open();
	await panel.search('Veryfi', 'Veryfi');
	await panel.offers('Veryfi');
	await panel.add(offer);
}

/** The workflow that the editor shows. */
const openWorkflow = () =>
	stage.client.getWorkflow(/workflow\/(\w+)/.exec(editor.page.url())?.[1] ?? '');

const submitInvoice = () =>
	stage.runAction({ operation: 'submit', source: 'url', fileUrl: invoice.url });

testCredential(seen, () => ({ stage, editor }));

describe('the nodes panel', () => {
	const words = [
		'OCR',
		'receipt',
		'invoice',
		'bill',
		'expense',
		'document AI',
		'PDF',
		'accounting',
		'diagnose webhook',
		'Veryfi',
	];

	seen('finds Veryfi by its name and by what it is for, as a further step', async () => {
		const { id } = await stage.createAction({});
		await editor.goTo(`/workflow/${id}`);
		await canvas.goOn();
		for (const text of words) await panel.search(text, 'Veryfi');
	});

	seen('finds it by the same words as a trigger', async () => {
		await editor.goTo('/workflow/new');
		await panel.open();
		for (const text of sized(['invoice'], words)) await panel.search(text, 'Veryfi');
		await panel.search('Veryfi', 'Veryfi');
	});

	seen(
		'offers triggers and actions in words of the trade, receipts and invoices first',
		async () => {
			const offers = await panel.offers('Veryfi');
			const [trigger] = offers;
			const [process, submit] = offers.slice(EVENT_OPTIONS.length);
			expect([trigger, process, submit]).toEqual([
				'On receipt or invoice finished or failed',
				'Process receipt or invoice',
				'Submit receipt or invoice',
			]);
			expect(offers.filter((offer) => /undefined|_|[a-z][A-Z]/.test(offer))).toEqual([]);
			const custom = offers.filter((offer) => offer.includes('custom document'));
			expect(custom.filter((offer) => !offer.includes('(blueprint)'))).toEqual([]);
		},
	);
});

describe('Submit, configured by hand', () => {
	seen('takes a URL, waits and shows the finished document', async () => {
		await begin('Submit receipt or invoice');
		await node.choose('File Source', 'URL');
		await node.fill('File URL', invoice.url);
		await node.toggle('Wait for Result');
		await node.execute();
		await node.output.getByText(invoice.vendor).waitFor();
	});

	seen('takes the file of the node before it and shows the ID at once', async () => {
		const download = plainNode('Download', 'httpRequest', 4.2, {
			url: invoice.url,
			options: { response: { response: { responseFormat: 'file' } } },
		});
		const workflow = await stage.createAction({ operation: 'submit' }, download);
		await editor.goTo(`/workflow/${workflow.id}`);
		await canvas.openNode('Veryfi');
		await node.execute();
		await node.output.getByText('id', { exact: true }).waitFor();
		const [id] = [...stage.emulator.documents.keys()].slice(-1);
		await node.output.getByText(String(id), { exact: true }).waitFor();
	});
});

describe('a line item, looked up by hand', () => {
	let office: number;

	seen('asks for the document first, then is chosen from those of the document', async () => {
		office = stage.emulator.seedDocument({
			vendor: { name: 'Office Nord' },
			line_items: [
				{ id: 9000001, description: 'A4 paper', total: 100 },
				{ id: 9000002, description: 'Pencils', total: 20 },
			],
		});
		const workflow = await stage.createAction({ resource: 'lineItem', operation: 'get' });
		await editor.goTo(`/workflow/${workflow.id}`);
		await canvas.openNode('Veryfi');
		await node.openList('Line Item');
		await editor.part('rlc-error-container').getByText('Choose a document first').waitFor();
		await node.chooseFromList('Document', 'Office Nord');
		await node.chooseFromList('Line Item', 'Pencils · 20');
		await node.execute();
		await node.output.getByText('9000002', { exact: true }).waitFor();
	});

	seen('is let go when another document is chosen', async () => {
		stage.emulator.seedDocument({ vendor: { name: 'Office Sud' }, line_items: [] });
		await node.chooseFromList('Document', 'Office Sud');
		await waitFor('the line item to be let go', PATIENCE_MS, async () =>
			(await node.labelsOfIssues()).includes('Line Item'),
		);
	});

	seen('is kept where expressions give both, whatever they give', async () => {
		const ids = plainNode('IDs', 'set', 3.4, {
			mode: 'raw',
			jsonOutput: JSON.stringify({ document: office, line: 9000001 }),
		});
		const byId = (value: string) => ({ __rl: true, mode: 'id', value });
		const workflow = await stage.createAction(
			{
				resource: 'lineItem',
				operation: 'get',
				documentId: byId('={{ $json.document }}'),
				rowId: byId('={{ $json.line }}'),
			},
			ids,
		);
		await editor.goTo(`/workflow/${workflow.id}`);
		await canvas.openNode('Veryfi');
		await node.execute();
		await node.output.getByText('A4 paper', { exact: true }).waitFor();
		expect(await node.labelsOfIssues()).toEqual([]);
	});
});

describe('an operation that has not run', () => {
	seen('shows the node behind it what fields will come', async () => {
		const workflow = await stage.createAction({ resource: 'bankStatement', operation: 'get' });
		await editor.goTo(`/workflow/${workflow.id}`);
		await canvas.goOn();
		await panel.search('Edit Fields', 'Edit Fields (Set)');
		await panel.add('Edit Fields (Set)');
		await node.input.getByText('Usually outputs the following fields').waitFor();
		for (const name of ['account_holder_name', 'beginning_balance', 'statement_date']) {
			await node.input.getByText(name, { exact: true }).waitFor();
		}
	});
});

describe('the trigger, configured by hand', () => {
	let workflow: Workflow;
	/** Has the webhook first. */
	let other: Workflow;

	seen('listens for a test event and shows it', async ({ page }) => {
		await begin('On receipt or invoice finished or failed');
		await node.execute();
		await page.getByText('Listening for test event').waitFor();
		await waitFor('the test URL to be confirmed', PATIENCE_MS, () => stage.confirmedUrl);
		await submitInvoice();
		await node.output.getByText(invoice.vendor).waitFor();
		await confirmed(stage, undefined);
	});

	seen('is tested with the latest document while somebody else has the webhook', async () => {
		stage.occupyWebhook(ELSEWHERE);
		stage.emulator.seedDocument();
		await node.execute();
		await node.output.getByText('document.created').first().waitFor();
		expect(stage.confirmedUrl).toBe(ELSEWHERE);
		await node.close();
	});

	seen('has the event that it listens to below its name', async () => {
		await canvas
			.subtitle(TRIGGER)
			.getByText(/^Receipts and Invoices$/)
			.waitFor();
	});

	seen('has room there for whatever both nodes can be set to', async () => {
		const place = canvas.subtitle(TRIGGER);
		expect(await cutOff(place, ['On custom document (blueprint) finished'])).toHaveLength(1);
		expect(await cutOff(place, allSubtitles())).toEqual([]);
	});

	seen('says that publishing failed, and names the workflow that has the webhook', async () => {
		stage.emulator.webhooks.confirmed = [];
		const { nodes, connections } = await stage.createTrigger();
		other = await stage.client.createWorkflow({ name: 'Bills of the North', nodes, connections });
		await stage.publishOrFail(other);
		await canvas.publish();
		const failure = editor.toasts.filter({ hasText: 'Workflow could not be published' });
		await failure.waitFor({ timeout: PATIENCE_MS });
		expect(await failure.innerText()).toContain(
			'Veryfi\'s only webhook URL is in use by the workflow "Bills of the North". Unpublish it',
		);
		await canvas.publishButton.getByText(/^Publish$/).waitFor();
	});

	seen('learns from Diagnose, with no URL entered, which workflow Veryfi delivers to', async () => {
		workflow = await openWorkflow();
		await begin('Diagnose webhook');
		await node.execute();
		await node.showOutputAs('table');
		const summary = 'Veryfi delivers to the workflow "Bills of the North" of this n8n';
		await node.output.getByText(summary).first().waitFor();
		const columns = await node.output.locator('th').allInnerTexts();
		expect(columns.slice(0, 3)).toEqual(['ok', 'summary', 'checks']);
		// n8n writes in red what is empty.
		expect(await node.output.locator('[class*="_empty_"]').count()).toBe(0);
	});

	seen('has its failure explained at the top by Diagnose behind it', async () => {
		const { nodes } = await stage.createTrigger();
		const parameters = { resource: 'webhook', operation: 'diagnose' };
		const diagnose = stage.veryfiNode('Diagnose', 'veryfi', 1, parameters);
		const behind = await stage.client.createWorkflow({
			name: 'Diagnosis',
			nodes: [...nodes, { ...diagnose, position: [300, 0] }],
			connections: { [TRIGGER]: { main: [[{ node: 'Diagnose', type: 'main', index: 0 }]] } },
		});
		await editor.goTo(`/workflow/${behind.id}`);
		await canvas.openNode('Diagnose');
		await editor.page.getByText('runs only when a document arrives').waitFor();
		await node.execute();
		await node.showOutputAs('schema');
		await node.output.getByText('in use by the workflow "Bills of the North"').first().waitFor();
		const shown = await node.output.innerText();
		expect(shown.indexOf('summary')).toBeLessThan(shown.indexOf('problems'));
		expect(shown.indexOf('problems')).toBeLessThan(shown.indexOf('checks'));
	});

	seen('shows that it is published once the other one is not', async () => {
		await stage.unpublish(other.id);
		await editor.goTo(`/workflow/${workflow.id}`);
		await canvas.publish();
		await canvas.publishButton.getByText('Published').waitFor();
		expect(stage.confirmedUrl).toBe(triggerUrl(stage.n8n.url, workflow.nodes));
	});

	seen('is tested while it is published itself, and stays so', async ({ page }) => {
		// What n8n says the first time that somebody publishes.
		await page.keyboard.press('Escape');
		await canvas.openNode(TRIGGER);
		await node.execute();
		await node.output
			.getByText(/^document\.(created|failed)$/)
			.first()
			.waitFor();
		expect(stage.confirmedUrl).toBe(triggerUrl(stage.n8n.url, workflow.nodes));
		await node.close();
	});

	seen(
		'shows a bill at a glance: its table begins with what counts, and hides nothing',
		async () => {
			const before = (await stage.client.executions(workflow.id)).length;
			await submitInvoice();
			await stage.executions(workflow.id, before + 1);
			await canvas.openExecution();
			await canvas.openNode(TRIGGER);
			await node.showOutputAs('table');
			await node.output.getByText(invoice.vendor).first().waitFor();
			const columns = (await node.output.locator('th').allInnerTexts()).map((text) => text.trim());
			expect(columns.slice(0, 7)).toEqual([
				'event',
				'documentId',
				'vendor_name',
				'date',
				'invoice_number',
				'total',
				'currency_code',
			]);
			expect(columns).toEqual(expect.arrayContaining(['line_items', 'warnings']));
			expect(await node.output.innerText()).not.toContain('hidden');
		},
	);
});

describe('an example, imported', () => {
	/** A screen on which bookkeeping is done. */
	const SCREEN = { width: 1920, height: 1080 };

	seen(
		'is seen as a whole, no note below a node, and its main workflow fits a screen at 100 %',
		async ({ page }) => {
			await page.setViewportSize(SCREEN);
			const example = await readExample('bills-to-quickbooks');
			const { id } = await stage.client.createWorkflow(importWorkflow(example, stage.credential));
			await editor.goTo(`/workflow/${id}`, canvas.node(TRIGGER));
			const { nodes, notes, view, zoom } = await waitFor(
				'n8n to show all of it',
				PATIENCE_MS,
				async () => {
					const measured = await canvas.measure();
					const all = [...measured.nodes, ...measured.notes];
					const isWhole = all.every((box) => isWithin(box, measured.view));
					return all.length === example.nodes.length && isWhole && measured;
				},
				() => canvas.measure(),
			);
			const covered = notes.flatMap((note) =>
				nodes.filter((node) => overlap(note, node)).map((node) => `${note.name} by ${node.name}`),
			);
			expect(covered).toEqual([]);

			const behind = namesBehind(example, TRIGGER);
			const main = nodes.filter(({ name }) => behind.has(name));
			const width =
				Math.max(...main.map(({ right }) => right)) - Math.min(...main.map(({ left }) => left));
			expect(main.length).toBeLessThanOrEqual(15);
			expect(width / zoom).toBeLessThan(view.right - view.left);
		},
	);
});
