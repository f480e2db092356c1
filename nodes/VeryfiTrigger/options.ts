import type { IHookFunctions, IWebhookFunctions, IExecuteFunctions } from 'n8n-workflow';

/** Values of the trigger's options; what the user never touched is absent. */
export interface TriggerOptions {
	boundingBoxes?: boolean;
	confidenceDetails?: boolean;
	ifAnotherUrlIsConfirmed?: 'stop' | 'replace';
	redeliveriesRemembered?: number;
	skipRedeliveries?: boolean;
	whileTesting?: 'refuse' | 'borrow';
}

/** Reads the options without fallbacks: those stand where each option is used. */
export function readOptions(
	context: IHookFunctions | IWebhookFunctions | IExecuteFunctions,
): TriggerOptions {
	return (context as IHookFunctions).getNodeParameter('options', {}) as TriggerOptions;
}
