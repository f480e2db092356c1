/**
 * Writes the tables of docs/benchmark-tables.md from the result files, between the markers of each bench:
 *
 *   npm run bench && npm run docs:speed
 */
import { readFile, writeFile } from 'node:fs/promises';

interface Result {
	title: string;
	at: string;
	machine: { node: string; cpu: string; cores: number };
	rows: Array<Record<string, string | number>>;
}

const document = new URL('../../docs/benchmark-tables.md', import.meta.url);
const MARKED = /(<!-- bench:([\w-]+) -->\n)[\s\S]*?(<!-- end -->)/g;

function table({ title, at, machine, rows }: Result): string {
	const columns = Object.keys(rows[0]);
	const line = (cells: Array<string | number>) => `| ${cells.join(' | ')} |`;
	const isNumber = (column: string) => rows.every((row) => typeof row[column] === 'number');
	return [
		`${title}.`,
		'',
		line(columns),
		line(columns.map((column) => (isNumber(column) ? '--:' : '---'))),
		...rows.map((row) => line(columns.map((column) => row[column] ?? ''))),
		'',
		`Measured on ${at.slice(0, 10)}: ${machine.cores} cores, ${machine.cpu}.`,
		'',
	].join('\n');
}

const text = await readFile(document, 'utf8');
let written = text;
for (const [whole, head, name, tail] of text.matchAll(MARKED)) {
	try {
		const file = new URL(`../../bench-results/${name}.json`, import.meta.url);
		const result = JSON.parse(await readFile(file, 'utf8')) as Result;
		written = written.replace(whole, () => `${head}${table(result)}${tail}`);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
		console.warn(`There are no results of "${name}": its table stays as it is.`);
	}
}
await writeFile(document, written);
