import { request } from 'undici';

/**
 * Whether the n8n process at this port says that it has its database, its tables and its nodes. Before that it may
 * answer anything with 200.
 */
export async function isReady(port: number): Promise<boolean> {
	try {
		const { statusCode, body } = await request(`http://127.0.0.1:${port}/healthz/readiness`, {
			headersTimeout: 5_000,
		});
		await body.dump();
		return statusCode === 200;
	} catch {
		return false;
	}
}
