import type {
	IExecuteFunctions,
	IHookFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { testCredential } from '../shared/api/credentialTest';
import { processEvents } from './execute/processEvents';
import { properties, subtitle } from './properties';
import { isRegistered, registerTrigger, unregisterTrigger } from './registration/registration';
import { receive } from './webhook/receive';

/** The trigger node: verifies deliveries in `webhook()` and fetches documents in `execute()`. */
export class VeryfiTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Veryfi Trigger',
		name: 'veryfiTrigger',
		icon: { light: 'file:../Veryfi/veryfi.svg', dark: 'file:../Veryfi/veryfi.dark.svg' },
		group: ['trigger'],
		// For version 1 of any node n8n evaluates an old expression on every delivery.
		version: 2,
		subtitle,
		// n8n's nodes panel shows it above the actions of the other node, too.
		description:
			'Extract data from receipts, invoices and other documents, and start workflows when Veryfi has finished them',
		defaults: { name: 'Veryfi Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		// Plain texts, because n8n's linter reads them here.
		credentials: [{ name: 'veryfiAsyncApi', required: true, testedBy: 'testCredential' }],
		// Plain values only: an expression here would be evaluated for every delivery. The probes come
		// first, because n8n adds routes in this order and Veryfi may look while "default" registers.
		webhooks: [
			{ name: 'setup', httpMethod: 'GET', responseMode: 'onReceived', path: 'webhook' },
			{ name: 'setup', httpMethod: 'HEAD', responseMode: 'onReceived', path: 'webhook' },
			{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', path: 'webhook' },
		],
		eventTriggerDescription: 'Submit a document to Veryfi asynchronously',
		// Shown at once, before it is known whether the registration succeeds.
		activationMessage:
			'n8n now registers the webhook with Veryfi, which takes a few seconds. A green dot on Published: every document that Veryfi finishes runs this workflow. A red dot: it does not. To find out why, run Veryfi > Webhook > Diagnose in a new workflow, behind a manual trigger. To be told if the webhook URL is changed later, import the example webhook-watchdog.',
		triggerPanel: {
			header: '',
			executionsHelp: {
				inactive:
					'<b>While building</b>, click "Execute step", then submit a document to Veryfi asynchronously. The finished document will show up here.<br /><br /><b>When it works</b>, publish the workflow. It then runs for every document, and the runs show up in the <a data-key="executions">executions list</a>.',
				active:
					'<b>While building</b>, click "Execute step". As this workflow is published, the test gets the latest document of the account, and no delivery is lost.<br /><br /><b>Your workflow also runs by itself</b>, because it is published. The runs show up in the <a data-key="executions">executions list</a>.',
			},
			activationHint:
				'Once this workflow is published, it runs for every document that Veryfi finishes.',
		},
		properties,
	};

	methods = { credentialTest: { testCredential } };

	webhookMethods = {
		setup: {
			checkExists: async () => true,
			create: async () => true,
			delete: async () => true,
		},
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return await isRegistered(this);
			},
			async create(this: IHookFunctions): Promise<boolean> {
				await registerTrigger(this);
				return true;
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				await unregisterTrigger(this);
				return true;
			},
		},
	};

	/** Runs before Veryfi gets its answer. */
	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receive(this);
	}

	/** Runs as the first node of the execution, in queue mode in a worker. */
	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await processEvents(this);
	}
}
