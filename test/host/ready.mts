import { request, type Dispatcher } from 'undici';

/**
 * Whether the n8n process at this address says that it has its database, its tables and its nodes, and from n8n 2 on that
 * it has looked through the executions that its last run left. Before that it may answer anything with 200, and an
 * execution that somebody resumes meanwhile is taken for one that crashed.
 */
export async function isReady(url: string, dispatcher?: Dispatcher): Promise<boolean> {
	try {
		const { statusCode, body } = await request(`${url}/healthz/readiness`, {
			dispatcher,
			headersTimeout: 5_000,
		});
		await body.dump();
		return statusCode === 200;
	} catch {
		return false;
	}
}
