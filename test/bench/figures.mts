/** How measured values are told: by their median and their range. */
export function median(values: number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[sorted.length >> 1];
}

/** 1.96 standard deviations, within which 95 % lie, of how many of n values are below their true median. */
const MARGIN = 1.96 / 2;

/** The fewest values for a probability of 95 %. */
export const FEWEST = 6;

/**
 * Where the true median of measured values lies, with a probability of 95 %. It goes by their ranks, so it holds however
 * they are distributed. Of five values or fewer it is the range, and less probable.
 *
 * @returns the least and the greatest that it may be
 */
export function medianInterval(values: number[]): [number, number] {
	const sorted = [...values].sort((a, b) => a - b);
	const last = sorted.length - 1;
	const margin = MARGIN * Math.sqrt(sorted.length);
	return [
		sorted[Math.max(0, Math.floor(last / 2 - margin))],
		sorted[Math.min(last, Math.ceil(last / 2 + margin))],
	];
}

/** @returns e.g. `12-15` */
export const range = (values: number[], digits = 0): string =>
	`${Math.min(...values).toFixed(digits)}-${Math.max(...values).toFixed(digits)}`;
