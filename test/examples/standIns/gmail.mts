import nodemailer, { type SendMailOptions } from 'nodemailer';
import type { Road } from '../ledger.mts';
import { conditionIn, type Conditions } from './conditions.mts';
import { OAuth } from './oauth.mts';
import { listen, Refusal } from './standIn.mts';

export const GMAIL = { hosts: ['www.googleapis.com'] };

/** A mailbox behind the Gmail API (v1), as far as n8n's nodes read mails and put labels on them. */
export interface GmailMailbox extends Road {
	oauth: OAuth;
	/**
	 * Lets a mail arrive.
	 *
	 * @returns its ID
	 */
	deliver(mail: SendMailOptions): Promise<string>;
	labelsOf(id: string): string[];
	/** Takes a label off a mail, as a person does. */
	removeLabel(id: string, label: string): void;
}

interface Message {
	id: string;
	threadId: string;
	labelIds: string[];
	internalDate: string;
	raw: string;
	hasAttachment: boolean;
}

/** Labels that every mailbox has, as far as they can be given by hand. */
const LABELS = ['INBOX', 'UNREAD', 'STARRED', 'IMPORTANT', 'SPAM', 'TRASH'];

/** Words of the search that are understood, and whom they find. */
const SEARCH: Conditions<Message> = [
	[/^has:attachment$/, ({ hasAttachment }) => hasAttachment],
	[/^is:(starred|unread)$/, ({ labelIds }, label) => labelIds.includes(label.toUpperCase())],
	[/^in:scheduled$/, () => false],
	[/^after:(\d+)$/, ({ internalDate }, seconds) => Number(internalDate) >= Number(seconds) * 1000],
];

export async function startGmail(): Promise<GmailMailbox> {
	const oauth = new OAuth();
	const messages: Message[] = [];
	const composer = nodemailer.createTransport({ streamTransport: true, buffer: true });

	const messageOf = (id: string) => {
		const message = messages.find((one) => one.id === id);
		if (!message) throw refusal(404, 'Requested entity was not found.');
		return message;
	};

	const road = await listen((app) => {
		oauth.guard(app, refusal(401, 'Request had invalid credentials.').body);
		const path = '/gmail/v1/users/me/messages';
		app.get<{ Querystring: { q?: string; maxResults?: string } }>(path, ({ query }) => {
			const most = Number(query.maxResults ?? 100);
			if (!(most >= 1 && most <= 500)) throw refusal(400, 'Invalid value at max_results');
			const found = messages.filter((message) => matches(message, query.q ?? ''));
			const page = found.reverse().slice(0, most);
			return {
				// There is no such member where nothing is found.
				...(page.length > 0 && { messages: page.map(({ id, threadId }) => ({ id, threadId })) }),
				resultSizeEstimate: found.length,
			};
		});
		app.get<{ Params: { id: string }; Querystring: { format?: string } }>(
			`${path}/:id`,
			({ params, query }) => {
				if (query.format !== 'raw') throw refusal(400, `Not stood in for: ${query.format}`);
				const { hasAttachment: _, ...message } = messageOf(params.id);
				return message;
			},
		);
		app.post<{ Params: { id: string }; Body: { addLabelIds?: string[] } }>(
			`${path}/:id/modify`,
			({ params, body }) => {
				const message = messageOf(params.id);
				const { addLabelIds: added = [] } = body;
				if (added.length === 0) throw refusal(400, 'No label add or removes specified');
				for (const label of added) {
					if (!LABELS.includes(label)) throw refusal(400, `Invalid label: ${label}`);
				}
				message.labelIds = [...new Set([...message.labelIds, ...added])];
				const { id, threadId, labelIds } = message;
				return { id, threadId, labelIds };
			},
		);
	});

	return {
		...road,
		oauth,
		async deliver(mail) {
			const { message: bytes } = await composer.sendMail(mail);
			const id = (0x19a0000000000000n + BigInt(messages.length)).toString(16);
			messages.push({
				id,
				threadId: id,
				labelIds: ['INBOX', 'UNREAD'],
				internalDate: String(Date.now()),
				raw: (bytes as Buffer).toString('base64url'),
				hasAttachment: (mail.attachments ?? []).length > 0,
			});
			return id;
		},
		labelsOf: (id) => messageOf(id).labelIds,
		removeLabel(id, label) {
			const message = messageOf(id);
			message.labelIds = message.labelIds.filter((one) => one !== label);
		},
	};
}

/** Whether a mail has all that a search asks for; a minus before a word asks for the opposite. */
function matches(message: Message, search: string): boolean {
	return search
		.split(' ')
		.filter(Boolean)
		.every((text) => {
			const word = text.replace(/^-/, '');
			const finds = conditionIn(SEARCH, word);
			if (!finds) throw refusal(400, `Not stood in for: ${word}`);
			return finds(message) === (text === word);
		});
}

const refusal = (code: number, message: string) =>
	new Refusal(code, { error: { code, message, errors: [{ message, domain: 'global' }] } });
