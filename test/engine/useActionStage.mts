import { beforeAll, beforeEach } from '@jest/globals';

import type { EmulatorOptions } from '../emulator/index.mts';
import { setStage, type Stage } from './actionStage.mts';

/**
 * Starts an account and an engine for the tests of a file. Each test begins with an account as it was at the start.
 *
 * @param use gets them before the first test
 */
export function useActionStage(use: (stage: Stage) => unknown, options?: EmulatorOptions): void {
	let stage: Stage | undefined;
	beforeAll(async () => {
		stage = await setStage(options);
		await use(stage);
	});
	beforeEach(() => stage?.veryfi.reset());
}
