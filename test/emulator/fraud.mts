import type { Likeness } from './likeness.mts';
import type { Fields } from './validation.mts';

/** Signals by the names of docs.veryfi.com, fraud, and how probable each makes a fraud. */
const SIGNALS: Record<string, number> = {
	'blocked device': 0.9,
	duplicate: 0.6,
	'similar documents': 0.3,
};
const USUAL = 0.05;

/** Up to 0.5 green, up to 0.75 yellow, then red (docs.veryfi.com, fraud triggers). */
const COLORS: Array<[above: number, color: string]> = [
	[0.75, 'red'],
	[0.5, 'yellow'],
	[0, 'green'],
];

/**
 * `meta.fraud` of a document.
 *
 * @param device  `device_data` that came with it
 * @param likenesses  earlier documents like it
 * @param blocklist  devices that the account has blocked
 */
export function fraudOf(device: Fields, likenesses: Likeness[], blocklist: Set<string>): Fields {
	const types = [
		...(blocklist.has(String(device.uuid)) ? ['blocked device'] : []),
		...(likenesses.some(({ score }) => score === 1) ? ['duplicate'] : []),
		...(likenesses.some(({ score }) => score < 1) ? ['similar documents'] : []),
	];
	const score = Math.max(USUAL, ...types.map((type) => SIGNALS[type]));
	return {
		score,
		color: COLORS.find(([above]) => score > above)?.[1],
		// Only "Not Fraud" was seen so far; the other two are our reading.
		decision: score > 0.75 ? 'Fraud' : score > 0.5 ? 'Suspicious' : 'Not Fraud',
		types,
		custom_types: [],
		attribution: null,
		images: [{ is_lcd: false, score: 0.96 }],
		pages: [{ is_lcd: { value: false, score: 0.96 } }],
		submissions: {},
		version: null,
	};
}
