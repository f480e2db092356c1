import { readFileSync, writeFileSync } from 'node:fs';

/**
 * Watches the resident memory of a process, in bytes. Linux keeps the peak by itself, and `5` resets it:
 * nothing is missed between two samples. Elsewhere the figures are NaN.
 */
export function watchMemory(pid: number | 'self' = 'self') {
	const isLinux = process.platform === 'linux';
	const read = (name: string) => {
		if (!isLinux) return NaN;
		const status = readFileSync(`/proc/${pid}/status`, 'utf8');
		return Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1] ?? NaN) * 1024;
	};
	if (isLinux) writeFileSync(`/proc/${pid}/clear_refs`, '5');
	return {
		now: () => read('VmRSS'),
		/** Since the watch began. */
		peak: () => read('VmHWM'),
	};
}
