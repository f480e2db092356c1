/** A measured process: does what a task file says and writes an answer file. */
import { readFile, writeFile } from 'node:fs/promises';

import type { IRun } from 'n8n-workflow';

import { watchMemory } from '../residentMemory.mts';
import { contestants } from './contestants.mts';
import { startEngine } from './engine.mts';
import type { Answer, Measured, Task } from './tasks.mts';

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
	const before = memory.now();
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
		growth: memory.peak() - before,
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
