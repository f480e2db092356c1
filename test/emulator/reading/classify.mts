import type { Reading } from './readFiles.mts';

/** Words that give a kind of document away, the surest first. */
const SIGNS: Array<[RegExp, string]> = [
	[/\bform w-?9\b|request for taxpayer/i, 'w9'],
	[/\bw-?8ben-?e\b/i, 'w8bene'],
	[/\bw-?2\b|wage and tax statement/i, 'w2'],
	[/\bcredit note\b/i, 'credit_note'],
	[/\bpurchase order\b(?! (?:no|number|#))/i, 'purchase_order'],
	[/pay to the order of/i, 'check'],
	[/(?:beginning|opening) balance|bank statement/i, 'bank_statement'],
	[/\bagreement\b|\bhereinafter\b/i, 'contract'],
	[/\binvoice\b|\bfacture\b|\brechnung\b/i, 'invoice'],
	[/\breceipt\b|\bsubtotal\b|\btotal\b/i, 'receipt'],
];

/**
 * What kind of document this is.
 *
 * @param allowed  kinds to choose from; any when empty
 * @returns the first kind allowed when no other can be told
 */
export function classify({ lines }: Reading, allowed: string[]): { type: string; score: number } {
	const text = lines.map((line) => line.text).join('\n');
	const isAllowed = (type: string) => allowed.length === 0 || allowed.includes(type);
	const found = SIGNS.find(([sign, type]) => isAllowed(type) && sign.test(text));
	return found ? { type: found[1], score: 0.98 } : { type: allowed[0] ?? 'other', score: 0.5 };
}
