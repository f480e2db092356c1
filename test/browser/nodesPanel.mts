import type { Locator } from 'playwright-core';
import type { Editor } from './editor.mts';

/** The panel in which a user looks for a node. */
export class NodesPanel {
	constructor(private readonly editor: Editor) {}

	/** Opens it, on an empty canvas or on one with nodes. */
	async open(): Promise<void> {
		const first = this.editor.part('canvas-plus-button');
		const further = this.editor.part('node-creator-plus-button');
		await first.or(further).first().click();
	}

	/** Looks for nodes until `node` is among what is found. */
	async search(text: string, node: string): Promise<void> {
		await this.editor.part('node-creator-search-bar').fill(text);
		await this.entry(node).waitFor();
	}

	/** @returns all triggers and actions of a node that was found */
	async offers(node: string): Promise<string[]> {
		await this.entry(node).click();
		const categories = this.editor.part('node-creator-category-item');
		for (const name of ['Actions', 'Triggers'])
			await categories.filter({ hasText: name }).waitFor();
		const folded = categories.filter({ has: this.editor.page.locator('[data-icon="chevron-up"]') });
		while ((await folded.count()) > 0) await folded.first().click();

		// A heading says how many there are, and the list grows while it is shown.
		const headings = await categories.allInnerTexts();
		const total = headings.reduce((sum, text) => sum + Number(/\d+/.exec(text)), 0);
		const offers = this.editor.part('node-creator-item-name');
		await offers.nth(total - 1).waitFor();
		return await offers.allInnerTexts();
	}

	/** Puts a node with this trigger or action on the canvas, which opens the node. */
	async add(offer: string): Promise<void> {
		await this.entry(offer).click();
		await this.editor.part('ndv').waitFor();
	}

	private entry(name: string): Locator {
		return this.editor.part('node-creator-item-name').getByText(name, { exact: true });
	}
}
