import { afterAll, afterEach, beforeAll, jest } from '@jest/globals';
import type { N8n } from '../host/index.mts';
import { STAGE_TIMEOUT_MS, type Host, type Stage } from './stage.mts';

/**
 * Starts a n8n and an account for the tests of a file or of a describe block, and stops both in the end. From
 * then on a test may take as long as starting may: what it waits for has limits of its own.
 *
 * @param start e.g. `() => Stage.start()`
 * @param use gets the stage before the first test
 * @param options.isStory true for tests that go on where the one before ended; otherwise each begins with a fresh
 *   account and nothing published
 */
export function useStage<H extends Host = N8n>(
	start: () => Promise<Stage<H>>,
	use: (stage: Stage<H>) => void,
	{ isStory = false } = {},
): void {
	let stage: Stage<H> | undefined;
	jest.setTimeout(STAGE_TIMEOUT_MS);
	beforeAll(async () => use((stage = await start())));
	afterEach(async () => {
		if (!isStory) await stage?.reset();
	});
	afterAll(async () => await stage?.stop());
}
