import { startVeryfi, type Veryfi } from '../emulator.mts';

/** Does work with an account of finished documents that answers at once and takes any number of requests. */
export async function withAccount<T>(
	count: number,
	work: (veryfi: Veryfi, documentIds: number[]) => Promise<T>,
): Promise<T> {
	const veryfi = await startVeryfi('--insecure-webhook-tls', 'true');
	try {
		await veryfi.liftLimits();
		return await work(veryfi, await veryfi.seed(count));
	} finally {
		await veryfi.stop();
	}
}
