/** Either a file that runs the command, and a text in it by which that is seen, or why nothing does. */
export type Proof = { file: string; text: string } | { byHand: string };

const NPM_TEST = 'scripts/test.mjs';
const INSTALLATION = { file: 'test/project/installation.test.mts', text: "page('README.md')" };
const inClone = (text: string): Proof => ({
	file: 'test/project/scriptsOfChange.long.test.mts',
	text,
});
const inCloneAtLength = (text: string): Proof => ({
	file: 'test/project/scripts.long.test.mts',
	text,
});
const CONTAINER = {
	file: 'test/project/installationPage.test.mts',
	text: "page('docs/installation.md')",
};
const NO_DOCKER = {
	byHand: 'Needs Docker; test/project/installationPage.test.mts checks its parts.',
};
const EMULATOR = { file: 'test/emulator/program.test.mts', text: 'test/emulator/main.mts' };
const CONTRACT = { file: 'test/contract/program.test.mts', text: 'contract/contract.main.mts' };
const DOCKER = { file: 'test/docker/compose.mts', text: "page('docs/queue-mode.md')" };
const LOST_WORKER = { file: 'test/queue/lostWorker.mts', text: 'bull:jobs:active' };
const BENCH = { byHand: 'Measures for half an hour, and wants the machine for itself.' };

/** Every command that the documentation names, word for word. `npx jest <path>` needs no row. */
export const COMMANDS: Record<string, Proof> = {
	'npm install': INSTALLATION,
	'npm install && npm run build && npm pack': INSTALLATION,
	'mkdir -p ~/.n8n/nodes && npm install --prefix ~/.n8n/nodes --ignore-scripts --legacy-peer-deps ./n8n-nodes-veryfi-async-*.tgz':
		INSTALLATION,
	'npm uninstall --prefix ~/.n8n/nodes n8n-nodes-veryfi-async': CONTAINER,
	"docker exec n8n sh -c 'mkdir -p ~/.n8n/nodes && npm install --prefix ~/.n8n/nodes --ignore-scripts --legacy-peer-deps /tmp/n8n-nodes-veryfi-async-*.tgz'":
		CONTAINER,
	'docker run -d --name n8n -p 5678:5678 -e N8N_UNVERIFIED_PACKAGES_ENABLED=true -e N8N_WEBHOOK_URL=https://n8n.example.com/ -v n8n_data:/home/node/.n8n n8nio/n8n:2.41.1':
		CONTAINER,
	'docker volume create n8n_data': NO_DOCKER,
	'docker cp n8n-nodes-veryfi-async-0.1.0.tgz n8n:/tmp/': NO_DOCKER,
	'docker restart n8n': NO_DOCKER,

	'npm run check': { byHand: 'Runs what `npm test` runs, of files that have changed.' },
	'npm run test:all': { file: '.github/workflows/nightly.yml', text: 'npm run test:all' },
	'npm test': { file: '.ci/run', text: 'npm test' },
	'npm run lint': { file: NPM_TEST, text: "'lint'" },
	'npm run lint:fix': inCloneAtLength("run('npm run lint:fix')"),
	'npm run build': { file: NPM_TEST, text: "'build'" },
	'npm run dev': inClone("['run', 'dev']"),
	'npm run scan': { file: NPM_TEST, text: 'scripts/scan.mts' },
	'npm run test:unit': { file: NPM_TEST, text: 'test/unit' },
	'npm run test:emulator': { file: NPM_TEST, text: 'test/emulator' },
	'npm run test:contract': { file: NPM_TEST, text: 'test/contract' },
	'npm run test:engine': { file: NPM_TEST, text: 'test/engine' },
	'npm run test:project': { file: NPM_TEST, text: 'test/project' },
	'npm run test:examples': { file: NPM_TEST, text: 'test/examples' },
	'npm run test:browser': { file: NPM_TEST, text: 'test/browser' },
	'npm run test:e2e': { file: NPM_TEST, text: 'test/e2e' },
	'npm run test:e2e -- --n8n 1.123.81': {
		file: '.github/workflows/ci.yml',
		text: 'npm run test:e2e -- --n8n 1.123.81',
	},
	'npm run test:queue': { file: NPM_TEST, text: 'test/queue' },

	'npm run demo': { file: 'test/e2e/demo.mts', text: 'demo/demo.mts' },
	'npm run demo -- --once': { file: 'test/e2e/demo.test.mts', text: '--once' },
	'npm run demo:video': {
		byHand: 'Films for four minutes and needs ffmpeg; somebody looks at it.',
	},
	'npm run contract': CONTRACT,
	'npm run contract -- --webhook-url https://your-tunnel.example/contract': CONTRACT,
	'npm run emulator': EMULATOR,
	'npm run emulator -- --port 8787': EMULATOR,
	'npm run compare:real -- <folder>': {
		byHand: 'Needs responses that Veryfi really gave, which are no part of the repository.',
	},
	'npm run examples:code': inClone("run('npm run examples:code')"),
	'npm run docs:operations': { file: 'test/engine/operations.test.mts', text: 'WRITE_DOCS' },
	'npm run docs:schemas': { file: 'test/engine/outputSchemas.test.mts', text: 'WRITE_DOCS' },
	'npm run docs:screenshots': inCloneAtLength("run('npm run docs:screenshots')"),
	'npm run bench': BENCH,
	'npm run bench -- --quick': { file: 'test/project/bench.test.mts', text: '--quick' },
	'npm run bench -- hostile': BENCH,
	'npm run bench -- signature': inCloneAtLength("run('npm run bench -- signature')"),
	'npm run bench -- trigger': BENCH,
	'npm run docs:speed': inClone("run('npm run docs:speed')"),

	'cd deploy': DOCKER,
	'cp .env.example .env': DOCKER,
	'docker compose up -d --build': DOCKER,
	'npm run test:docker': {
		byHand: 'Needs Docker, which is not on the machines that run the tests.',
	},
	'docker compose stop worker-1 worker-2': LOST_WORKER,
	'docker compose exec redis redis-cli del bull:jobs:active': LOST_WORKER,
	'docker compose start worker-1 worker-2': LOST_WORKER,
	'npm run build && npm pack --pack-destination deploy': {
		file: 'test/host/package.mts',
		text: '--pack-destination',
	},
};
