import type { IBuilderHint, NodeHint } from 'n8n-workflow';

/** Type of the trigger, as n8n names it in workflows. */
const TRIGGER = 'n8n-nodes-veryfi-async.veryfiTrigger';

/** What n8n's assistant needs to know to choose between waiting, polling and the trigger. */
export const builderHint: IBuilderHint = {
	searchHint:
		'Reads receipts, invoices and other documents by OCR. Process returns the data at once. Submit is asynchronous: continue in a workflow that starts with Veryfi Trigger, or set Wait for Result if n8n has no public https address. Do not poll with Get in a loop.',
	relatedNodes: [
		{
			nodeType: TRIGGER,
			relationHint: 'Starts a workflow with each document that was submitted and is finished',
		},
	],
};

const submitted = (message: string, waiting: string): NodeHint => ({
	message,
	displayCondition: `={{ $parameter["operation"] === "submit" && $parameter["waitForResult"] === ${waiting} }}`,
	whenToDisplay: 'afterExecution',
	location: 'outputPane',
});

/** What to do next with a document that was submitted, if the node has not waited for it or cannot. */
export const hints: NodeHint[] = [
	submitted(
		'Veryfi goes on processing. To get the data, start a workflow with <b>Veryfi Trigger</b>, or turn on <b>Wait for Result</b>.',
		'false',
	),
	submitted(
		'Veryfi goes on processing. To get the data, start a workflow with <b>Veryfi Trigger</b>.',
		'undefined',
	),
];
