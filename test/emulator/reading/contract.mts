import type { Fields } from '../validation.mts';
import { labelled } from './labels.mts';
import type { Line } from './page.mts';
import { amountAtEnd, date } from './values.mts';

type Read = (value: string) => unknown;
const text: Read = (value) => value;
const day: Read = (value) => date(value);

/** Members of a contract, what the paper calls them, and what they hold. */
const LABELS: Array<[name: string, label: RegExp, read: Read]> = [
	['contract_name', /^(?:title|agreement|contract)(?=\s*:|$)/i, text],
	['date', /^(?:effective |contract )?date/i, day],
	['start_date', /^start date/i, day],
	['end_date', /^(?:expiration|end) date/i, day],
	['term', /^term(?=\s*:|$)/i, text],
	['total', /^(?:total|contract) value/i, amountAtEnd],
	['renewal_term', /^renewal term/i, text],
	['notice_period', /^notice period/i, text],
	['termination_for_convenience_period', /^termination for convenience/i, text],
	['termination_notice', /^termination notice/i, text],
	['governing_law', /^governing law/i, text],
];
const PARTY = /^part(?:y|ies)\b[^:]*:\s*(.+)$/i;

/**
 * Reads a contract. Each value says where in `text` it stands and how sure it is, without being asked.
 *
 * @param lines  lines whose texts, joined by line feeds, are the document's `text`
 */
export function readContract(lines: Line[]): Fields {
	const whole = lines.map((line) => line.text).join('\n');
	const parties = lines.flatMap((line) => {
		const [, names = ''] = PARTY.exec(line.text) ?? [];
		return names.split(/,\s*|\s+and\s+/).filter(Boolean);
	});
	return {
		...Object.fromEntries(
			LABELS.map(([name, label, read]) => {
				const found = labelled(lines, label, (value) => read(value) !== undefined);
				return [name, found ? located(whole, found.value, read(found.value)) : { value: null }];
			}),
		),
		parties: parties.map((name) => located(whole, name, name)),
		// Seen in this shape only.
		vanity: { value: null, begin: null, end: null },
	};
}

function located(whole: string, printed: string, value: unknown): Fields {
	const begin = whole.indexOf(printed);
	return { value, begin, end: begin + printed.length, score: 0.94 };
}
