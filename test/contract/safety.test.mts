/** What the program must never do to an account. */
import { describe, expect, it } from '@jest/globals';
import { documentsOf } from '../../contract/probe.mts';
import { PROBES } from '../../contract/probes/index.mts';
import { call, Receiver } from '../emulator/testing.mts';
import type { Emulator } from '../emulator/index.mts';
import { inspectEmulator } from './stage.mts';

/** Of each kind one that makes something, and the longest way to a webhook. */
const MAKERS = ['event-document', 'form-lists', 'event-checks', 'set-event', 'one-webhook'];
const THEIRS = 'https://localhost:1/theirs';

/** Remembers the emulator, to look into it afterwards. */
function remembered(more: (veryfi: Emulator) => void = () => undefined) {
	const kept: { veryfi?: Emulator } = {};
	const prepare = (veryfi: Emulator) => {
		kept.veryfi = veryfi;
		more(veryfi);
	};
	return { prepare, veryfi: () => kept.veryfi as Emulator };
}

const changes = ({ requests }: Emulator) =>
	requests.filter(({ method, path }) => method !== 'GET' && path.includes('/settings/webhooks'));

describe('afterwards', () => {
	it('nothing is left in the account', async () => {
		const { prepare, veryfi } = remembered();
		const { left, strangers } = await inspectEmulator({ probes: MAKERS, prepare });
		expect({ left, strangers }).toEqual({ left: [], strangers: [] });
		expect([...veryfi().documents.values()]).toEqual([]);
		expect(veryfi().webhooks.confirmed).toEqual([]);
		expect(veryfi().webhooks.pending).toEqual([]);
	});

	// As many as it takes to get from the first request past the last submission.
	it.each([3, 6, 9, 12, 15])(
		'nothing is left when it was interrupted after %d requests',
		async (count) => {
			const interruption = new AbortController();
			const { prepare, veryfi } = remembered((emulator) => {
				const { requests } = emulator;
				const push = requests.push.bind(requests);
				requests.push = (...entries) => {
					const length = push(...entries);
					if (length >= count) interruption.abort();
					return length;
				};
			});
			const { left, rows } = await inspectEmulator({
				probes: MAKERS,
				prepare,
				signal: interruption.signal,
			});
			expect(rows.map(({ seen }) => seen)).toContain('interrupted');
			expect(left).toEqual([]);
			expect([...veryfi().documents.values()]).toEqual([]);
			expect(veryfi().webhooks.confirmed).toEqual([]);
		},
	);

	it('what cannot be deleted is named', async () => {
		const { prepare } = remembered(({ faults }) => faults.add({ method: 'DELETE', status: 500 }));
		const { left } = await inspectEmulator({ probes: ['sync-status'], prepare });
		expect(left).toEqual([
			expect.stringMatching(/^\/documents\/\d+ could not be deleted .* Delete it/),
		]);
	});

	it('a submission without an answer is named', async () => {
		const { prepare } = remembered(({ faults }) =>
			faults.add({ method: 'POST', path: '*/documents', loseAnswer: true }),
		);
		const { left } = await inspectEmulator({ probes: ['sync-status'], prepare });
		expect(left).toEqual([expect.stringMatching(/^A submission to \/documents got no answer/)]);
	});

	it('a webhook URL that the API does not remove is named', async () => {
		const switches = { clearWebhook: 'refused' } as const;
		const { left } = await inspectEmulator({ switches, probes: ['confirm-status'] });
		expect(left).toEqual([
			expect.stringMatching(/localhost:\d+\/hook.*Clear it in the Veryfi portal/),
		]);
	});
});

describe("somebody else's webhook", () => {
	const confirmed = (url: string) => (emulator: Emulator) =>
		void (emulator.webhooks.confirmed = [{ url, date: '2026-01-01 00:00:00' }]);

	it('is left alone unless asked for', async () => {
		const { prepare, veryfi } = remembered(confirmed(THEIRS));
		const { rows } = await inspectEmulator({ probes: ['add-status', 'clear-webhook'], prepare });
		expect(changes(veryfi())).toEqual([]);
		expect(veryfi().webhooks.confirmed).toMatchObject([{ url: THEIRS }]);
		expect(rows.map(({ verdict }) => verdict)).toEqual(['not tried', 'not tried']);
	});

	it('is put back after it was replaced, by its own receiver', async () => {
		const receiver = await Receiver.start();
		const { url } = receiver;
		const { prepare, veryfi } = remembered(confirmed(url));
		receiver.onDelivery = async ({ event, data }) => {
			if (event !== 'subscription') return;
			const body = { url, secret: data.secret as string };
			await call(veryfi(), 'POST', '/settings/webhooks/confirm', body);
		};
		const { left, rows } = await inspectEmulator({
			probes: ['confirm-status', 'event-document'],
			flags: ['replace-webhook'],
			prepare,
		});
		await receiver.stop();
		expect(rows.map(({ verdict }) => verdict)).toEqual(['as assumed', 'as assumed']);
		expect(left).toEqual([]);
		expect(veryfi().webhooks.confirmed).toMatchObject([{ url }]);
	});

	it('misses deliveries meanwhile, and the program says which', async () => {
		const { prepare, veryfi } = remembered();
		const { strangers } = await inspectEmulator({
			probes: ['confirm-status', 'event-document'],
			prepare,
			onRow: ({ probe }) => {
				if (probe === 'confirm-status') veryfi().notify('document.created', { id: 77 });
			},
		});
		expect(strangers).toEqual([77]);
	});

	it('is named, with what to do, if its receiver does not answer', async () => {
		const { prepare } = remembered(confirmed(THEIRS));
		const { left } = await inspectEmulator({
			probes: ['confirm-status'],
			flags: ['replace-webhook'],
			patience: { callback: 500 },
			prepare,
		});
		expect(left).toEqual([expect.stringMatching(new RegExp(`${THEIRS}.*Veryfi Trigger.*portal`))]);
	});
});

describe('the limits', () => {
	it('hold the number of requests, tidying up aside', async () => {
		const { prepare, veryfi } = remembered();
		const { requests, rows } = await inspectEmulator({
			probes: MAKERS,
			limits: { requests: 9, pause: 0 },
			prepare,
		});
		expect(requests).toBe(9);
		expect(rows.at(-1)?.seen).toBe('the limit of 9 requests was reached');
		expect([...veryfi().documents.values()]).toEqual([]);
	});

	it('announce as many documents as are submitted', async () => {
		const { documents } = await inspectEmulator({ probes: MAKERS });
		// A PDF of two invoices is one submission and two documents.
		expect(documents).toBe(documentsOf(PROBES.filter(({ name }) => MAKERS.includes(name))) - 1);
	});

	it('wait as long as Veryfi says', async () => {
		const switches = { rateLimits: true, listsPerSecond: 1 };
		const { rows } = await inspectEmulator({ switches, probes: ['date-bounds', 'q'] });
		expect(rows.map(({ verdict }) => verdict)).toEqual(['as assumed', 'as assumed']);
	});
});
