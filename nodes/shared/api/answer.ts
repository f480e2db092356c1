import type { IDataObject } from 'n8n-workflow';

/** An answer of Veryfi as far as errors are concerned. */
export interface Answer {
	status: number;
	/** Parsed JSON, or the text where it was none. */
	body: unknown;
	/** Names in lower case. */
	headers: IDataObject;
}
