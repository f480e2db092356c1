import { readFileSync } from 'node:fs';

/** Processor time that the main thread of a process has had so far, in seconds; NaN elsewhere than on Linux. */
export function mainThreadSeconds(pid: number): number {
	if (process.platform !== 'linux') return NaN;
	const [nanoseconds] = readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'utf8').split(' ');
	return Number(nanoseconds) / 1e9;
}
