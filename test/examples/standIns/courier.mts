import { spawn } from 'node:child_process';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';
import { unpackDebian } from '../../host/debian.mts';
import { printReport } from '../../host/index.mts';

export interface Courier {
	readonly port: number;
	/** Closes every connection, as a mail server that is restarted does. */
	stop(): Promise<void>;
}

export interface CourierOptions {
	/** Where it may put its programs. */
	folder: string;
	/** The mails that it serves. */
	maildir: string;
	/** Whom it runs as; undefined for whoever runs the tests. */
	owner: { uid: number; gid: number } | undefined;
	user: string;
	password: string;
}

/**
 * Serves a maildir by IMAP on a free port of 127.0.0.1, without TLS, with Courier from Debian's packages, which
 * is unpacked and not installed.
 *
 * The part of Courier that asks for passwords only runs where it was installed. So a connection is let in here,
 * and everything after that is answered by a Courier process of its own.
 */
export async function startCourier(options: CourierOptions): Promise<Courier> {
	const openMailbox = await prepare(options);
	const sockets = new Set<Socket>();
	const server = createServer((socket) => {
		sockets.add(socket);
		socket.once('close', () => sockets.delete(socket));
		// n8n may go without a farewell.
		socket.on('error', () => {});
		letIn(socket, options, openMailbox);
	});
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	return {
		port: (server.address() as AddressInfo).port,
		async stop() {
			for (const socket of sockets) socket.destroy();
			await new Promise((closed) => server.close(closed));
		},
	};
}

/** The end of its greeting, which says that the client is logged in already. */
const GREETING = /^\* PREAUTH .*\r\n/m;

/** @returns starts the process that answers a client from now on */
async function prepare({ folder, maildir, owner, user }: CourierOptions): Promise<Open> {
	const programs = join(folder, 'programs');
	const { LD_LIBRARY_PATH } = await unpackDebian('courier-imap', programs, printReport);
	const env = {
		AUTHENTICATED: user,
		IMAP_CAPABILITY: 'IMAP4rev1 UIDPLUS IDLE',
		// Seconds between looks for new mail where it cannot have itself told.
		IMAP_IDLE_TIMEOUT: '1',
		LD_LIBRARY_PATH: `${join(programs, 'usr', 'lib')}:${LD_LIBRARY_PATH}`,
	};
	return (socket, tag) => {
		const program = join(programs, 'usr', 'bin', 'imapd');
		const imapd = spawn(program, [maildir], { cwd: maildir, env, ...owner });
		imapd.stdin.on('error', () => {});
		let log = '';
		imapd.stderr.on('data', (text) => (log += text));
		imapd.once('close', (status) => {
			socket.end();
			if (status) process.stderr.write(`Courier ended with status ${status}: ${log}`);
		});
		let greeting = '';
		imapd.stdout.on('data', function greet(text: Buffer) {
			greeting += String(text);
			if (!GREETING.test(greeting)) return;
			imapd.stdout.off('data', greet);
			// This client has asked for it.
			socket.write(`${tag} OK Logged in\r\n`);
			imapd.stdout.pipe(socket);
			socket.pipe(imapd.stdin);
		});
		socket.once('close', () => imapd.stdin.end());
	};
}

type Open = (socket: Socket, tag: string) => void;

/** Speaks with a client until it has logged in (RFC 3501, not authenticated state). */
function letIn(socket: Socket, { user, password }: CourierOptions, open: Open): void {
	const answers: Record<string, (tag: string, rest: string) => string> = {
		CAPABILITY: (tag) => `* CAPABILITY IMAP4rev1\r\n${tag} OK done`,
		LOGIN: (tag, rest) => {
			if (rest !== `"${user}" "${password}"`) return `${tag} NO Wrong user or password`;
			socket.off('data', read).pause();
			open(socket, tag);
			return '';
		},
	};
	let text = '';
	function read(chunk: Buffer): void {
		text += String(chunk);
		const lines = text.split('\r\n');
		text = lines.pop() ?? '';
		for (const line of lines) {
			const [, tag, command, rest] = /^(\S+) (\S+) ?(.*)$/.exec(line) ?? ['', '*', '', ''];
			const answer = answers[command.toUpperCase()]?.(tag, rest) ?? `${tag} BAD Log in first`;
			if (answer) socket.write(`${answer}\r\n`);
		}
	}
	socket.on('data', read);
	socket.write('* OK ready\r\n');
}
