import type { Emulator } from '../emulator/index.mts';
import { PATIENCE_MS, waitFor } from '../host/index.mts';

/**
 * Waits until n8n fetches every document that was delivered to it, or has fetched it. An execution that n8n has stored
 * and not yet begun is not shown as crashed when n8n is killed, so a test that kills waits for this first.
 */
export async function allFetching({ deliveries, requests }: Emulator): Promise<void> {
	const isFetched = (id: number) =>
		requests.some(({ method, path }) => method === 'GET' && path.includes(`/documents/${id}`));
	await waitFor('all delivered documents to be fetched', PATIENCE_MS, () =>
		deliveries
			.filter(({ event }) => event === 'document.created')
			.every(({ status, error, body }) => {
				if (status === 0) return error !== undefined;
				return status !== 200 || isFetched((JSON.parse(body) as { data: { id: number } }).data.id);
			}),
	);
}

/** Waits until n8n has refused a delivery for its signature. */
export async function someRefused({ deliveries }: Emulator): Promise<void> {
	await waitFor('a delivery to be refused', PATIENCE_MS, () =>
		deliveries.some(({ status }) => status === 401),
	);
}
