import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Whom root lets a program run as that refuses to run as root; undefined where the tests do not run as root.
 *
 * @throws Error when there is nobody to run it as
 */
export async function unprivileged(
	program: string,
): Promise<{ uid: number; gid: number } | undefined> {
	if (process.getuid?.() !== 0) return undefined;
	for (const user of ['postgres', 'nobody']) {
		const uid = await run('id', ['-u', user]).catch(() => undefined);
		const gid = await run('id', ['-g', user]).catch(() => undefined);
		if (uid && gid) return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
	}
	throw new Error(
		`${program} does not run as root, and there is no user "postgres" or "nobody" to run it as. Run the command as an ordinary user.`,
	);
}
