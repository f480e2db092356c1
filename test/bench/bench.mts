/**
 * Runs every `*.bench.mts` beside it, prints a table for each and writes `bench-results/<name>.json`.
 *
 *   npm run bench                         all of them
 *   npm run bench -- signature submit     these, or those whose names contain a word
 *   npm run bench -- --quick              the same with the smallest sizes: tells whether they run, and their figures
 *                                         are worth nothing, so none are written
 */
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';

type Row = Record<string, string | number>;

/** Default export of a bench file. The figures go into the result file as they are. */
export interface Bench<Size> {
	/** How much is measured: enough to rely on, or just enough to see that the bench works. */
	sizes: Record<'full' | 'quick', Size>;
	/** What is measured and in which unit. */
	title(size: Size): string;
	run(size: Size): Promise<Row[]> | Row[];
}

const SUFFIX = '.bench.mts';
const results = new URL('../../bench-results/', import.meta.url);

const names = (await readdir(new URL('.', import.meta.url)))
	.filter((file) => file.endsWith(SUFFIX))
	.map((file) => file.slice(0, -SUFFIX.length))
	.sort();

const { values, positionals: words } = parseArgs({
	options: { quick: { type: 'boolean', default: false } },
	allowPositionals: true,
});
const isMeant = (name: string, word: string) =>
	names.includes(word) ? name === word : name.includes(word);
const chosen = names.filter(
	(name) => words.length === 0 || words.some((word) => isMeant(name, word)),
);
if (chosen.length === 0) {
	console.error(`No bench is called "${words.join(' ')}". There are: ${names.join(', ')}.`);
	process.exit(1);
}

for (const name of chosen) {
	const { default: bench } = (await import(`./${name}${SUFFIX}`)) as { default: Bench<unknown> };
	const size = bench.sizes[values.quick ? 'quick' : 'full'];
	const title = bench.title(size);
	console.log(`\n${title}`);
	const rows = await bench.run(size);
	console.table(rows);
	if (values.quick) continue;
	const machine = { node: process.version, cpu: cpus()[0]?.model, cores: cpus().length };
	const result = { name, title, at: new Date().toISOString(), machine, rows };
	await mkdir(results, { recursive: true });
	await writeFile(new URL(`${name}.json`, results), `${JSON.stringify(result, null, '\t')}\n`);
}
