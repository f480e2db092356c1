import type { IBinaryData } from 'n8n-workflow';

import type { EmulatorOptions } from '../emulator/index.mts';
import { pdf, type Stage } from './actionStage.mts';
import { useActionStage } from './useActionStage.mts';

/**
 * Starts an account and an engine for the tests of a file, as `useActionStage` does.
 *
 * @param use gets them before the first test, with an invoice (A-1042, 120.00) in n8n's binary storage
 */
export function useInvoice(
	use: (stage: Stage, invoice: IBinaryData) => void,
	options?: EmulatorOptions,
): void {
	useActionStage(async (stage) => {
		const invoice = await pdf('Papier Nord', 'Invoice A-1042', 'Total 120.00');
		use(stage, await stage.stored(invoice, 'a.pdf'));
	}, options);
}
