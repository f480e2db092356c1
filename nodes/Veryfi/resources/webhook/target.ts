import type { IExecuteFunctions, INode, Workflow } from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';

import type { WebhookUrls } from '../../../shared/webhooks/webhookSettings';
import { isOfThisN8n, webhookBaseOf } from '../../../shared/webhooks/webhookUrls';

/** What the trigger's webhooks have as their path in its description. */
const TRIGGER_PATH = 'webhook';

/** The trigger has the prefix that this node has, however n8n has loaded the package. */
const triggerTypeOf = ({ type }: INode): string =>
	`${type.slice(0, type.lastIndexOf('.') + 1)}veryfiTrigger`;

/** The production URLs of the triggers in this workflow. n8n's contexts have the workflow, but their types leave it out. */
function ownUrls(context: IExecuteFunctions): string[] {
	const { workflow } = context as unknown as { workflow?: Workflow };
	const base = webhookBaseOf(context);
	if (!workflow || !base) return [];
	const wanted = triggerTypeOf(context.getNode());
	return Object.values(workflow.nodes)
		.filter(({ type, disabled }) => type === wanted && !disabled)
		.map((node) => NodeHelpers.getNodeWebhookUrl(base, workflow.id, node, TRIGGER_PATH));
}

/**
 * The URL that a user most likely asks about who has entered none: that of the trigger in the same workflow, else
 * one of this n8n that Veryfi delivers to, else one of this n8n that Veryfi waits for.
 *
 * @returns undefined where there is no such URL
 */
export function findUrl(context: IExecuteFunctions, state?: WebhookUrls): string | undefined {
	const listed = [...(state?.confirmed ?? []), ...(state?.pending ?? [])].map(({ url }) => url);
	return ownUrls(context)[0] ?? listed.find((url) => isOfThisN8n(context, url));
}
