import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { N8nInstallation } from '../host/index.mts';
import { projectRoot } from '../host/paths.mts';
import type { Report } from '../host/progress.mts';
import { runShell } from '../host/shell.mts';

/** What the stand-ins are made of, from Debian 13. */
const PACKAGES = 'ca-certificates,nginx-light,postgresql-17,redis-server';

/** Tells a stand-in from what it stands for. */
const LABEL = 'veryfi-stand-in';

/**
 * Gets the images that deploy/ is built on: the official ones where they can be pulled, otherwise stand-ins of their
 * names, made of Debian's packages and of npm's n8n. For stand-ins this takes root and `debootstrap`.
 *
 * @param images by the folder of what stands for them, e.g. `{ redis: 'redis:7-alpine' }`
 * @returns whether stand-ins are among them
 */
export async function ensureImages(
	images: Record<string, string>,
	installation: N8nInstallation,
	report: Report,
): Promise<boolean> {
	const missing: string[] = [];
	for (const [folder, image] of Object.entries(images)) {
		const found = `docker image inspect ${image} || docker pull ${image}`;
		await runShell(found).catch(() => missing.push(folder));
	}
	if (missing.length > 0) await buildStandIns(missing, images, installation, report);
	const labels = await runShell(
		`docker image inspect --format '{{.Config.Labels}}' ${Object.values(images).join(' ')}`,
	);
	return labels.includes(LABEL);
}

async function buildStandIns(
	folders: string[],
	images: Record<string, string>,
	installation: N8nInstallation,
	report: Report,
): Promise<void> {
	const scratch = await mkdtemp(join(tmpdir(), 'veryfi-images-'));
	try {
		report("No image registry: building stand-ins from Debian's packages (3 minutes) ...");
		await runShell(`debootstrap --variant=minbase --include=${PACKAGES} trixie root`, scratch);
		await addN8n(join(scratch, 'root'), installation);
		await runShell(
			`tar -C root -c . | docker import --change "LABEL ${LABEL}=yes" - veryfi-stand-in-base`,
			scratch,
		);
		for (const folder of folders) {
			const dockerfile = join(projectRoot, 'test', 'docker', 'standIns', folder);
			await runShell(`docker build --tag ${images[folder]} ${dockerfile}`);
		}
	} finally {
		await rm(scratch, { recursive: true, force: true });
	}
}

/** Puts the n8n that the tests have installed, with its Node.js and with npm, into a file system. */
async function addN8n(root: string, { node, entry }: N8nInstallation): Promise<void> {
	const npm = await runShell('dirname "$(dirname "$(realpath "$(command -v npm)")")"');
	const n8n = dirname(dirname(dirname(dirname(entry))));
	const local = join(root, 'usr', 'local');
	await runShell(`cp -L ${node} bin/node && cp -RL ${npm} lib/npm`, local);
	await runShell(`cp -al ${n8n} lib/n8n || cp -R ${n8n} lib/n8n`, local);
}
