import { existsSync } from 'node:fs';
import { mkdir, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const ROOT = '/sys/fs/cgroup';

/** Microseconds in which a share is used up and given back. */
const PERIOD = 20_000;

interface Group {
	folder: string;
	/** File and content that limit its processes. */
	limit: (share: number) => Record<string, string>;
}

/** Linux knows two kinds of control groups. */
const group = (name: string): Group =>
	existsSync(join(ROOT, 'cgroup.controllers'))
		? {
				folder: join(ROOT, name),
				limit: (share) => ({ 'cpu.max': `${Math.round(PERIOD * share)} ${PERIOD}` }),
			}
		: {
				folder: join(ROOT, 'cpu', name),
				limit: (share) => ({
					'cpu.cfs_period_us': String(PERIOD),
					'cpu.cfs_quota_us': String(Math.round(PERIOD * share)),
				}),
			};

/**
 * Leaves a process, and what it starts from now on, no more than a share of one core, as a limit of its container does.
 *
 * @returns removes the limit's traces once the process has ended
 * @throws Error where control groups cannot be written: not on Linux, or not as root
 */
export async function limitCpu(pid: number, share: number): Promise<() => Promise<void>> {
	const { folder, limit } = group(`veryfi-bench-${pid}`);
	try {
		await mkdir(folder, { recursive: true });
		for (const [file, content] of Object.entries(limit(share))) {
			await writeFile(join(folder, file), content);
		}
		await writeFile(join(folder, 'cgroup.procs'), String(pid));
	} catch (error) {
		throw new Error(
			'The share of a core could not be limited. Run this bench on Linux as root, in a place where control groups can be made.',
			{ cause: error },
		);
	}
	return async () => await rmdir(folder);
}
