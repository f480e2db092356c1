import { afterEach, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { request } from 'undici';
import { readOptions } from './options.mts';
import { SWITCHES } from './switches.mts';

const program = join(process.cwd(), 'test/emulator/main.mts');
let child: ChildProcess | undefined;

afterEach(() => void child?.kill('SIGKILL'));

/** Starts the program and waits for a text on standard output, or for its end. */
async function run(options: string[], until?: RegExp) {
	const started = spawn(process.execPath, ['--import', 'tsx', program, ...options]);
	child = started;
	const output = { text: '' };
	const seen = new Promise<void>((resolve) => {
		for (const stream of [started.stdout, started.stderr]) {
			stream.on('data', (chunk: Buffer) => {
				output.text += chunk.toString();
				if (until?.test(output.text)) resolve();
			});
		}
	});
	const ended = once(started, 'close').then(([code]) => code as number | null);
	await Promise.race([seen, ended]);
	return { started, ended, output };
}

describe('the stand-alone program', () => {
	it.each(['SIGTERM', 'SIGINT'] as const)('serves until %s, then exits cleanly', async (signal) => {
		const options = [
			'--port',
			'0',
			'--client-id',
			'mine',
			'--bearer-key',
			'vrfk_mine',
			'--confirm-status',
			'200',
		];
		const { started, ended, output } = await run(options, /ready at (\S+)/);
		const [, baseUrl] = /ready at (\S+)/.exec(output.text) as RegExpExecArray;
		expect(output.text).toMatch(/client-id\s+mine/);
		expect(output.text).toMatch(/api-key\s+emulator-api-key/);
		const { statusCode } = await request(`${baseUrl}/api/v8/partner/documents`, {
			headers: { 'client-id': 'mine', authorization: 'Bearer vrfk_mine' },
		});
		expect(statusCode).toBe(200);
		const switches = await (await request(`${baseUrl}/_emulator/switches`)).body.json();
		expect(switches).toMatchObject({ confirmStatus: 200, retryIntervals: [10_000, 60_000] });
		started.kill(signal);
		expect(await ended).toBe(0);
	});

	it('lists every switch with its values and default', async () => {
		const { ended, output } = await run(['--help']);
		expect(await ended).toBe(0);
		for (const name of Object.keys(SWITCHES)) {
			const option = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
			expect(output.text).toMatch(new RegExp(`--${option} \\S+\\n.*\\(default: .+\\)`));
		}
	});

	it('refuses a wrong option, says why and where the options are listed', async () => {
		const { ended, output } = await run(['--confirm-status', '500']);
		expect(await ended).toBe(1);
		expect(output.text).toBe(
			'--confirm-status 500: one of 204, 200 expected\nSee --help for the options.\n',
		);
	});
});

describe('a wrong option is explained:', () => {
	it.each([
		[['--admin', 'perhaps'], '--admin perhaps: true or false expected'],
		[['--retry-intervals', '1,x'], '--retry-intervals 1,x: a number of 0 or more expected'],
		[['--port', 'http'], '--port http: a port number expected'],
		[['--port', '65536'], '--port 65536: a port number expected'],
		[['--no-such-option'], "Unknown option '--no-such-option'"],
	])('%j', (args, reason) => {
		expect(() => readOptions(args)).toThrow(reason);
	});
});
