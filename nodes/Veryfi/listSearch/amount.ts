const DECIMALS = 2;

/** How many decimals an amount has at least; two where the code is none, and where a currency seldom has any. */
function decimalsOf(amount: number, currency: string): number {
	try {
		const format = new Intl.NumberFormat('en', { style: 'currency', currency });
		const decimals = format.resolvedOptions().minimumFractionDigits ?? DECIMALS;
		return Number.isInteger(amount) ? decimals : Math.max(decimals, DECIMALS);
	} catch {
		return DECIMALS;
	}
}

/**
 * An amount as people write it, e.g. `120.50 EUR`, `1200 JPY`; what is more exact than the currency stays so.
 *
 * @param currency ISO 4217, or empty
 */
export const describeAmount = (amount: number, currency: string): string =>
	[
		amount.toLocaleString('en', {
			useGrouping: false,
			minimumFractionDigits: decimalsOf(amount, currency),
			maximumFractionDigits: 10,
		}),
		currency,
	]
		.join(' ')
		.trim();
