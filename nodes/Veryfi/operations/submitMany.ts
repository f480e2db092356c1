import { NodeOperationError } from 'n8n-workflow';

import { veryfiRequest } from '../../shared/transport';
import { optionsField } from '../fields/options';
import { readUrls } from '../fields/source';
import type { Operation } from '../operation';
import type { Product } from '../products';

/** URLs in one request (docs.veryfi.com, Bulk process multiple documents). */
const MAX_URLS = 100;

/** Submits many URLs with one request; each becomes a document of its own. */
export const submitMany = ({ bulkPath, many }: Product): Operation | undefined =>
	bulkPath === undefined
		? undefined
		: {
				value: 'submitMany',
				name: 'Submit Many',
				action: `Submit many ${many}`,
				description: `Submit up to ${MAX_URLS} URLs with one request, each a document of its own, and return their IDs`,
				properties: [
					{
						displayName: 'File URLs',
						name: 'fileUrls',
						type: 'string',
						typeOptions: { rows: 3 },
						required: true,
						default: '',
						placeholder: 'e.g. https://example.com/receipt-1.jpg',
						description:
							'One URL per line, or a list by expression. Each file is a document of its own.',
						hint: 'Veryfi must have enabled bulk processing for your account',
					},
					optionsField([]),
				],
				async run(context, itemIndex) {
					const urls = readUrls(context, itemIndex);
					if (urls.length > MAX_URLS) {
						throw new NodeOperationError(
							context.getNode(),
							`${urls.length} URLs are too many for one request`,
							{ itemIndex, description: `Give up to ${MAX_URLS} URLs for each item.` },
						);
					}
					const answer = await veryfiRequest<{ ids?: number[] }>(context, {
						method: 'POST',
						path: bulkPath,
						body: { file_urls: urls },
						itemIndex,
					});
					return (answer.ids ?? []).map((id) => ({ id }));
				},
			};
