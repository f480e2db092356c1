import { describe, expect, it } from '@jest/globals';
import { N8n, triggerUrl } from '../host/index.mts';
import { publishBooking, takeBookings } from './booking.mts';
import { burst } from './burst.mts';
import { Stage } from './stage.mts';
import { useStage } from './useStage.mts';

let ours: Stage;
let theirs: Stage;

useStage(
	() => Stage.start(),
	(started) => (ours = started),
);
useStage(
	() => Stage.on((installation) => N8n.create(installation), ours.emulator),
	(started) => (theirs = started),
);

/** How often a webhook was added. */
const adds = () =>
	ours.emulator.requests.filter(
		({ method, path }) => method === 'POST' && /settings\/webhooks\/?$/.test(path),
	).length;

describe('two n8ns that use the same Veryfi account', () => {
	it('leave the webhook to the first, and every document comes out of it', async () => {
		const first = await publishBooking(ours);
		const { status } = await theirs.publishTrigger();
		expect(status.status).toBe('failed');
		expect(ours.confirmedUrl).toBe(triggerUrl(ours.n8n.url, first.nodes));
		expect(adds()).toBe(1);

		const { ids } = await burst(ours.emulator, 20);
		await ours.emulator.idle();
		const { once } = await takeBookings('first', ours, first, ids);
		expect(once).toEqual(ids);
	});

	it('change hands once when the second replaces the first, and no document is lost or doubled', async () => {
		const replace = { options: { ifWebhookUrlIsInUse: 'replace' } };
		const first = await publishBooking(ours, replace);
		let second = first;
		const { ids, missed } = await burst(ours.emulator, 60, {
			every: 100,
			after: async (sent) => {
				if (sent === 30) second = await publishBooking(theirs, replace);
			},
		});
		await ours.emulator.idle();
		expect(ours.confirmedUrl).toBe(triggerUrl(theirs.n8n.url, second.nodes));
		expect(adds()).toBe(2);

		expect(missed()).toEqual([]);
		const left = await takeBookings('first', ours, first, ids);
		const right = await takeBookings('second', theirs, second, ids);
		expect([...left.once, ...right.once].sort()).toEqual(ids);
		expect(left.once.length * right.once.length).toBeGreaterThan(0);
	});
});
