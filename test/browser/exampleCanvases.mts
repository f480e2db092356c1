import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CREDENTIAL_TYPE, type Stage } from '../e2e/stage.mts';
import { importWorkflow, readExample, type WorkflowDefinition } from '../host/index.mts';
import { Canvas } from './canvas.mts';
import type { Editor } from './editor.mts';
import { withPalette } from './palette.mts';

/** Pixels that the nodes and notes of a picture are wide at most: about what a page of GitHub shows. */
const WIDTH = 1100;

/** The smallest scale at which names of nodes can be read. */
const READABLE = 0.58;

/** Pixels around what lies on the canvas. */
const MARGIN = 16;

/** Pixels that the editor takes beside the canvas, and a way back below the lowest node. */
const BARS = { width: 420, height: 360 };

/** How much more room than its nodes take n8n leaves for a workflow that it fits in. */
const ROOM = 1.1;

/** Hides what n8n lays over the canvas, and the dots behind it, which would be half of a picture's bytes. */
const BARE =
	'.vue-flow__background, .vue-flow__panel, [class*="_executionButtons"], [data-test-id^="execute-workflow-button"] { display: none !important }';

/** Takes pictures of examples as they lie on n8n's canvas after their import, each with all its nodes and notes. */
export class ExampleCanvases {
	private readonly credentials: Record<string, { id: string; name: string }> = {};

	constructor(
		private readonly stage: Stage,
		private readonly editor: Editor,
		private readonly folder: string,
	) {}

	/** Imports an example, so that it stands in the list of workflows. */
	async add(name: string): Promise<void> {
		const definition = await readExample(name);
		await this.createCredentials(definition);
		const { client, credential } = this.stage;
		await client.createWorkflow({
			...importWorkflow(definition, credential, {}, this.credentials),
			name,
		});
	}

	/**
	 * Opens an example from the list, without loading the editor anew, which takes longest.
	 *
	 * @returns the path of its picture
	 */
	async take(name: string): Promise<string> {
		const { editor } = this;
		const { page } = editor;
		const definition = await readExample(name);
		const card = editor.part('workflow-card-name').filter({ hasText: RegExp(`^\\s*${name}\\s*$`) });
		if (!(await card.isVisible())) await editor.visit('/home/workflows', card);
		await card.click();
		const canvas = new Canvas(editor);
		await canvas.waitForIcons(definition.nodes);
		const { width, height } = sizeOf(definition);
		const scale = Math.min(1, Math.max(READABLE, WIDTH / width)) * ROOM;
		await page.setViewportSize({
			width: Math.ceil(width * scale + BARS.width),
			height: Math.ceil(height * scale + BARS.height),
		});
		await editor.part('zoom-to-fit').click();
		// A node under the mouse shows its buttons.
		await page.mouse.move(0, 0);
		await editor.settle();
		const style = await page.addStyleTag({ content: BARE });
		const path = join(this.folder, `${name}.png`);
		const picture = await page.screenshot({ clip: await this.extent() });
		await writeFile(path, withPalette(picture));
		await style.evaluate((element: Element) => element.remove());
		await page.goBack();
		await card.waitFor();
		return path;
	}

	/** Without a credential n8n marks a node as unfinished. */
	private async createCredentials({ nodes }: WorkflowDefinition): Promise<void> {
		const types = nodes.flatMap(({ credentials }) => Object.keys(credentials ?? {}));
		for (const type of types) {
			if (type !== CREDENTIAL_TYPE)
				this.credentials[type] ??= await this.stage.client.createCredential(type, type, {});
		}
	}

	/** The part of the page that nodes, with their names below them, notes and connections lie in. */
	private async extent() {
		const [left, top, right, bottom] = await this.editor.page
			.locator('.vue-flow__node, [data-test-id="canvas-node"] *, .vue-flow__edge path')
			.evaluateAll((elements) => {
				const visible = elements.filter((element) =>
					element.checkVisibility({ opacityProperty: true, visibilityProperty: true }),
				);
				const boxes = visible.map((element) => element.getBoundingClientRect());
				return [
					Math.min(...boxes.map((box) => box.left)),
					Math.min(...boxes.map((box) => box.top)),
					Math.max(...boxes.map((box) => box.right)),
					Math.max(...boxes.map((box) => box.bottom)),
				];
			});
		return {
			x: left - MARGIN,
			y: top - MARGIN,
			width: right - left + 2 * MARGIN,
			height: bottom - top + 2 * MARGIN,
		};
	}
}

/** Pixels that a workflow takes on the canvas. */
function sizeOf({ nodes }: WorkflowDefinition): { width: number; height: number } {
	const size = (axis: 0 | 1, side: 'width' | 'height') => {
		const starts = nodes.map(({ position }) => position[axis]);
		const ends = nodes.map(
			({ position, parameters }) => position[axis] + Number(parameters[side] ?? 100),
		);
		return Math.max(...ends) - Math.min(...starts);
	};
	return { width: size(0, 'width'), height: size(1, 'height') };
}
