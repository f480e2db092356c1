import dns from 'node:dns';

import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { startEmulator, type Emulator } from './index.mts';
import { call } from './testing.mts';

let veryfi: Emulator;
afterEach(async () => {
	jest.restoreAllMocks();
	await veryfi.stop();
});

describe('a name that is reserved for examples', () => {
	it('is where no file is found, and no name server is asked', async () => {
		veryfi = await startEmulator();
		const lookUp = jest.spyOn(dns, 'lookup');
		const { status } = await call(veryfi, 'POST', '/documents', {
			file_url: 'https://files.example.com/a.pdf',
		});
		expect(status).toBe(400);
		expect(lookUp).not.toHaveBeenCalled();
	});

	it('is where no delivery arrives, and no name server is asked', async () => {
		veryfi = await startEmulator({ deliveryAttempts: 1 });
		const lookUp = jest.spyOn(dns, 'lookup');
		const data = { id: 1, created: '2026-01-01 00:00:00' };
		const [{ status, error }] = await veryfi.deliver('document.created', data, {
			url: 'https://n8n.example.com/webhook',
		});
		expect([status, error]).toEqual([0, expect.stringContaining('ENOTFOUND')]);
		expect(lookUp).not.toHaveBeenCalled();
	});

	it('is told from names that only look like it, which are looked up', async () => {
		veryfi = await startEmulator({ deliveryAttempts: 1 });
		const lookUp = jest.spyOn(dns, 'lookup');
		await veryfi.deliver('document.created', {}, { url: 'http://localhost:1/example.com' });
		expect(lookUp).toHaveBeenCalledTimes(1);
	});
});
