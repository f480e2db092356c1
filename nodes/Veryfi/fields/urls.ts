import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { emptyError, fieldError, givenIn, reading } from './reading';
import { toList } from './values';

/** @param description how to fill it, and what becomes of the files */
export const fileUrlsField = (description: string): INodeProperties => ({
	displayName: 'File URLs',
	name: 'fileUrls',
	type: 'string',
	typeOptions: { rows: 3 },
	required: true,
	default: '',
	placeholder: 'e.g. https://example.com/file-1.jpg',
	description,
});

/** What stands between URLs; one may contain commas and semicolons that nothing of another follows. */
const BETWEEN = /[,;]?\s+|[,;](?=https?:\/\/|$)/i;

/** Two URLs where one is asked for. */
const SEVERAL = /[,;\s]https?:\/\//i;

/** @throws NodeOperationError when Veryfi could not load the URL that a field gives */
export function checkUrl(
	context: IExecuteFunctions,
	itemIndex: number,
	url: string,
	{ displayName }: INodeProperties,
): string {
	if (URL.canParse(url) && /^https?:/i.test(url) && !SEVERAL.test(url)) return url;
	throw fieldError(
		context,
		itemIndex,
		`"${url}" in ${displayName} is not a URL that Veryfi could load`,
		'Give a public address that begins with https:// or http://.',
	);
}

/**
 * Reads a field for URLs: lines, separated by commas, a JSON array, or a list by expression.
 *
 * @throws NodeOperationError when there is none, or one is no URL
 */
export function readUrls(context: IExecuteFunctions, itemIndex: number): string[] {
	const field = fileUrlsField('');
	const given = givenIn(context, itemIndex, field);
	const urls =
		typeof given === 'string' && !given.trim().startsWith('[')
			? given.split(BETWEEN).filter((url) => url !== '')
			: reading(context, itemIndex, () => toList(given, field.displayName));
	if (urls.length === 0) throw emptyError(context, itemIndex, field);
	return urls.map((url) => checkUrl(context, itemIndex, url, field));
}
