/** A measured process: does what a task file says and writes an answer file. */
import { readFile, writeFile } from 'node:fs/promises';
import { readFileSync, writeFileSync } from 'node:fs';

import type { IRun } from 'n8n-workflow';

import { contestants } from './contestants.mts';
import { startEngine } from './engine.mts';
import type { Answer, Measured, Task } from './tasks.mts';

/** Resident memory in bytes; `VmHWM` is the peak since it was last reset. */
const memoryOf = (name: 'VmRSS' | 'VmHWM') =>
	Number(
		new RegExp(`${name}:\\s+(\\d+) kB`).exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? NaN,
	) * 1024;

const [taskFile, answerFile] = process.argv.slice(2);
const task = JSON.parse(await readFile(taskFile, 'utf8')) as Task;
const engine = await startEngine(task, contestants);
const answer: Answer = { stored: [], runs: [] };

for (const { path, fileName, mimeType } of task.store ?? []) {
	answer.stored.push(await engine.store(path, fileName, mimeType));
}
for (const run of task.runs ?? []) {
	await settle();
	const memory = watchMemory();
	const cpu = process.cpuUsage();
	const at = Date.now();
	const began = performance.now();
	const outcome = await engine.execute(run);
	const seconds = (performance.now() - began) / 1000;
	const { user, system } = process.cpuUsage(cpu);
	answer.runs.push({
		...resultOf(outcome),
		at,
		seconds,
		cpuMicroseconds: user + system,
		growth: memory(),
	});
}
await writeFile(answerFile, JSON.stringify(answer));
process.exit(0);

function resultOf({ status, data }: IRun): Pick<Measured, 'status' | 'items' | 'error'> {
	const { runData, error } = data.resultData;
	return {
		status,
		items: runData.Node?.at(-1)?.data?.main[0] ?? [],
		error: error && [error.message, error.description].filter(Boolean).join(' '),
	};
}

/** Lets what the last execution left behind be collected, and Veryfi's second of the limits pass. */
async function settle() {
	for (let round = 0; round < 12; round++) {
		globalThis.gc?.();
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
}

/**
 * Notes the memory now and tells, when called again, how far it has peaked above. Linux keeps the peak
 * by itself, and `5` resets it: nothing is missed between two samples.
 */
function watchMemory(): () => number {
	if (process.platform !== 'linux') return () => NaN;
	writeFileSync('/proc/self/clear_refs', '5');
	const before = memoryOf('VmRSS');
	return () => memoryOf('VmHWM') - before;
}
