import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ensureN8n, printReport } from '../host/index.mts';

/** Where n8n reads its environment. */
const READERS = ['@n8n/config/dist', 'n8n/dist', 'n8n-core/dist'];

/** The folder in which the installed n8n and all its packages lie. */
export async function n8nModules(): Promise<string> {
	const { entry } = await ensureN8n(printReport);
	return dirname(dirname(dirname(entry)));
}

/** Every word in n8n's code that may be the name of an environment variable. */
export async function knownSettings(): Promise<Set<string>> {
	const modules = await n8nModules();
	const words = READERS.flatMap((reader) => javaScript(join(modules, reader))).flatMap(
		(file) => readFileSync(file, 'utf8').match(/\b[A-Z][A-Z0-9]*(_[A-Z0-9]+)+\b/g) ?? [],
	);
	return new Set(words);
}

const javaScript = (folder: string) =>
	readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.filter((path) => path.endsWith('.js'))
		.map((path) => join(folder, path));
