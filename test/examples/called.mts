import { beforeAll, describe, expect, it } from '@jest/globals';
import { STAGE_TIMEOUT_MS, type Stage } from '../e2e/stage.mts';
import type { Workflow } from '../host/index.mts';
import { Booking } from './booking.mts';
import type { Ledger } from './ledger.mts';
import { ended, publishFanOut } from './stage.mts';
import type { Target } from './targets.mts';

/**
 * Has fan-out hand documents over to an example that books. Declares its tests in the file that calls it.
 *
 * @param standing what stands once the file's own `beforeAll` has run
 * @param bill a document that the example books
 */
export function testCalled(
	standing: () => { stage: Stage; target: Target; ledger: Ledger },
	bill: () => Promise<Record<string, unknown>> | Record<string, unknown>,
): void {
	describe('where another workflow calls it', () => {
		let fanOut: Workflow;
		let booking: Booking;

		beforeAll(async () => {
			const { stage, target, ledger } = standing();
			await stage.reset();
			booking = await Booking.publish(stage, target, ledger, { isCalled: true });
			fanOut = await publishFanOut(stage, Array<Workflow>(4).fill(booking.workflow));
		}, STAGE_TIMEOUT_MS);

		it('books what it is given once, with its file, and says what it does not book', async () => {
			const { stage, ledger } = standing();
			const id = booking.seed(await bill());
			await booking.announce([id], '2026-11-20 10:00:00');
			await ended(stage, fanOut, 1);
			expect(await booking.outputs('Notify Someone')).toEqual([]);
			await booking.announce([id], '2026-11-20 11:00:00');
			await stage.emulator.deliver('document.failed', {
				id: 99,
				created: '2026-11-20 12:00:00',
				error: 'Blank',
			});
			const executions = await ended(stage, fanOut, 3);
			expect(executions.map(({ status }) => status)).toEqual(Array(3).fill('success'));
			expect(await booking.outputs('Notify Someone')).toMatchObject([
				{ documentId: 99, reason: 'Veryfi could not read it. Blank' },
			]);
			const all = await stage.client.allExecutions(booking.workflow.id);
			expect(new Set(all.map(({ status }) => status))).toEqual(new Set(['success']));
			await ledger.post?.();
			expect(await ledger.bills()).toMatchObject([{ total: 417.6, files: [{}] }]);
		});
	});
}
