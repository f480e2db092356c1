import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';
import { unpackDebian } from '../../host/debian.mts';
import { printReport } from '../../host/index.mts';

export interface Dovecot {
	readonly port: number;
	/** Closes every connection, as a mail server that is restarted does. */
	stop(): Promise<void>;
}

export interface DovecotOptions {
	/** Where it may put its programs and its settings. */
	folder: string;
	/** The mails that it serves. */
	maildir: string;
	/** Whom it runs as; undefined for whoever runs the tests. */
	owner: { uid: number; gid: number } | undefined;
	user: string;
	password: string;
}

/**
 * Serves a maildir by IMAP on a free port of 127.0.0.1, without TLS, with Dovecot from Debian's packages, which
 * is unpacked and not installed.
 *
 * The part of Dovecot that asks for passwords only runs where it was installed. So a connection is let in here,
 * and everything after that is answered by a Dovecot process of its own.
 */
export async function startDovecot(options: DovecotOptions): Promise<Dovecot> {
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

/** @returns starts the process that answers a client from now on */
async function prepare({ folder, maildir, owner, user }: DovecotOptions): Promise<Open> {
	const programs = join(folder, 'programs');
	const { LD_LIBRARY_PATH } = await unpackDebian('dovecot-imapd', programs, printReport);
	const config = join(folder, 'dovecot.conf');
	await writeFile(config, `ssl = no\nfirst_valid_uid = 1\nmail_location = maildir:${maildir}\n`);
	const libraries = join(programs, 'usr', 'lib', 'dovecot');
	const args = ['-f', 'service=imap', '-c', config, '-m', 'imap', '-e', join(libraries, 'imap')];
	const env = {
		USER: user,
		HOME: maildir,
		LD_LIBRARY_PATH: `${libraries}:${LD_LIBRARY_PATH}`,
	};
	return (socket, tag) => {
		const doveconf = join(programs, 'usr', 'bin', 'doveconf');
		const imap = spawn(doveconf, args, { env, ...owner });
		imap.stdin.on('error', () => {});
		let log = '';
		imap.stderr.on('data', (text) => (log += text));
		imap.once('close', (status) => {
			socket.end();
			if (status) process.stderr.write(`Dovecot ended with status ${status}: ${log}`);
		});
		// Its greeting says that the client is logged in already; this client has asked for it.
		imap.stdout.once('data', () => {
			socket.write(`${tag} OK Logged in\r\n`);
			imap.stdout.pipe(socket);
			socket.pipe(imap.stdin);
		});
		socket.once('close', () => imap.stdin.end());
	};
}

type Open = (socket: Socket, tag: string) => void;

/** Speaks with a client until it has logged in (RFC 3501, not authenticated state). */
function letIn(socket: Socket, { user, password }: DovecotOptions, open: Open): void {
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
