import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import { credentialData, type Stage } from '../e2e/stage.mts';
import { freePorts } from '../host/ports.mts';
import type { Editor } from './editor.mts';
import { OpenCredential } from './openCredential.mts';
import type { Seen } from './useEditor.mts';

/**
 * Creates a credential in the editor, and looks at what its dialog says. Declares its tests in the file that calls it: for
 * another file n8n's editor would be loaded anew.
 *
 * @param opened what the tests of the file are declared with, once it is there
 */
export function testCredential(seen: Seen, opened: () => { stage: Stage; editor: Editor }): void {
	let stage: Stage;
	let credential: OpenCredential;

	/** What the dialog says to wrong values, which are put right again. */
	async function saveWrong(fields: Record<string, string>): Promise<string> {
		const outcome = await credential.save(fields);
		const right = credentialData(stage.emulator);
		const corrections = Object.keys(fields).map((name) => [name, right[name]]);
		await credential.save(Object.fromEntries(corrections));
		return outcome;
	}

	describe('the credential, created in the editor', () => {
		beforeAll(() => {
			stage = opened().stage;
			credential = new OpenCredential(opened().editor);
		});
		afterAll(() => credential.close());

		seen('is tested when it is saved, with success', async () => {
			await credential.begin('Veryfi Async API');
			const { clientId, clientSecret, username, apiKey, baseUrl } = credentialData(stage.emulator);
			const outcome = await credential.save({ clientId, clientSecret, username, apiKey, baseUrl });
			expect(outcome).toContain('Connection tested successfully');
		});

		seen('shows neither key nor secret', async () => {
			for (const name of ['clientSecret', 'apiKey']) {
				expect(await credential.input(name).getAttribute('type')).toBe('password');
			}
		});

		seen('says where to look when the key is wrong', async () => {
			const outcome = await saveWrong({ apiKey: 'mistyped' });
			expect(outcome).toContain('Veryfi does not accept the key. Copy');
			expect(outcome).not.toContain('mistyped');
		});

		seen('says where to look when the client ID is wrong', async () => {
			const outcome = await saveWrong({ clientId: 'vrfNobody' });
			expect(outcome).toContain('Veryfi does not accept the key. Copy');
		});

		seen(
			'says what is missing when the base URL is no URL, also after another failure',
			async () => {
				await credential.save({ apiKey: 'mistyped' });
				const outcome = await saveWrong({ baseUrl: 'api.veryfi.com' });
				expect(outcome).toContain("set 'Base URL' to https://api.veryfi.com");
				const { apiKey } = credentialData(stage.emulator);
				expect(await credential.save({ apiKey })).toContain('Connection tested successfully');
			},
		);

		seen('says what to do when the host is out of reach', async () => {
			const [port] = await freePorts(1);
			const outcome = await saveWrong({ baseUrl: `http://127.0.0.1:${port}` });
			expect(outcome).toContain(`there is no connection to 127.0.0.1:${port}. Check 'Base URL'`);
		});

		seen('says that the client secret is missing, and tells where it is', async ({ page }) => {
			const outcome = await saveWrong({ clientSecret: '' });
			expect(outcome).toContain("'Client Secret' is empty: Veryfi Trigger needs it");
			await page.getByText('Veryfi portal: Settings > Keys').first().waitFor();
		});
	});
}
