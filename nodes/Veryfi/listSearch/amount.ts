const DECIMALS = 2;

/** How many decimals a currency has; two where the code is none. */
function decimalsOf(currency: string): number {
	try {
		const format = new Intl.NumberFormat('en', { style: 'currency', currency });
		return format.resolvedOptions().minimumFractionDigits ?? DECIMALS;
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
			minimumFractionDigits: decimalsOf(currency),
			maximumFractionDigits: 10,
		}),
		currency,
	]
		.join(' ')
		.trim();
