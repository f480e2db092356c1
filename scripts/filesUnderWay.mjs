import { readFileSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';

/** A reporter of jest: keeps the names of the test files under way in the file that FILES_UNDER_WAY names. */
export default class {
	#files = new Set();

	onTestFileStart({ path }) {
		this.#files.add(relative(process.cwd(), path));
		this.#write();
	}

	onTestFileResult({ path }) {
		this.#files.delete(relative(process.cwd(), path));
		this.#write();
	}

	#write() {
		writeFileSync(process.env.FILES_UNDER_WAY, [...this.#files].join('\n'));
	}
}

/**
 * @param {string} path of what the reporter keeps
 * @returns {string[]} test files that have begun and not ended
 */
export function filesUnderWay(path) {
	try {
		return readFileSync(path, 'utf8').split('\n').filter(Boolean);
	} catch {
		return [];
	}
}
