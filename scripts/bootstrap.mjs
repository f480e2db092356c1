// Makes `npm test` and `npm run demo` work on a fresh clone: installs the project's packages when
// they are missing or older than the lockfile. Plain JavaScript without imports from node_modules,
// because there may be none yet.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
	console.error(
		`Node.js ${process.versions.node} is too old for this project. Install Node.js 20.19 or newer and run the command again.`,
	);
	process.exit(1);
}

// npm writes this file last, so its age tells whether the installation is complete and current.
const installed = 'node_modules/.package-lock.json';
const isCurrent =
	existsSync(installed) && statSync(installed).mtimeMs >= statSync('package-lock.json').mtimeMs;

if (!isCurrent) {
	console.log("Installing the project's packages (about 2 minutes the first time) ...");
	// Not "npm ci": it refuses a lockfile without the binaries of platforms that the registry in use does
	// not have. This takes the locked versions as well, and leaves the lockfile as it is.
	const { status } = spawnSync(
		'npm',
		['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'],
		{ stdio: 'inherit', shell: process.platform === 'win32' },
	);
	if (status !== 0) {
		console.error(
			'The packages could not be installed. Check that the npm registry can be reached (npm ping) and run the command again.',
		);
		process.exit(1);
	}
}
