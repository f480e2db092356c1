// `npm run test:e2e`: the built package in a real n8n. Arguments are those of jest, but for one:
//
//   npm run test:e2e -- --n8n 1.123.81    the core of the tests, on another version of n8n
import { spawnSync } from 'node:child_process';

/** What has to work on every n8n. The other tests try faults of the world around it. */
const CORE = [
	'mainJob',
	'handshake',
	'webhookAnswers',
	'faultsCrash',
	'away.long',
	'restart.long',
	'tries.long',
	'credentials.long',
	'demo',
	'demoKilled.long',
];

const args = process.argv.slice(2);
const at = args.indexOf('--n8n');
const [, version] = at < 0 ? [] : args.splice(at, 2);
if (at >= 0 && !version) {
	console.error('Name a version: npm run test:e2e -- --n8n 1.123.81');
	process.exit(1);
}
const files = version ? CORE.map((name) => `test/e2e/${name}.test`) : ['test/e2e'];

const { status } = spawnSync(
	process.execPath,
	['node_modules/jest/bin/jest.js', '--maxWorkers=2', ...files, ...args],
	{ stdio: 'inherit', env: { ...process.env, ...(version && { TEST_N8N_VERSION: version }) } },
);
process.exit(status ?? 1);
