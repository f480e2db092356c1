/** Prints what goes on, each step with its own time and the time since the beginning. */
export class Steps {
	private readonly begin = Date.now();

	/** Runs a step under a headline; a step may return a text to print behind its time. */
	async run<T>(title: string, work: () => Promise<T>, result?: (value: T) => string): Promise<T> {
		console.log(`${this.elapsed()}  ${title} ...`);
		const start = Date.now();
		const value = await work();
		const seconds = ((Date.now() - start) / 1000).toFixed(1);
		console.log(`${' '.repeat(8)}  done in ${seconds} s${result ? `: ${result(value)}` : ''}`);
		return value;
	}

	private elapsed(): string {
		return `${((Date.now() - this.begin) / 1000).toFixed(1).padStart(6)} s`;
	}
}

/** Prints rows under headings, columns as wide as they need to be. */
export function printTable(headings: string[], rows: string[][]): void {
	const widths = headings.map((heading, column) =>
		Math.max(heading.length, ...rows.map((row) => row[column].length)),
	);
	const print = (row: string[]) =>
		console.log(`  ${row.map((cell, column) => cell.padEnd(widths[column])).join('  ')}`.trimEnd());
	print(headings);
	print(widths.map((width) => '-'.repeat(width)));
	rows.forEach(print);
}
