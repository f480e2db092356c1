import type { Parameter } from '../../fields/parameter';
import { text } from '../../fields/parameterKinds';
import { bankStatement } from './bankStatement';
import { check } from './check';
import { meta } from './common';
import { document } from './document';
import { lineItem, taxLine } from './rows';
import { w9 } from './w9';

/**
 * Values of each kind of record that can be written (docs.veryfi.com; Veryfi's OpenAPI description). Its
 * pages show values of bank statements, checks and W-9s with their scores; they are written bare.
 */
export const WRITABLE = {
	document,
	bankStatement,
	check,
	w9,
	meta,
	status: [text('status', 'Status', 'Status of the conversion', 'e.g. reviewed')],
	lineItem,
	taxLine,
} satisfies Record<string, Parameter[]>;

export type UpdateKind = keyof typeof WRITABLE;
