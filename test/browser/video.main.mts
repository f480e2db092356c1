/**
 * Films the package in a real n8n, as n8n asks for at verification: npm run demo:video
 *
 * Installed from the tarball, the credential with its test, two actions, and a trigger that fires.
 */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { credentialData, Stage, TRIGGER } from '../e2e/stage.mts';
import { projectRoot, WITH_EDITOR } from '../host/index.mts';
import { packPackage } from '../host/package.mts';
import { createSamples } from '../samples/index.mts';
import { Canvas } from './canvas.mts';
import { Editor } from './editor.mts';
import { NodesPanel } from './nodesPanel.mts';
import { OpenCredential } from './openCredential.mts';
import { OpenNode } from './openNode.mts';
import { Screencast } from './screencast.mts';

const FILE = join(projectRoot, 'demo-video.mp4');

/** Milliseconds in which one reads a title, and sees what has come of a step. */
const READING = 5_000;

/** Milliseconds between two steps of the hand. */
const SLOW_MOTION = 350;

const run = promisify(execFile);

await run('ffmpeg', ['-version']).catch(() => {
	console.error('ffmpeg is needed to write the film. Install it (Debian: apt-get install ffmpeg).');
	process.exit(1);
});

const home = await mkdtemp(join(tmpdir(), 'veryfi-video-'));
const packed = await packPackage(home);
/** What the installation prints. */
let installed = '';
const stage = await Stage.start({
	env: WITH_EDITOR,
	async install(nodesFolder) {
		await mkdir(nodesFolder, { recursive: true });
		await writeFile(join(nodesFolder, 'package.json'), '{"private":true}');
		const { stdout } = await run('npm', ['install', '--no-audit', '--no-fund', packed.path], {
			cwd: nodesFolder,
		});
		installed = stdout.trim();
	},
});
stage.emulator.switches.readImages = true;
const editor = await Editor.open(stage.n8n, { slowMotion: SLOW_MOTION });
try {
	// What is not saved is left on purpose.
	editor.page.on('dialog', (dialog) => void dialog.accept());
	const film = await Screencast.of(editor.page);
	for (const scene of [install, credential, actions, trigger]) {
		console.log(`  ${scene.name}`);
		await scene();
	}
	await film.save(FILE);
	const { size } = await stat(FILE);
	console.log(`${FILE} (${(size / 1e6).toFixed(1)} MB)`);
} finally {
	await editor.close();
	await stage.stop();
	await rm(home, { recursive: true, force: true });
}

/** A page with a title, and with what a terminal shows. */
async function title(text: string, terminal = ''): Promise<void> {
	// The editor would go on behind a page that is only written over.
	await editor.page.goto('about:blank');
	await editor.page.setContent(
		`<body style="background:#1b1b2a;color:#fff;font:28px sans-serif;padding:12% 10%">
		<h1>${text}</h1><pre style="font-size:20px;line-height:1.6;color:#9f9">${terminal}</pre></body>`,
	);
	await pause(READING);
}

async function install(): Promise<void> {
	await title('Veryfi in n8n: receipts and invoices, read and delivered');
	await title(
		'1. Install the package',
		`$ cd ~/.n8n/nodes\n$ npm install ${basename(packed.path)}\n${installed}\n$ n8n start`,
	);
}

async function credential(): Promise<void> {
	await title('2. The credential, and its test');
	const dialog = new OpenCredential(editor);
	await dialog.begin('Veryfi Async API');
	const { authentication: _, ...fields } = credentialData(stage.emulator);
	await dialog.save({ ...fields, apiKey: 'mistyped' });
	await pause(READING);
	await dialog.save({ apiKey: fields.apiKey });
	await pause(READING);
}

/** Adds a node to a new workflow as a user does. */
async function begin(offer: string): Promise<void> {
	const panel = new NodesPanel(editor);
	await editor.visit('/workflow/new');
	await panel.open();
	await panel.search('Veryfi', 'Veryfi');
	await panel.offers('Veryfi');
	await panel.add(offer);
}

async function actions(): Promise<void> {
	await title('3. Two actions: submit a receipt, and find it again');
	const node = new OpenNode(editor);
	await begin('Submit receipt or invoice');
	await node.choose('File Source', 'URL');
	await node.fill('File URL', await receiptUrl());
	await node.toggle('Wait for Result');
	await node.execute();
	await node.output.getByText('vendor_name').first().waitFor();
	await node.showOutputAs('schema');
	await pause(READING);
	await begin('Get many receipts and invoices');
	await node.execute();
	await node.output.getByText('vendor_name').first().waitFor();
	await node.showOutputAs('table');
	await pause(READING);
}

async function trigger(): Promise<void> {
	await title('4. The trigger: publish, and every finished document runs the workflow');
	const [canvas, node] = [new Canvas(editor), new OpenNode(editor)];
	await begin('On receipt or invoice finished or failed');
	await pause(READING);
	await node.close();
	await canvas.publish();
	await canvas.publishButton.getByText('Published').waitFor();
	await pause(READING);
	// What n8n says the first time that somebody publishes.
	await editor.page.keyboard.press('Escape');
	const [, id] = /workflow\/(\w+)/.exec(editor.page.url()) ?? [];
	await stage.runAction({ operation: 'submit', source: 'url', fileUrl: await receiptUrl() });
	await stage.executions(id, 1);
	await canvas.openExecution();
	await canvas.openNode(TRIGGER);
	await node.showOutputAs('table');
	await pause(READING);
	await title('Veryfi delivered, n8n verified the signature and fetched the document.');
}

async function receiptUrl(): Promise<string> {
	const [{ fileName, bytes }] = await createSamples();
	stage.emulator.files.set(fileName, bytes);
	return `${stage.emulator.baseUrl}/_emulator/files/${fileName}`;
}
