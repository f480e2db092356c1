import { chmod, chown, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import nodemailer, { type SendMailOptions } from 'nodemailer';
import { unprivileged } from '../../host/unprivileged.mts';
import { startCourier } from './courier.mts';

/** A mailbox that n8n reads by IMAP. */
export interface Mailbox {
	/** For n8n's IMAP credential. */
	readonly credential: Record<string, unknown>;
	/** Puts a mail there, as a mail server does. */
	deliver(mail: SendMailOptions): Promise<void>;
	/** How many mails bear the mark that they were read, and how many do not. */
	count(): Promise<{ read: number; unread: number }>;
	/** Takes that mark off all mails. */
	markUnread(): Promise<void>;
	stop(): Promise<void>;
}

const USER = 'accounting';
const PASSWORD = 'password-of-the-mailbox';

/** Starts a mail server with a mailbox of its own, in a throw-away folder. */
export async function startMailbox(): Promise<Mailbox> {
	const folder = await mkdtemp(join(tmpdir(), 'veryfi-mail-'));
	await chmod(folder, 0o755);
	const owner = await unprivileged('Courier');
	const maildir = join(folder, 'mail');
	const path = (...names: string[]) => join(maildir, ...names);
	for (const place of [maildir, path('new'), path('cur'), path('tmp')]) {
		await mkdir(place);
		if (owner) await chown(place, owner.uid, owner.gid);
	}
	const server = await startCourier({ folder, maildir, owner, user: USER, password: PASSWORD });
	// A maildir has the lines of mails end as files of Unix do.
	const form = { streamTransport: true, buffer: true, newline: 'unix' } as const;
	const composer = nodemailer.createTransport(form);
	let delivered = 0;

	return {
		credential: {
			user: USER,
			password: PASSWORD,
			host: '127.0.0.1',
			port: server.port,
			secure: false,
		},
		async deliver(mail) {
			const { message } = await composer.sendMail(mail);
			const name = `${Date.now()}.${++delivered}.localhost`;
			await writeFile(path('tmp', name), message as Buffer, { mode: 0o644 });
			await rename(path('tmp', name), path('new', name));
		},
		async count() {
			const names = [...(await readdir(path('new'))), ...(await readdir(path('cur')))];
			const read = names.filter((name) => /:2,.*S/.test(name)).length;
			return { read, unread: names.length - read };
		},
		async markUnread() {
			for (const name of await readdir(path('cur'))) {
				await rename(path('cur', name), path('cur', name.replace(/:2,.*/, ':2,')));
			}
		},
		async stop() {
			await server.stop();
			await rm(folder, { recursive: true, force: true, maxRetries: 3 });
		},
	};
}
