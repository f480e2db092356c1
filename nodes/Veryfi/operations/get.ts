import type { INodeProperties } from 'n8n-workflow';

import { veryfiRequest } from '../../shared/transport';
import { present } from '../../shared/view';
import { detailLevelOptions, detailLevelQuery } from '../fields/detailLevels';
import { documentIdField, readDocumentId } from '../fields/documentId';
import { optionsField, readOptions, simplifyField } from '../fields/options';
import { readView } from '../fields/view';
import type { Operation } from '../operation';
import type { Product } from '../products';
import { at } from '../products';

const auditTrail: INodeProperties = {
	displayName: 'Audit Trail (Deprecated)',
	name: 'returnAuditTrail',
	type: 'boolean',
	default: false,
	description: 'Whether to return the changes made to the document. Deprecated by Veryfi.',
};

/** Reads one document. */
export const get = (product: Product): Operation => ({
	value: 'get',
	name: 'Get',
	action: `Get ${product.one}`,
	description: `Get ${product.one} by ID`,
	properties: [
		documentIdField,
		simplifyField,
		optionsField([
			...detailLevelOptions(product),
			...(product.key === 'document' ? [auditTrail] : []),
		]),
	],
	async run(context, itemIndex) {
		const options = readOptions(context, itemIndex);
		const view = readView(context, itemIndex, options);
		const document = await veryfiRequest(context, {
			method: 'GET',
			...at(product, `${product.path}/${readDocumentId(context, itemIndex)}`),
			query: {
				...detailLevelQuery(options),
				...(options.returnAuditTrail ? { return_audit_trail: true } : {}),
			},
			itemIndex,
		});
		return present(product.key, document, view);
	},
});
