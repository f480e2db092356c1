import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The folder of what test files of one run of jest hand on to each other; `shared.setup.mjs` makes it. */
const { SHARED_FOLDER } = process.env;

/** The path of that name which only test files of one worker, one after the other, use. */
export const sharedPath = (name: string): string =>
	join(String(SHARED_FOLDER), `${process.env.JEST_WORKER_ID}-${name}`);

/** What the file has; undefined where there is none yet. */
export const readRecord = async <T,>(path: string): Promise<T | undefined> =>
	await readFile(path, 'utf8').then(
		(text) => JSON.parse(text) as T,
		() => undefined,
	);

/** What an earlier test file of the same worker has made under that name, or what is made now. */
export async function shared<T>(name: string, create: () => Promise<T>): Promise<T> {
	if (SHARED_FOLDER === undefined) return await create();
	const path = sharedPath(`${name}.json`);
	const found = await readRecord<T>(path);
	if (found) return found;
	const made = await create();
	await writeFile(path, JSON.stringify(made));
	return made;
}
