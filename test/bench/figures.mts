/** How measured values are told: by their median and their range. */
export function median(values: number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[sorted.length >> 1];
}

/** @returns e.g. `12-15` */
export const range = (values: number[], digits = 0): string =>
	`${Math.min(...values).toFixed(digits)}-${Math.max(...values).toFixed(digits)}`;
