import { beforeAll, describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { STAGE_TIMEOUT_MS } from '../e2e/stage.mts';
import { projectRoot } from '../host/index.mts';
import { N8N_VERSION } from '../host/versions.mts';
import { LOCK_DURATION } from '../queue/stage.mts';
import { knownSettings, n8nModules } from './knownSettings.mts';

interface Service {
	image: string;
	build?: { args: Record<string, string> };
	environment?: Record<string, string>;
	healthcheck: { test: string[] };
	stop_grace_period?: string;
	volumes?: string[];
	networks: string[];
	command?: string;
}

const read = (name: string) => readFileSync(join(projectRoot, 'deploy', name), 'utf8');

const composeFile = read('compose.yaml');
const dockerfile = read('Dockerfile');
const nginx = read('nginx.conf');

const { services, networks } = parse(composeFile, { merge: true }) as {
	services: Record<string, Service>;
	networks: Record<string, { internal?: boolean } | null>;
};
const ofN8n = Object.values(services).filter(({ image }) => image === services.main.image);

/** The first groups of all matches, each once, in order. */
const all = (text: string, pattern: RegExp) =>
	[...new Set([...text.matchAll(pattern)].map(([, found]) => found))].sort();

describe('deploy/', () => {
	let settings: Set<string>;
	let modules: string;

	beforeAll(async () => {
		modules = await n8nModules();
		settings = await knownSettings();
	}, STAGE_TIMEOUT_MS);

	const named = [
		...ofN8n.flatMap(({ environment = {} }) => Object.keys(environment)),
		...all(dockerfile, /^ENV (\w+)=/gm),
	];

	it('sets nothing that n8n does not know', () => {
		// Node's own, and so a matter of every program in the container.
		const unknown = named.filter((name) => name !== 'TZ' && !settings.has(name));
		expect(named.length).toBeGreaterThan(20);
		expect(unknown).toEqual([]);
	});

	it('sets nothing that n8n wants removed, whatever its value', () => {
		const service = join(modules, 'n8n', 'dist', 'deprecation', 'deprecation.service.js');
		const [, ...entries] = readFileSync(service, 'utf8').split('envVar: ');
		const deprecated = entries
			.filter((entry) => !entry.includes('checkValue'))
			.map((entry) => /'(\w+)'/.exec(entry)![1]);
		expect(deprecated).toContain('WEBHOOK_URL');
		expect(deprecated.filter((name) => named.includes(name))).toEqual([]);
	});

	it('sets nothing that n8n 3 no longer has, nor do docs and tests', () => {
		const folder = join(modules, 'n8n', 'dist', 'modules', 'breaking-changes', 'rules', 'v3');
		const rules = readdirSync(folder).filter((file) => file.endsWith('.rule.js'));
		const removed = rules
			.map((file) => readFileSync(join(folder, file), 'utf8'))
			.flatMap((rule) =>
				all(rule, /\b([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+) environment variable is removed/g),
			);
		expect(removed).toContain('OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS');
		const texts = ['deploy', 'docs', 'test/host', 'demo'].flatMap((path) =>
			readdirSync(join(projectRoot, path), { recursive: true, encoding: 'utf8' })
				.map((name) => join(projectRoot, path, name))
				.filter((file) => /\.(md|ya?ml|mts|conf)$|file$|\.env/.test(file)),
		);
		const using = texts.filter((file) =>
			removed.some((name) => readFileSync(file, 'utf8').includes(name)),
		);
		expect(texts.length).toBeGreaterThan(30);
		expect(using).toEqual([]);
	});

	it('gives every process of n8n the same settings', () => {
		expect(ofN8n).toHaveLength(5);
		for (const { environment } of ofN8n) expect(environment).toEqual(services.main.environment);
	});

	it('asks in .env.example for every value that compose.yaml takes, and for no other', () => {
		expect(all(read('.env.example'), /^(\w+)=/gm)).toEqual(all(composeFile, /\$\{(\w+)/g));
	});

	it('gives a value in .env.example that compose.yaml would take by itself', () => {
		const examples = new Map(
			[...read('.env.example').matchAll(/^(\w+)=(.*)$/gm)].map(([, name, value]) => [name, value]),
		);
		const defaults = [...composeFile.matchAll(/\$\{(\w+):-([^}]*)\}/g)];
		expect(defaults.length).toBeGreaterThan(3);
		for (const [, name, value] of defaults)
			expect([name, examples.get(name)]).toEqual([name, value]);
	});

	it('mounts files that are there, and a folder that .env names', () => {
		const mounted = Object.values(services).flatMap(({ volumes = [] }) =>
			volumes
				.map((volume) => volume.replace(/:[^:]*(:ro)?$/, ''))
				.filter((from) => /[./]/.test(from)),
		);
		expect(mounted).toEqual(['./nginx.conf', './gate.conf', '${TLS_FOLDER:-./tls}']);
		for (const file of mounted.slice(0, 2)) expect(read(file)).not.toBe('');
	});

	it('builds the image of n8n in one service: Docker refuses to name two results alike', () => {
		expect(ofN8n.filter(({ build }) => build)).toEqual([services.main]);
		const args = all(dockerfile, /^ARG (\w+)/gm);
		expect(Object.keys(services.main.build!.args).sort()).toEqual(args);
	});

	it('is about the version of n8n that the tests run', () => {
		const versions = [
			...all(dockerfile, /^ARG N8N_VERSION=(.+)$/gm),
			...all(composeFile, /\$\{N8N_VERSION:-([^}]+)\}/g),
			...all(read('.env.example'), /^N8N_VERSION=(.+)$/gm),
		];
		expect(versions).toEqual(Array(3).fill(N8N_VERSION));
	});

	it('holds the lock on what a worker runs as long as the tests of a killed worker do', () => {
		for (const { environment } of ofN8n) {
			expect(environment!.QUEUE_WORKER_LOCK_DURATION).toBe(LOCK_DURATION);
		}
	});

	it('leaves n8n more time to stop than n8n takes', () => {
		for (const { environment, stop_grace_period: grace } of ofN8n) {
			expect(Number.parseInt(grace!)).toBeGreaterThan(
				Number(environment!.N8N_GRACEFUL_SHUTDOWN_TIMEOUT),
			);
		}
	});

	it('has the load balancer look for main and the processors where they answer to health checks', () => {
		const [, port] = /127\.0\.0\.1:(\d+)\/healthz/.exec(services.main.healthcheck.test.join(' '))!;
		const upstreams = ['main', 'webhook-1', 'webhook-2'].map((name) => `${name}:${port}`);
		expect(all(nginx, /set \$\w+ (\S+);/g)).toEqual(upstreams);
		expect(ofN8n).toEqual(expect.arrayContaining([services['webhook-1'], services['webhook-2']]));
	});

	it('lets nobody but n8n reach the databases, and them nobody', () => {
		const inside = Object.keys(networks).filter((name) => networks[name]?.internal);
		expect(inside).toEqual(['data']);
		for (const name of ['postgres', 'redis']) expect(services[name].networks).toEqual(inside);
		expect(services.balancer.networks).not.toContain('data');
		const { networks: ofWorkers } = services['worker-1'];
		expect(ofWorkers).not.toEqual(expect.arrayContaining(services.balancer.networks));
		for (const { networks: own } of ofN8n)
			expect(own).toEqual(expect.arrayContaining(['data', 'outside']));
	});

	it('has a password for Redis, which every process of n8n knows', () => {
		const [, password] = /--requirepass (\S+\{REDIS_PASSWORD:.*\})$/.exec(services.redis.command!)!;
		expect(services.redis.environment!.REDISCLI_AUTH).toBe(password);
		for (const { environment } of ofN8n)
			expect(environment!.QUEUE_BULL_REDIS_PASSWORD).toBe(password);
	});

	it('limits the requests for webhooks and forms', () => {
		const locations = [...nginx.matchAll(/location ([^{]+?) \{([^}]*_processors?;[^}]*)\}/g)];
		expect(locations).toHaveLength(3);
		for (const [, , block] of locations) expect(block).toMatch(/limit_req zone=webhooks /);
	});

	it('runs no action of others but by its commit', () => {
		for (const name of ['ci', 'publish']) {
			const workflow = readFileSync(
				join(projectRoot, '.github', 'workflows', `${name}.yml`),
				'utf8',
			);
			const used = all(workflow, /uses: (.+)$/gm);
			expect(used.length).toBeGreaterThan(1);
			for (const action of used) expect(action).toMatch(/^actions\/[\w-]+@[0-9a-f]{40} # v[\d.]+$/);
		}
	});

	it('gives the webhook processors every path that main leaves to them, and no other', () => {
		const code = (...path: string[]) => readFileSync(join(modules, ...path), 'utf8');
		const server = code('n8n', 'dist', 'abstract-server.js');
		const config = code('@n8n', 'config', 'dist', 'configs', 'endpoints.config.js');
		const ends = code('n8n-core', 'dist', 'utils', 'hitl-callback-reference.js');
		const paths = Object.fromEntries([
			...[...config.matchAll(/this\.(\w+) = '([\w-]+)';/g)].map(([, name, path]) => [name, path]),
			...[...ends.matchAll(/exports\.(\w+) = '([\w-]+)';/g)].map(([, name, end]) => [name, end]),
		]) as Record<string, string>;
		const served = (condition: string) => {
			const [, block] = RegExp(`if \\(this\\.${condition}\\) \\{(.*?)\\n {8}\\}`, 's').exec(
				server,
			)!;
			const routes = block.matchAll(/`\/\$\{this\.endpoint(\w+)\}(?:\$\{n8n_core_1\.(\w+)\})?/g);
			return [...routes].map(([, name, end]) => {
				const path = paths[name[0].toLowerCase() + name.slice(1)];
				return end ? `/${path}${paths[end]}` : `/${path}/id`;
			});
		};
		const locations = all(nginx, /location ~\* (\^\S+) \{\s*proxy_pass http:\/\/\w+;/g);
		const isRouted = (path: string) =>
			locations.some((location) => new RegExp(location, 'i').test(path));
		const left = served('webhooksEnabled');
		expect(left).toContain('/webhook-waiting-telegram');
		expect(left.filter((path) => !isRouted(path))).toEqual([]);
		expect(served('testWebhooksEnabled').filter(isRouted)).toEqual([]);
	});
});
