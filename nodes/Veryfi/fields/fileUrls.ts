import type { INodeProperties } from 'n8n-workflow';

import { connectionOf } from '../../shared/api/connection';
import { isPrivateHost } from '../../shared/api/hosts';
import type { Item } from '../../shared/fields/item';
import { toList } from '../../shared/fields/values';

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

/** A URL as an error may show it: user info and query may hold secrets. */
function shownUrl(text: string): string {
	if (/^[\w.-]*$/.test(text)) return `"${text}"`;
	const url = URL.canParse(text) ? new URL(text) : undefined;
	return url?.host ? `"${url.protocol}//${url.host}${url.pathname}"` : 'What was given';
}

/** A test server may have files of its own network; Veryfi has not. */
async function isOutOfReach(item: Item, url: string) {
	if (!isPrivateHost(new URL(url).hostname)) return false;
	const { baseUrl } = await connectionOf(item.context, item.index);
	return !isPrivateHost(new URL(baseUrl).hostname);
}

/** @throws NodeOperationError when Veryfi could not load the URL that a field gives */
export async function checkUrl(
	item: Item,
	url: string,
	{ displayName }: INodeProperties,
): Promise<string> {
	const isUrl = URL.canParse(url) && /^https?:/i.test(url) && !SEVERAL.test(url);
	if (isUrl && !(await isOutOfReach(item, url))) return url;
	const why = isUrl
		? 'has a private host, which Veryfi cannot reach'
		: 'is not a URL that Veryfi could load';
	throw item.error(
		`${shownUrl(url)} in '${displayName}' ${why}`,
		'Give a public address that begins with https:// or http://, or send the file itself.',
	);
}

/**
 * Reads a field for URLs: lines, separated by commas, a JSON array, or a list by expression.
 *
 * @throws NodeOperationError when there is none, or one is no URL
 */
export async function readUrls(item: Item): Promise<string[]> {
	const field = fileUrlsField('');
	const given = item.given(field);
	const urls =
		typeof given === 'string' && !given.trim().startsWith('[')
			? given.split(BETWEEN).filter((url) => url !== '')
			: item.reading(() => toList(given, field.displayName));
	if (urls.length === 0) throw item.emptyError(field);
	return await Promise.all(urls.map(async (url) => await checkUrl(item, url, field)));
}
