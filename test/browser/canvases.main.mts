/** Takes the pictures of examples on the canvas of a real n8n (part of npm run docs:screenshots). */
import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Stage } from '../e2e/stage.mts';
import { projectRoot, WITH_EDITOR } from '../host/index.mts';
import { Editor } from './editor.mts';
import { ExampleCanvases } from './exampleCanvases.mts';
import { record } from './shown.mts';

const PAGE = join(projectRoot, 'docs', 'examples.md');
const FOLDER = join(projectRoot, 'docs', 'images', 'examples');

/** Those that are named on the command line, or all that docs/examples.md shows. */
const names =
	process.argv.length > 2
		? process.argv.slice(2)
		: [...readFileSync(PAGE, 'utf8').matchAll(/images\/examples\/([\w-]+)\.png/g)].map(
				([, name]) => name,
			);

const stage = await Stage.start({ env: WITH_EDITOR });
try {
	const editor = await Editor.open(stage.n8n);
	try {
		const canvases = new ExampleCanvases(stage, editor, FOLDER);
		await mkdir(FOLDER, { recursive: true });
		for (const name of names) await canvases.add(name);
		for (const name of names) {
			console.log(await canvases.take(name));
			record(`examples/${name}`);
		}
	} finally {
		await editor.close();
	}
} finally {
	await stage.stop();
}
