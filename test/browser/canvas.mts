import type { Locator } from 'playwright-core';
import type { Box } from '../examples/layout.mts';
import type { Editor } from './editor.mts';

/** A workflow on the canvas, and its executions. */
export class Canvas {
	constructor(private readonly editor: Editor) {}

	node(name: string): Locator {
		return this.editor.page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`);
	}

	/** The smaller text below a node's name; n8n cuts off what does not fit there. */
	subtitle(name: string): Locator {
		return this.node(name).locator('[class*="_subtitle"]');
	}

	/** Waits until the nodes have their icons, which come after the nodes. */
	async waitForIcons(nodes: Array<{ name: string; type: string }>): Promise<void> {
		for (const { name, type } of nodes) {
			if (!type.endsWith('.stickyNote')) {
				await this.node(name).locator('.n8n-node-icon :is(img, svg)').first().waitFor();
			}
		}
	}

	/** Where nodes, with the names below them, and notes lie on the page, and the part of it that shows the canvas. */
	async measure(): Promise<{ nodes: Box[]; notes: Box[]; view: Box; zoom: number }> {
		return await this.editor.page.evaluate(() => {
			const boxOf = (name: string, rects: DOMRect[]) => ({
				name,
				left: Math.min(...rects.map(({ left }) => left)),
				top: Math.min(...rects.map(({ top }) => top)),
				right: Math.max(...rects.map(({ right }) => right)),
				bottom: Math.max(...rects.map(({ bottom }) => bottom)),
			});
			const linesOf = (element: Element) => {
				const range = document.createRange();
				range.selectNodeContents(element);
				return Array.from(range.getClientRects());
			};
			const pick = (kind: string) =>
				Array.from(document.querySelectorAll<HTMLElement>(`.vue-flow__node > ${kind}`)).map(
					(element) => {
						const names = Array.from(element.querySelectorAll('[class*="_label"]')).flatMap(
							linesOf,
						);
						const rects = [element.getBoundingClientRect(), ...names];
						return boxOf(element.dataset.nodeName ?? '', rects);
					},
				);
			const [canvas, pane] = ['.vue-flow', '.vue-flow__transformationpane'].map((selector) =>
				document.querySelector(selector)!,
			);
			return {
				nodes: pick('[data-node-name]:not([data-node-type$=".stickyNote"])'),
				notes: pick('[data-node-type$=".stickyNote"]'),
				view: boxOf('view', [canvas.getBoundingClientRect()]),
				zoom: new DOMMatrix(getComputedStyle(pane).transform).a,
			};
		});
	}

	async openNode(name: string): Promise<void> {
		await this.node(name).dblclick();
		await this.editor.part('ndv').waitFor();
	}

	/** Opens the nodes panel for a node behind the last one. */
	async goOn(): Promise<void> {
		await this.editor.part('canvas-handle-plus').last().click();
	}

	/** Publishes the workflow; n8n starts its triggers afterwards. */
	async publish(): Promise<void> {
		await this.publishButton.click();
		await this.editor.part('workflow-publish-button').click();
	}

	/** Says how far n8n is with publishing, or how it ended. */
	get publishButton(): Locator {
		return this.editor.part('workflow-open-publish-modal-button');
	}

	/** Shows the newest execution. */
	async openExecution(): Promise<void> {
		await this.editor.part('radio-button-executions').click();
		await this.editor.part('execution-preview-host').waitFor();
	}
}
