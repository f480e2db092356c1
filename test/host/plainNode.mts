import { randomUUID } from 'node:crypto';
import type { WorkflowNode } from './client.mts';

/** A node of n8n's own for a workflow that a test makes itself. */
export const plainNode = (
	name: string,
	type: string,
	typeVersion: number,
	parameters: Record<string, unknown> = {},
): WorkflowNode => ({
	id: randomUUID(),
	name,
	type: `n8n-nodes-base.${type}`,
	typeVersion,
	position: [0, 0],
	parameters,
});
