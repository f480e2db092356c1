import type { FastifyRequest } from 'fastify';
import { ApiError, fail, TEXT } from './apiError.mts';
import { logFile, redactBody } from './requestLog.mts';
import type { Fields } from './validation.mts';

export interface UploadedFile {
	fileName: string;
	bytes: Buffer;
}

/** A request's body, JSON or form alike. */
export interface Body {
	fields: Fields;
	files: UploadedFile[];
	isForm: boolean;
	/** The fields in the order and text in which they came: what request signatures are made of. */
	sent: Array<[string, unknown]>;
}

/** Reads a multipart form; fields that come more than once become lists, `name[]` means `name`. */
export async function readForm(request: FastifyRequest): Promise<Body> {
	const body: Body = { fields: {}, files: [], isForm: true, sent: [] };
	try {
		for await (const part of request.parts()) {
			if (part.type === 'file') {
				const bytes = await part.toBuffer();
				if (part.fieldname !== 'file') continue;
				// How the official Node SDK writes a file into the text that it signs.
				body.sent.push(['file', '[object Object]']);
				body.files.push({ fileName: part.filename, bytes });
				continue;
			}
			body.sent.push([part.fieldname, part.value]);
			addField(body.fields, part.fieldname, part.value);
		}
	} catch (error) {
		if ((error as { statusCode?: number }).statusCode === 413) throw fail(413, TEXT.bodyTooBig);
		throw new ApiError(400, { status: 'fail', error: TEXT.malformed, details: [] });
	}
	return body;
}

/** `meta.external_id` is a member of `meta`; lists collect. */
function addField(fields: Fields, name: string, value: unknown): void {
	const dot = name.indexOf('.');
	if (dot > 0) {
		const inner = (fields[name.slice(0, dot)] ??= {}) as Fields;
		addField(inner, name.slice(dot + 1), value);
		return;
	}
	const isList = name.endsWith('[]');
	const key = isList ? name.slice(0, -2) : name;
	if (fields[key] === undefined) fields[key] = isList ? [value] : value;
	else fields[key] = [fields[key], value].flat();
}

export function jsonBody(parsed: unknown): Body {
	const isObject = parsed !== null && typeof parsed === 'object' && !Array.isArray(parsed);
	const fields = (isObject ? parsed : {}) as Fields;
	return { fields, files: [], isForm: false, sent: Object.entries(fields) };
}

/** The body as the request log shows it. */
export const loggedBody = ({ fields, files, isForm }: Body): unknown =>
	redactBody(
		isForm
			? { ...fields, file: files.map(({ fileName, bytes }) => logFile(fileName, bytes)).at(0) }
			: fields,
	);

/** The body that the server's hook has read; GET and DELETE bodies are never looked at. */
export const bodyOf = (request: FastifyRequest) => request.body as Body;
