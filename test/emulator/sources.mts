import { request } from 'undici';
import { fail, invalid, TEXT } from './apiError.mts';
import type { Body, UploadedFile } from './body.mts';
import type { Context } from './context.mts';
import { assertSomewhere } from './nowhere.mts';
import type { Switches } from './switches.mts';
import type { Fields, Schema } from './validation.mts';

const SMALLEST_FILE = 250;

/** The ways to hand over a file; exactly one of them per request. */
export const FILE_SOURCES: Schema = {
	file_data: { type: 'string', minLength: 1 },
	file_url: { type: 'string', minLength: 1 },
	file_urls: { type: 'strings', minLength: 1 },
	package_path: { type: 'string', minLength: 1 },
	bucket: { type: 'string', minLength: 1 },
	file_name: { type: 'string' },
};

/** A file that is here already, or one to fetch while processing. */
export type Source = UploadedFile[] | (() => Promise<UploadedFile[]>);

/**
 * Finds the one file source of a request. Uploads are checked at once; URLs are fetched by the
 * returned function, since an asynchronous submission is answered before anything is downloaded.
 *
 * @param megabytes  largest file the endpoint takes
 * @throws ApiError 403 from an account that may process nothing any more; 400 unless there is exactly one source;
 *   400 or 413 for the file itself
 */
export function sourceOf(context: Context, body: Body, values: Fields, megabytes: number): Source {
	const refusal = REFUSALS[context.switches.accountState];
	if (refusal !== undefined) throw fail(403, refusal);
	const given = Object.keys(SOURCES).filter((name) =>
		name === 'file' ? body.files.length > 0 : name in values,
	);
	const all = Object.keys(SOURCES).join(', ');
	if (given.length === 0) throw wrongSource(`One of ${all} is required`);
	if (given.length > 1) throw wrongSource(`Only one of ${all} is allowed, got ${given.join(', ')}`);
	return SOURCES[given[0]]({ context, body, values, limit: megabytes * 1024 * 1024 });
}

/** The first is as it was seen, mistake and all; of the second only the status is known. */
const REFUSALS: Partial<Record<Switches['accountState'], string>> = {
	trial_ended: 'You trial has ended',
	quota_used: 'Your quota of documents is used up',
};

interface Given {
	context: Context;
	body: Body;
	values: Fields;
	/** Largest file, in bytes. */
	limit: number;
}

const SOURCES: Record<string, (given: Given) => Source> = {
	file: ({ body, values, limit }) => {
		if (body.files.length > 1) throw wrongSource('Only one file is allowed');
		return body.files.map((file) => checkUpload(named(file, values), limit));
	},
	file_data: ({ context, values, limit }) => {
		if (context.switches.fileNameRequired && !values.file_name) {
			throw invalid([{ type: 'missing', loc: ['file_name'], msg: 'Field required' }]);
		}
		return [checkUpload(named(decode(values.file_data as string), values), limit)];
	},
	file_url: ({ context, values, limit }) => {
		return async () => [
			checkSize(named(await download(context, values.file_url as string), values), limit),
		];
	},
	file_urls: ({ context, values, limit }) => {
		const fetch = async (url: string) => checkSize(await download(context, url), limit);
		return () => Promise.all((values.file_urls as string[]).map(fetch));
	},
	package_path: ({ context, values, limit }) => {
		return async () => [checkSize(hosted(context, values), limit)];
	},
};

const wrongSource = (msg: string) =>
	invalid([{ type: 'value_error', loc: [], msg: `Value error, ${msg}` }]);

/** `file_name` is a better name than the one a file came with. */
const named = (file: UploadedFile, { file_name }: Fields): UploadedFile =>
	typeof file_name === 'string' && file_name !== '' ? { ...file, fileName: file_name } : file;

export const fetchSource = async (source: Source) =>
	typeof source === 'function' ? await source() : source;

/** base64, as a data URI, with just `image/png;base64,` in front, or bare. */
function decode(text: string): UploadedFile {
	// Only the beginning is matched: a pattern over a whole file of 20 MB can exhaust the stack.
	const [prefix, mime] = /^(?:(?:data:)?([\w.+/-]+);base64,)?/.exec(
		text.slice(0, 200),
	) as RegExpExecArray;
	const clean = text.slice(prefix.length).replace(/\s/g, '');
	const padding = clean.length - clean.replace(/=/g, '').length;
	if (/[^A-Za-z0-9+/_=-]/.test(clean) || !clean.endsWith('='.repeat(padding)) || padding > 2) {
		throw fail(400, TEXT.corrupted);
	}
	const extension = mime === 'text/plain' ? 'txt' : mime?.split('/')[1];
	const fileName = extension === undefined ? 'file' : `file.${extension}`;
	return { fileName, bytes: Buffer.from(clean, 'base64') };
}

function checkUpload(file: UploadedFile, limit: number): UploadedFile {
	if (file.bytes.length > limit) throw fail(413, TEXT.bodyTooBig);
	return checkSize(file, limit);
}

function checkSize(file: UploadedFile, limit: number): UploadedFile {
	if (file.bytes.length < SMALLEST_FILE) throw fail(400, TEXT.empty);
	if (file.bytes.length > limit) throw fail(400, TEXT.tooBig);
	return file;
}

/** Files put under `/_emulator/files/BUCKET/...` stand for S3 buckets. */
function hosted(context: Context, values: Fields): UploadedFile {
	const path = `${(values.bucket as string) ?? ''}/${values.package_path as string}`.replace(
		/^\//,
		'',
	);
	const bytes = context.files.get(path);
	if (bytes === undefined) throw fail(400, TEXT.download);
	return { fileName: path.split('/').at(-1) as string, bytes };
}

async function download(context: Context, url: string): Promise<UploadedFile> {
	try {
		assertSomewhere(url);
		const response = await request(url, {
			headersTimeout: 10_000,
			bodyTimeout: 30_000,
			signal: context.background.signal,
		});
		const bytes = Buffer.from(await response.body.arrayBuffer());
		if (response.statusCode !== 200) throw new Error(`status ${response.statusCode}`);
		return {
			fileName: decodeURIComponent(new URL(url).pathname.split('/').at(-1) || 'file'),
			bytes,
		};
	} catch {
		// Whatever went wrong, Veryfi documents one text for it.
		throw fail(400, TEXT.download);
	}
}
