/**
 * Runs every `*.bench.mts` beside it, prints a table for each and writes `bench-results/<name>.json`.
 *
 *   npm run bench                 all of them
 *   npm run bench -- signature    those whose name contains a word
 */
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';

/** Default export of a bench file. The figures go into the result file as they are. */
export interface Bench {
	/** What is measured and in which unit. */
	title: string;
	run(): Promise<Array<Record<string, string | number>>> | Array<Record<string, string | number>>;
}

const SUFFIX = '.bench.mts';
const results = new URL('../../bench-results/', import.meta.url);

const names = (await readdir(new URL('.', import.meta.url)))
	.filter((file) => file.endsWith(SUFFIX))
	.map((file) => file.slice(0, -SUFFIX.length))
	.sort();
const words = process.argv.slice(2);
const chosen = names.filter((name) => words.every((word) => name.includes(word)));
if (chosen.length === 0) {
	console.error(`No bench is called "${words.join(' ')}". There are: ${names.join(', ')}.`);
	process.exit(1);
}

await mkdir(results, { recursive: true });
for (const name of chosen) {
	const { default: bench } = (await import(`./${name}${SUFFIX}`)) as { default: Bench };
	console.log(`\n${bench.title}`);
	const rows = await bench.run();
	console.table(rows);
	const machine = { node: process.version, cpu: cpus()[0]?.model, cores: cpus().length };
	const result = { name, title: bench.title, at: new Date().toISOString(), machine, rows };
	await writeFile(new URL(`${name}.json`, results), `${JSON.stringify(result, null, '\t')}\n`);
}
