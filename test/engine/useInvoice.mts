import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import type { IBinaryData } from 'n8n-workflow';

import type { EmulatorOptions } from '../emulator/index.mts';
import { pdf, setStage, type Stage } from './actionStage.mts';

/**
 * Starts an account and an engine for the tests of a file, and stops them in the end. Each test begins with an
 * account as it was at the start.
 *
 * @param use gets them before the first test, with an invoice (A-1042, 120.00) in n8n's binary storage
 */
export function useInvoice(
	use: (stage: Stage, invoice: IBinaryData) => void,
	options?: EmulatorOptions,
): void {
	let stage: Stage;
	beforeAll(async () => {
		stage = await setStage(options);
		const invoice = await pdf('Papier Nord', 'Invoice A-1042', 'Total 120.00');
		use(stage, await stage.stored(invoice, 'a.pdf'));
	});
	afterAll(async () => await stage.stop());
	beforeEach(() => stage.veryfi.reset());
}
