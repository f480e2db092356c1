import type { Locator } from 'playwright-core';
import type { Editor } from './editor.mts';

/** A node that is open: its input, its parameters and its output. Fields go by what stands above them. */
export class OpenNode {
	constructor(private readonly editor: Editor) {}

	/** The field below a label. */
	field(label: string): Locator {
		return this.editor
			.part('node-parameters')
			.getByTestId('input-label')
			.filter({ has: this.editor.page.getByText(label, { exact: true }) });
	}

	/** A text among the fields. */
	text(text: string): Locator {
		return this.editor.part('node-parameters').getByText(text, { exact: true });
	}

	/** @returns what stands above the fields, in order */
	async labels(): Promise<string[]> {
		return await firstLines(
			this.editor.part('node-parameters').locator('.n8n-input-label').filter({ visible: true }),
		);
	}

	/** @returns the labels of the fields that the editor marks as not yet right */
	async labelsOfIssues(): Promise<string[]> {
		return await firstLines(
			this.editor
				.part('node-parameters')
				.getByTestId('input-label')
				.filter({ has: this.editor.page.getByTestId('parameter-issues') }),
		);
	}

	async fill(label: string, text: string): Promise<void> {
		await this.field(label).getByTestId('parameter-input-field').fill(text);
	}

	async toggle(label: string): Promise<void> {
		await this.field(label).locator('.el-switch').click();
	}

	/** Chooses an option of a drop-down. */
	async choose(label: string, option: string): Promise<void> {
		await this.pick(this.field(label).getByRole('combobox'), option);
	}

	/** Opens the list of a field that looks up what can be chosen, e.g. `Document`. */
	async openList(label: string): Promise<void> {
		await this.field(label).getByTestId('rlc-input').click();
	}

	/** Chooses from such a list by a part of the entry's words. */
	async chooseFromList(label: string, words: string): Promise<void> {
		await this.openList(label);
		await this.editor.part('rlc-item').filter({ hasText: words }).click();
	}

	/** Adds a field of a collection, e.g. `Add Field`, `Web Address`. */
	async add(button: string, option: string): Promise<void> {
		await this.pick(this.editor.page.getByPlaceholder(button, { exact: true }), option);
	}

	/** Clicks the button that runs the node, or makes it listen for an event. */
	async execute(): Promise<void> {
		await this.editor.part('node-execute-button').click();
	}

	/** The items that come in, or a preview of them. */
	get input(): Locator {
		return this.editor.part('ndv-input-panel');
	}

	/** The items that came out, or the error. */
	get output(): Locator {
		return this.editor.part('output-panel');
	}

	async showOutputAs(form: 'schema' | 'table' | 'json'): Promise<void> {
		await this.output.getByTestId(`radio-button-${form}`).click();
	}

	async close(): Promise<void> {
		await this.editor.part('ndv-close-button').click();
	}

	private async pick(list: Locator, option: string): Promise<void> {
		await list.click();
		await this.editor.page
			.getByRole('option')
			.filter({ has: this.editor.page.getByText(option, { exact: true }), visible: true })
			.click();
		// A field below the mouse shows more than its label.
		await this.editor.page.mouse.move(0, 0);
	}
}

/** Below its label a field has other texts, such as the choice between a fixed value and an expression. */
const firstLines = async (elements: Locator) =>
	(await elements.allInnerTexts()).map((text) => text.split('\n')[0].trim());
