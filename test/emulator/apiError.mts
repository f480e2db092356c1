export interface ErrorDetail {
	type: string;
	loc: Array<string | number>;
	msg: string;
}

/** An answer other than success; routes throw it, the server writes it. */
export class ApiError extends Error {
	constructor(
		readonly status: number,
		readonly body: Record<string, unknown>,
		readonly headers: Record<string, string> = {},
	) {
		super(typeof body.error === 'string' ? body.error : `status ${status}`);
	}
}

/** The general form: `{"status":"fail","error":"..."}`. */
export const fail = (status: number, error: string) =>
	new ApiError(status, { status: 'fail', error });

/** Schema validation's form, with one detail per wrong field. */
export const invalid = (details: ErrorDetail[]) =>
	new ApiError(400, { code: 400, error: 'Bad Request', details });

/** Texts that the documentation gives for processing endpoints. */
export const TEXT = {
	download: "Couldn't download file from provided url.",
	empty: 'Received empty or missing data',
	noFiles: 'No files to process',
	corrupted: 'File is corrupted',
	tooBig: 'The file is too big',
	encrypted: 'File is encrypted',
	typeDisabled: 'The file type is not enabled for your client',
	malformed: 'Malformed parameters',
	noCredentials: 'Authentication credentials were not provided.',
	notFound: 'Not found.',
	documentNotFound: 'Document not found',
	bodyTooBig: 'Request body too large',
} as const;

export const documentNotFound = () => fail(404, TEXT.documentNotFound);
