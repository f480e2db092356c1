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
	const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
		stdio: 'inherit',
		shell: process.platform === 'win32',
	});
	if (status !== 0) {
		console.error(
			'The packages could not be installed. Check that the npm registry can be reached (npm ping) and run the command again.',
		);
		process.exit(1);
	}
}
