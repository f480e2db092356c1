/**
 * Takes the pictures of the documentation from a real n8n with the built package: npm run docs:screenshots
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { credentialData, Stage, TRIGGER } from '../e2e/stage.mts';
import {
	importWorkflow,
	projectRoot,
	readExample,
	type Workflow,
	WITH_EDITOR,
} from '../host/index.mts';
import { upload } from '../host/upload.mts';
import { createSamples } from '../samples/index.mts';
import { Canvas } from './canvas.mts';
import { Editor, type Theme } from './editor.mts';
import { NodesPanel } from './nodesPanel.mts';
import { OpenCredential } from './openCredential.mts';
import { OpenNode } from './openNode.mts';
import { record } from './shown.mts';

const FOLDER = join(projectRoot, 'docs', 'images');
const THEMES: Theme[] = ['light', 'dark'];

/** Those that are named on the command line, or all. */
const names = process.argv.slice(2);
const isWanted = ({ name }: Picture) => names.length === 0 || names.includes(name);

interface Picture {
	name: string;
	theme: Theme;
	/** Brings the editor to what the picture shows. */
	show: (editor: Editor) => Promise<void>;
}

const stage = await Stage.start({ env: WITH_EDITOR });
try {
	const finished = await publishExample('finished-documents');
	await publishExample('submit-receipts');
	for (const sample of await createSamples()) {
		await upload(`${stage.n8n.url}/webhook/receipts`, stage.n8n.certificate.cert, sample);
	}
	await stage.executions(finished.id, 4);
	await mkdir(FOLDER, { recursive: true });
	for (const theme of THEMES) {
		// One for all pictures: n8n lets nobody log in more than five times a minute.
		const editor = await Editor.open(stage.n8n, { theme });
		try {
			for (const picture of pictures(finished).filter(isWanted)) {
				if (picture.theme === theme) await take(editor, picture);
			}
		} finally {
			await editor.close();
		}
	}
} finally {
	await stage.stop();
}

async function publishExample(name: string): Promise<Workflow> {
	const definition = importWorkflow(await readExample(name), stage.credential);
	const workflow = await stage.client.createWorkflow(definition);
	await stage.publish(workflow);
	return workflow;
}

async function take(editor: Editor, { name, show }: Picture): Promise<void> {
	await show(editor);
	await editor.settle();
	const path = join(FOLDER, `${name}.png`);
	await editor.page.screenshot({ path });
	record(name);
	console.log(path);
}

function pictures(finished: Workflow): Picture[] {
	const canvas = async (editor: Editor) => {
		await editor.visit(`/workflow/${finished.id}`);
		await new Canvas(editor).waitForIcons(finished.nodes);
		await editor.part('zoom-to-fit').click();
	};
	return [
		{
			name: 'nodes-panel',
			theme: 'light',
			async show(editor) {
				await editor.visit('/workflow/new');
				const panel = new NodesPanel(editor);
				await panel.open();
				await panel.search('Veryfi', 'Veryfi');
				await panel.offers('Veryfi');
				await editor.part('node-creator-category-item').first().scrollIntoViewIfNeeded();
			},
		},
		{
			name: 'credential',
			theme: 'light',
			async show(editor) {
				const credential = new OpenCredential(editor);
				await credential.begin('Veryfi Async API');
				const { authentication: _, ...fields } = credentialData(stage.emulator);
				await credential.save(fields);
			},
		},
		{
			name: 'trigger',
			theme: 'light',
			async show(editor) {
				await editor.visit(`/workflow/${finished.id}`);
				await new Canvas(editor).openNode(TRIGGER);
			},
		},
		{
			name: 'submit',
			theme: 'light',
			async show(editor) {
				const [{ fileName, bytes }] = await createSamples();
				stage.emulator.files.set(fileName, bytes);
				const workflow = await stage.createAction({
					operation: 'submit',
					source: 'url',
					fileUrl: `${stage.emulator.baseUrl}/_emulator/files/${fileName}`,
					waitForResult: true,
				});
				await editor.visit(`/workflow/${workflow.id}`);
				await new Canvas(editor).openNode('Veryfi');
				const node = new OpenNode(editor);
				await node.execute();
				await node.showOutputAs('schema');
			},
		},
		{
			name: 'execution',
			theme: 'light',
			async show(editor) {
				await editor.visit(`/workflow/${finished.id}`);
				const workflow = new Canvas(editor);
				await workflow.openExecution();
				await workflow.openNode(TRIGGER);
				await new OpenNode(editor).showOutputAs('table');
			},
		},
		{ name: 'canvas-light', theme: 'light', show: canvas },
		{ name: 'canvas-dark', theme: 'dark', show: canvas },
	];
}
