import type { AddressInfo } from 'node:net';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** Takes mail for everybody and keeps it. */
export interface Smtp {
	/** For n8n's SMTP credential. */
	readonly credential: Record<string, unknown>;
	/** As a mail program shows it, oldest first. */
	readonly mails: ParsedMail[];
	stop(): Promise<void>;
}

const USER = 'n8n';
const PASSWORD = 'password-of-the-mail-server';

/** Starts a mail server on a free port of 127.0.0.1, without TLS. */
export async function startSmtp(): Promise<Smtp> {
	const mails: ParsedMail[] = [];
	const server = new SMTPServer({
		disabledCommands: ['STARTTLS'],
		allowInsecureAuth: true,
		onAuth: ({ username, password }, _session, done) =>
			username === USER && password === PASSWORD
				? done(null, { user: username })
				: done(new Error('Wrong user or password')),
		onData: (stream, _session, done) => {
			void simpleParser(stream).then((mail) => {
				mails.push(mail);
				done();
			}, done);
		},
	});
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	const { port } = server.server.address() as AddressInfo;
	return {
		credential: {
			user: USER,
			password: PASSWORD,
			host: '127.0.0.1',
			port,
			secure: false,
			disableStartTls: true,
		},
		mails,
		stop: () => new Promise((closed) => server.close(() => closed())),
	};
}
