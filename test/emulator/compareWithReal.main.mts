/**
 * Holds the emulator's answers against responses that Veryfi really gave, kind by kind: which members have they, and of
 * which types.
 *
 *     npm run compare:real -- <folder of KIND-*.json>
 *
 * Ends with status 0 if both sides have the same, but for what `real/known.mts` names with its reason, and with 1
 * otherwise, also for a reason that is no longer needed. Without a folder there is nothing to compare.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { answersOf, KIND_NAMES } from './real/answers.mts';
import { compare, type Result } from './real/compare.mts';

const [folder] = process.argv.slice(2);

async function main(path: string): Promise<void> {
	const files = (await readdir(path)).filter((name) => name.endsWith('.json'));
	const results: Result[] = [];
	for (const kind of KIND_NAMES) {
		const names = files.filter((name) => name.startsWith(`${kind}-`));
		const real = await Promise.all(
			names.map(async (name) => JSON.parse(await readFile(join(path, name), 'utf8')) as unknown),
		);
		if (real.length > 0) results.push(compare(kind, real, await answersOf(kind)));
	}
	for (const { kind, count, unnamed, named, unneeded } of results) {
		console.log(`${kind}: ${count} real, ${named.length} differences named, ${unnamed.length} not`);
		for (const { path: at, side, types } of unnamed) {
			console.log(`  only ${side}: ${at || '(all)'} ${types.join('|')}`);
		}
		for (const { paths, reason } of unneeded)
			console.log(`  not needed: ${String(paths)} (${reason})`);
	}
	const isSame = results.every(({ unnamed, unneeded }) => unnamed.length + unneeded.length === 0);
	process.exitCode = isSame && results.length > 0 ? 0 : 1;
}

if (folder === undefined) console.log('No folder of real responses is given: nothing is compared.');
else await main(folder);
