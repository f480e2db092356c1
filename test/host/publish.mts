import type { N8nClient, PublicationStatus, Workflow } from './client.mts';
import { PATIENCE_MS, waitFor } from './waitFor.mts';

/**
 * Publishes a workflow and waits until n8n has started its triggers or given up, which takes it five attempts.
 *
 * @returns how it ended
 */
export async function publish(client: N8nClient, workflow: Workflow): Promise<PublicationStatus> {
	await client.activate(workflow);
	const look = () => client.publicationStatus(workflow.id);
	return await waitFor(
		`n8n to start the triggers of "${workflow.name}"`,
		PATIENCE_MS,
		async () => {
			const found = await look();
			return ['not_published', 'in_progress'].includes(found.status) ? undefined : found;
		},
		look,
	);
}

/** @throws Error where n8n could not start all triggers */
export async function publishOrFail(client: N8nClient, workflow: Workflow): Promise<void> {
	const publication = await publish(client, workflow);
	if (publication.status === 'published') return;
	throw new Error(`"${workflow.name}" was not published: ${JSON.stringify(publication)}`);
}

/** Unpublishes a workflow and waits until n8n has stopped its triggers. */
export async function unpublish(client: N8nClient, id: string): Promise<void> {
	await client.deactivate(id);
	await waitFor('n8n to stop the triggers', PATIENCE_MS, async () => {
		const { status } = await client.publicationStatus(id);
		return status === 'not_published';
	});
}
