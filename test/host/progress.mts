/** Where long steps say how far they are. The demo prints them; tests stay quiet until a step is slow. */
export type Report = (line: string) => void;

export const printReport: Report = (line) => console.log(`  ${line}`);

/**
 * Reports "… (75 s)" every 15 seconds while `work` runs, so that nobody takes a long step for a hung one.
 */
export async function withHeartbeat<T>(
	report: Report,
	what: string,
	work: () => Promise<T>,
): Promise<T> {
	const start = Date.now();
	const timer = setInterval(() => {
		report(`${what} (${Math.round((Date.now() - start) / 1000)} s so far)`);
	}, 15_000);
	try {
		return await work();
	} finally {
		clearInterval(timer);
	}
}
