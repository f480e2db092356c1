import { N8nApiError, N8nClient, type PublicationStatus, type Workflow } from './client.mts';

/**
 * The API of the editor of n8n 1: publishing a workflow ends only when its triggers are started, so there is no
 * status to ask for, and a run by hand brings the workflow along.
 */
export class N8nClientOf1 extends N8nClient {
	private readonly failures = new Map<string, string>();

	override async activate(workflow: Workflow): Promise<void> {
		this.failures.delete(workflow.id);
		try {
			await super.activate(workflow);
		} catch (error) {
			if (!(error instanceof N8nApiError)) throw error;
			this.failures.set(workflow.id, error.reason);
		}
	}

	override async deactivate(id: string): Promise<void> {
		this.failures.delete(id);
		await super.deactivate(id);
	}

	override async publicationStatus(id: string): Promise<PublicationStatus> {
		const { active } = await this.getWorkflow(id);
		const errorMessage = this.failures.get(id);
		if (errorMessage === undefined)
			return { status: active ? 'published' : 'not_published', triggers: [] };
		return { status: 'failed', triggers: [{ nodeId: '', status: 'failed', errorMessage }] };
	}

	override async run(id: string, trigger: string): ReturnType<N8nClient['run']> {
		return this.call('POST', `/workflows/${id}/run`, {
			workflowData: await this.getWorkflow(id),
			triggerToStartFrom: { name: trigger },
		});
	}
}
