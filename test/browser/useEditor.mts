import { afterAll, beforeAll, it } from '@jest/globals';
import { Stage } from '../e2e/stage.mts';
import { useStage } from '../e2e/useStage.mts';
import { WITH_EDITOR } from '../host/index.mts';
import { Editor } from './editor.mts';

/** A test in the editor. When it fails, the error names a picture of what was to be seen at that moment. */
export type Seen = (fact: string, test: (editor: Editor) => Promise<void>) => void;

/**
 * Starts an account and a browser for the tests of a file, and a n8n for all files. The tests tell a story: each goes on
 * where the one before ended.
 *
 * @param use gets stage and editor before the first test
 * @returns what to declare the tests with
 */
export function useEditor(use: (stage: Stage, editor: Editor) => Promise<void> | void): Seen {
	let stage: Stage;
	let editor: Editor | undefined;
	useStage(
		() => Stage.shared({ env: WITH_EDITOR }),
		(started) => (stage = started),
		{ isStory: true },
	);
	beforeAll(async () => {
		editor = await Editor.open(stage.n8n);
		await use(stage, editor);
	});
	afterAll(async () => await editor?.close());

	return (fact, test) =>
		it(fact, async () => {
			try {
				await test(editor!);
			} catch (error) {
				const picture = await editor!.takePicture();
				throw new Error(`The editor at that moment: ${picture}`, { cause: error });
			}
		});
}
