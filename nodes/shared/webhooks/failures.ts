import type { INode } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import type { Finding } from './findings';
import { findings, findingText } from './findings';

/** Status of a refused call; empty where there was no answer at all. */
const statusOf = (error: unknown): string =>
	error instanceof NodeApiError ? (error.httpCode ?? '') : '';

/** Whether repeating the call with these credentials is useless. */
export const isNotPermitted = (error: unknown): boolean => ['401', '403'].includes(statusOf(error));

/** Whether Veryfi said no to what was asked: not to who asks, not to how often, and not by a fault. */
export const isRefusal = (error: unknown): boolean => /^4(?!01|03|29)/.test(statusOf(error));

/** Whether Veryfi itself answered that it did not do it; a lost answer or a fault leaves that open. */
export const isAnswered = (error: unknown): boolean => statusOf(error).startsWith('4');

/** What went wrong, as part of a longer sentence; of what Veryfi refused, the transport gives its own words. */
export const wordsOf = (error: unknown): string =>
	(error instanceof Error ? error.message : String(error)).replace(/\.$/, '');

/** Explains why a webhook settings call failed. */
export function explainFailure(error: unknown): Finding {
	if (!(error instanceof NodeApiError)) {
		const { description } = error as NodeOperationError;
		return findings.notAsked(wordsOf(error), description ?? undefined);
	}
	return isNotPermitted(error)
		? findings.notPermitted(statusOf(error))
		: findings.unreachable(wordsOf(error));
}

/**
 * n8n shows only an error's message when publishing or test listening fails, so the message holds
 * both what happened and what to do.
 */
export const findingError = (node: INode, finding: Finding): NodeOperationError =>
	new NodeOperationError(node, findingText(finding));
