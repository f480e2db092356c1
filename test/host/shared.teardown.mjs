import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** After the last test file of a run of jest: ends the n8ns that the files have shared. */
export default async function endShared() {
	const folder = process.env.SHARED_FOLDER;
	for (const name of (await readdir(folder)).filter((name) => name.endsWith('.json'))) {
		const { pid, folder: place } = JSON.parse(await readFile(join(folder, name), 'utf8'));
		if (pid) kill(pid);
		if (place) await remove(place);
	}
	await remove(folder);
}

/** Kills n8n and what it has started, unless it has ended with the worker that started it. */
function kill(pid) {
	try {
		process.kill(-pid, 'SIGKILL');
	} catch (error) {
		if (error.code !== 'ESRCH') throw error;
	}
}

const remove = (folder) => rm(folder, { recursive: true, force: true, maxRetries: 3 });
