import { expect, test } from '@jest/globals';
import { startEmulator } from './index.mts';
import { call, textFile } from './testing.mts';

test('in an account whose time runs faster, an hour of processing is over in a second', async () => {
	const veryfi = await startEmulator({ speed: 3_600, processingDelay: [3_600_000] });
	const { body } = await call(veryfi, 'POST', '/documents', { ...textFile(), async: true });
	await veryfi.idle();
	expect(veryfi.documents.get(Number(body.id))?.state).toBe('processed');
	await veryfi.stop();
});

test('in an account whose time runs faster, so do its limits', async () => {
	const limits = { rateLimits: true, listsPerSecond: 1 };
	// A second that lasts for days, and one that is over before the next request.
	for (const [speed, status] of [
		[1e-6, 429],
		[1e6, 200],
	]) {
		const veryfi = await startEmulator({ ...limits, speed });
		await call(veryfi, 'GET', '/documents');
		expect([speed, (await call(veryfi, 'GET', '/documents')).status]).toEqual([speed, status]);
		await veryfi.stop();
	}
});
