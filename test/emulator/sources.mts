import { request } from 'undici';
import { fail, invalid, TEXT } from './apiError.mts';
import type { Body, UploadedFile } from './body.mts';
import type { Context } from './context.mts';
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
 * @throws ApiError 400 unless there is exactly one source; 400 or 413 for the file itself
 */
export function sourceOf(context: Context, body: Body, values: Fields, megabytes: number): Source {
	const names = ['file_data', 'file_url', 'file_urls', 'package_path'].filter(
		(name) => name in values,
	);
	if (body.files.length > 0) names.push('file');
	if (names.length !== 1) {
		const all = 'file, file_data, file_url, file_urls, package_path';
		const msg =
			names.length === 0
				? `Value error, One of ${all} is required`
				: `Value error, Only one of ${all} is allowed, got ${names.join(', ')}`;
		throw invalid([{ type: 'value_error', loc: [], msg }]);
	}
	const limit = megabytes * 1024 * 1024;
	const fileName = values.file_name as string | undefined;
	switch (names[0]) {
		case 'file':
			if (body.files.length > 1) {
				throw invalid([
					{ type: 'value_error', loc: ['file'], msg: 'Value error, Only one file is allowed' },
				]);
			}
			return body.files.map((file) =>
				checkUpload({ ...file, fileName: fileName ?? file.fileName }, limit),
			);
		case 'file_data':
			if (context.switches.fileNameRequired && !fileName) {
				throw invalid([{ type: 'missing', loc: ['file_name'], msg: 'Field required' }]);
			}
			return [checkUpload(decode(values.file_data as string, fileName), limit)];
		case 'package_path':
			return async () => [checkSize(hosted(context, values), limit)];
		default: {
			const urls = (values.file_urls as string[]) ?? [values.file_url as string];
			return async () =>
				await Promise.all(
					urls.map(async (url) => {
						const file = await download(context, url);
						return checkSize(
							{ ...file, fileName: urls.length === 1 && fileName ? fileName : file.fileName },
							limit,
						);
					}),
				);
		}
	}
}

export const fetchSource = async (source: Source) =>
	typeof source === 'function' ? await source() : source;

/** base64, as a data URI, with just `image/png;base64,` in front, or bare. */
function decode(text: string, fileName = ''): UploadedFile {
	const [, mime, base64] = /^(?:(?:data:)?([\w.+/-]+);base64,)?([\s\S]*)$/.exec(
		text,
	) as RegExpExecArray;
	const clean = base64.replace(/\s/g, '');
	if (!/^[A-Za-z0-9+/_-]*={0,2}$/.test(clean)) throw fail(400, TEXT.corrupted);
	const extension = mime ? `.${mime.split('/')[1]}` : '';
	return { fileName: fileName || `file${extension}`, bytes: Buffer.from(clean, 'base64') };
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
