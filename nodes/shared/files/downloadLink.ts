import type { IBinaryData, IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { connectionOf } from '../api/connection';
import { isPrivateHost } from '../api/hosts';
import type { Item } from '../fields/item';
import { essenceOf, extensionOf, FILE_TYPES, isVague, typeByMime } from './fileTypes';
import type { ReadableFile } from './readableFile';

/** A link to a file of a document, as Veryfi gives it. */
export interface Link {
	url: string;
	/** Name of the file, without extension. */
	name: string;
}

/** A file in n8n's storage. */
export interface Downloaded {
	binary: IBinaryData;
	fileName: string;
	mimeType: string;
	/** Bytes. */
	size: number;
}

const MEGABYTE = 1024 * 1024;

/** Veryfi takes files of up to 50 MB, and may make a larger PDF of one. */
const MAX_SIZE = 100 * MEGABYTE;

const MAX_REDIRECTS = 3;

const TIMEOUT = 120_000;

/** Statuses of links that have expired: Veryfi's are good for 15 minutes (CloudFront answers 403). */
const EXPIRED = [401, 403, 404, 410];

/** A link that has expired or never worked; a fresh one may. */
export class ExpiredLink extends NodeOperationError {}

/** Whether a file may be fetched from there: a private host only if Veryfi itself is one, as a test server may be. */
function isAllowed({ protocol, hostname }: URL, baseUrl: string): boolean {
	const base = new URL(baseUrl);
	const isPrivate = isPrivateHost(hostname);
	if (isPrivate && !isPrivateHost(base.hostname)) return false;
	return protocol === 'https:' || (protocol === 'http:' && isPrivate && base.protocol === 'http:');
}

/** Fetches without any credential; redirects are followed by hand, as each may lead somewhere else. */
async function open(
	item: Item,
	{ url }: Link,
): Promise<{ answer: IN8nHttpFullResponse; url: URL }> {
	const { context, index: itemIndex } = item;
	const { baseUrl } = await connectionOf(context, itemIndex);
	let next = URL.canParse(url) ? new URL(url) : undefined;
	for (let count = 0; count <= MAX_REDIRECTS; count++) {
		if (!next || !isAllowed(next, baseUrl)) {
			throw item.error(
				'Veryfi returned a file link that is not fetched',
				'Links must begin with https://.',
			);
		}
		const options: IHttpRequestOptions = {
			url: next.href,
			encoding: 'stream',
			// As it is: its length tells whether all of it has come.
			headers: { 'Accept-Encoding': 'identity' },
			timeout: TIMEOUT,
			disableFollowRedirect: true,
			ignoreHttpStatusErrors: true,
			returnFullResponse: true,
			abortSignal: context.getExecutionCancelSignal(),
		};
		let answer: IN8nHttpFullResponse;
		try {
			answer = (await context.helpers.httpRequest(options)) as IN8nHttpFullResponse;
		} catch {
			// What the HTTP client throws holds the link, which is good for whoever has it.
			throw item.error(`${next.host} could not be reached for the file`, 'Run the node again.');
		}
		const { statusCode, headers } = answer;
		if (statusCode >= 200 && statusCode < 300) return { answer, url: next };
		(answer.body as ReadableFile).destroy();
		if (EXPIRED.includes(statusCode)) {
			const message = `${next.host} answered ${statusCode} for the file`;
			throw new ExpiredLink(context.getNode(), message, {
				itemIndex,
				description: 'Veryfi may no longer have the file: check whether the document has one.',
			});
		}
		const location = String(headers.location ?? '');
		if (statusCode < 300 || statusCode >= 400 || !URL.canParse(location, next.href)) {
			throw item.error(
				`${next.host} answered ${statusCode} for the file`,
				'Run the node again later.',
			);
		}
		next = new URL(location, next.href);
	}
	throw item.error(
		'The link to the file leads from one address to the next',
		'Run the node again later.',
	);
}

/**
 * Downloads a file into n8n's storage, chunk by chunk.
 *
 * @throws ExpiredLink when it is not there by this link; NodeOperationError when it is too large, breaks off, or must
 *   not be fetched from where the link leads
 */
export async function downloadLink(item: Item, link: Link): Promise<Downloaded> {
	const { answer, url } = await open(item, link);
	const file = answer.body as ReadableFile;
	const announced = Number(answer.headers['content-length'] ?? NaN);
	let size = 0;
	const isTooLarge = () => size > MAX_SIZE || announced > MAX_SIZE;
	async function* counted(): AsyncGenerator<Uint8Array> {
		for await (const chunk of file) {
			size += chunk.length;
			if (isTooLarge()) return;
			yield chunk;
		}
	}
	const said = String(answer.headers['content-type'] ?? '');
	const named = extensionOf(url.pathname);
	const type = named in FILE_TYPES ? named : typeByMime(said);
	const fileName = type ? `${link.name}.${type}` : link.name;
	const mimeType = type && isVague(said) ? FILE_TYPES[type][0] : essenceOf(said);
	const content = file.constructor.from(counted(), { highWaterMark: 1 });
	const binary = await item.context.helpers
		.prepareBinaryData(content as never, fileName, mimeType)
		.catch(() => undefined);
	file.destroy();
	if (isTooLarge()) {
		throw item.error(
			`The file is larger than ${MAX_SIZE / MEGABYTE} MB`,
			'Download it from the Veryfi portal instead.',
		);
	}
	if (!binary || (announced >= 0 && size !== announced)) {
		throw item.error('The file broke off while it was downloaded', 'Run the node again.');
	}
	return { binary, fileName, mimeType, size };
}
