import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes, NodeOperationError } from 'n8n-workflow';

import { testCredential } from '../shared/api/credentialTest';
import { assembleProperties, assembleSubtitle, findOperation } from './assemble';
import { builderHint, hints } from './hints';
import { searchBlueprints } from './listSearch/searchBlueprints';
import { searchDocuments } from './listSearch/searchDocuments';
import { searchParts } from './listSearch/searchParts';
import { resources } from './resources';
import { runItems } from './runItems';

/** Characters that n8n's canvas shows below a node, and below a tool, which is smaller; it cuts off the rest. */
const [WIDTH, WIDTH_OF_TOOL] = [28, 24];

/** The action node: one operation of one resource, for every input item. */
export class Veryfi implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Veryfi',
		name: 'veryfi',
		icon: { light: 'file:veryfi.svg', dark: 'file:veryfi.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: assembleSubtitle(resources, WIDTH),
		description: 'Extract data from receipts, invoices and other documents with Veryfi',
		defaults: { name: 'Veryfi' },
		usableAsTool: { replacements: { subtitle: assembleSubtitle(resources, WIDTH_OF_TOOL) } },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		// Plain texts, because n8n's linter reads them here.
		credentials: [{ name: 'veryfiAsyncApi', required: true, testedBy: 'testCredential' }],
		hints,
		builderHint,
		properties: assembleProperties(resources),
	};

	methods = {
		credentialTest: { testCredential },
		listSearch: { searchBlueprints, searchDocuments, searchParts },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		if (this.getInputData().length === 0) return [[]];
		const resource = this.getNodeParameter('resource', 0);
		const operation = this.getNodeParameter('operation', 0);
		const chosen = findOperation(resources, resource, operation);
		if (!chosen) {
			throw new NodeOperationError(
				this.getNode(),
				`The resource "${resource}" has no operation "${operation}"`,
				{ description: 'Choose resource and operation again, or update the package.' },
			);
		}
		return [await runItems(this, chosen)];
	}
}
