import type { Needed } from '../../shared/api/answerShape';
import { isObject } from '../../shared/objects';
import type { Product } from '../../shared/products/products';
import { fileUrlsField, readUrls } from '../fields/fileUrls';
import { oneRequest } from '../oneRequest';
import type { Operation } from '../operation';
import { NEWEST } from './intake';

/** URLs in one request (docs.veryfi.com, Bulk process multiple documents). */
const MAX_URLS = 100;

const IDS: Needed = {
	what: 'a list of IDs',
	isIn: (answer) => isObject(answer) && Array.isArray(answer.ids),
};

/** Submits many URLs with one request; each becomes a document of its own. */
export const submitMany = ({ bulkPath: path, many }: Product): Operation | undefined =>
	path === undefined
		? undefined
		: oneRequest(
				{
					value: 'submitMany',
					name: 'Submit Many',
					action: `Submit many ${many}`,
					description: `Submit up to ${MAX_URLS} URLs with one request, each a document of its own, and return their IDs`,
				},
				{
					fields: [
						{
							...fileUrlsField(
								'One URL per line, or a list by expression. Each file is a document of its own.',
							),
							hint: 'Veryfi must have enabled bulk processing for your account',
						},
					],
					async prepare(item) {
						const urls = await readUrls(item);
						if (urls.length > MAX_URLS) {
							throw item.error(
								`${urls.length} URLs are too many for one request`,
								`Give up to ${MAX_URLS} URLs for each item.`,
							);
						}
						return {
							request: {
								method: 'POST',
								path,
								body: { file_urls: urls },
								inDoubt: NEWEST,
								needed: IDS,
							},
							record: ({ ids }) => (ids as number[]).map((id) => ({ id })),
						};
					},
				},
			);
