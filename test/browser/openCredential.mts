import type { Locator } from 'playwright-core';
import type { Editor } from './editor.mts';

/** The dialog in which a credential is entered. */
export class OpenCredential {
	constructor(private readonly editor: Editor) {}

	/** Starts a new credential from the list of all of them. */
	async begin(type: string): Promise<void> {
		const { page } = this.editor;
		const add = this.editor
			.part('add-resource-credential')
			.or(page.getByRole('button', { name: 'Add first credential' }))
			.first();
		await this.editor.goTo('/home/credentials', add);
		await add.click();
		await this.editor.part('new-credential-type-select').getByRole('combobox').fill(type);
		await this.editor.part('new-credential-type-select-option').getByText(type).click();
		await this.editor.part('new-credential-type-button').click();
	}

	/** The input of a field, by the field's name in the description of the credential. */
	input(name: string): Locator {
		return this.editor.part(`parameter-input-${name}`).locator('input');
	}

	/**
	 * Fills fields and saves.
	 *
	 * @returns what n8n's test of the credential gives, in the words of the dialog
	 */
	async save(fields: Record<string, string>): Promise<string> {
		for (const [name, text] of Object.entries(fields)) await this.input(name).fill(text);
		const tested = this.editor.page.waitForResponse(/\/rest\/credentials\/test$/);
		const button = this.editor.part('credential-save-button');
		// Until n8n has noticed the change, there is the word "Saved" in its place.
		await button.getByRole('button').click();
		await tested;
		// Until n8n has read the answer, the button says "Testing", and the outcome of the last test is to be seen.
		await button.getByText(/^Saved?$/).waitFor();
		await this.banner.waitFor();
		// The reason of a failure is folded away, unless that of an earlier one was unfolded in this dialog.
		const details = this.banner.getByText('More details');
		if (await details.isVisible()) await details.click();
		return await this.banner.innerText();
	}

	private get banner(): Locator {
		return this.editor
			.part('node-credentials-config-container')
			.locator('.el-tag')
			.filter({ visible: true, hasText: 'Retry' });
	}

	async close(): Promise<void> {
		await this.editor.page.keyboard.press('Escape');
	}
}
