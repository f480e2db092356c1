import { randomBytes } from 'node:crypto';
import type { Road } from '../ledger.mts';
import { conditionIn, type Conditions } from './conditions.mts';
import { OAuth } from './oauth.mts';
import { listen, Refusal, type Fields } from './standIn.mts';

export const OUTLOOK = { hosts: ['graph.microsoft.com'] };

/** What is attached to a mail: a file, another mail, or a link to a file in OneDrive. */
export interface Attachment {
	name: string;
	type: 'file' | 'item' | 'reference';
	contentType?: string;
	content: Buffer;
}

interface Mail {
	subject: string;
	attachments: Attachment[];
	folder?: string;
	isGone?: boolean;
}

/** A mailbox behind Microsoft Graph (v1.0), as far as n8n's nodes read mails and set their categories. */
export interface OutlookMailbox extends Road {
	oauth: OAuth;
	/**
	 * Lets a mail arrive in a folder.
	 *
	 * @param mail.isGone whether a rule moves it away before it is asked for
	 * @returns its ID
	 */
	deliver(mail: Mail): string;
	/** Lets a mail arrive anew under another ID, as one that a rule or a person has moved out and back. */
	moveBack(id: string): string;
	categoriesOf(id: string): string[];
}

interface Message extends Fields {
	id: string;
	folder: string;
	isGone: boolean;
	receivedDateTime: string;
	categories: string[];
	hasAttachments: boolean;
	attachments: Array<Attachment & { id: string }>;
}

/** Properties that can be asked for. */
const SELECTABLE = {
	message: 'id internetMessageId from subject categories hasAttachments receivedDateTime'.split(
		' ',
	),
	attachment: 'id lastModifiedDateTime name contentType size isInline'.split(' '),
};

/** Conditions of a filter that are understood. */
const CONDITIONS: Conditions<Message> = [
	[/^hasAttachments eq (true|false)$/, (one, value) => String(one.hasAttachments) === value],
	[/^receivedDateTime ge (\S+)$/, (one, time) => one.receivedDateTime >= utc(time)],
	[/^receivedDateTime lt (\S+)$/, (one, time) => one.receivedDateTime < utc(time)],
];

const utc = (time: string) => new Date(time).toISOString();

export async function startOutlook(): Promise<OutlookMailbox> {
	const oauth = new OAuth();
	const messages: Message[] = [];

	const messageOf = (id: string) => {
		const message = messages.find((one) => one.id === id && !one.isGone);
		if (!message) {
			throw refusal(404, 'ErrorItemNotFound', 'The specified object was not found in the store.');
		}
		return message;
	};
	const attachmentOf = (id: string, attachmentId: string) => {
		const attachment = messageOf(id).attachments.find((one) => one.id === attachmentId);
		if (!attachment) {
			throw refusal(404, 'ErrorItemNotFound', 'The specified object was not found in the store.');
		}
		return attachment;
	};

	const road = await listen((app) => {
		oauth.guard(app, refusal(401, 'InvalidAuthenticationToken', 'Access token is empty.').body);
		app.get<{ Params: { folder: string }; Querystring: Record<string, string> }>(
			'/v1.0/me/mailFolders/:folder/messages',
			({ params, query }) => {
				// The folders that every mailbox has go by their well-known names, too.
				if (params.folder !== 'inbox') {
					throw refusal(400, 'ErrorInvalidIdMalformed', 'Id is malformed.');
				}
				if (query.$orderby) throw refusal(400, 'InefficientFilter', 'Not stood in for: $orderby');
				const conditions = (query.$filter ?? '').split(' and ').map(conditionOf);
				const value = messages
					.filter((one) => one.folder === params.folder && conditions.every((fits) => fits(one)))
					.map((one) => selected('message', query.$select, one));
				return { '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata', value };
			},
		);
		const attachments = '/v1.0/me/messages/:id/attachments';
		app.get<{ Params: { id: string }; Querystring: Record<string, string> }>(
			attachments,
			({ params, query }) => ({
				value: messageOf(params.id).attachments.map((one) => shown(one, query.$select)),
			}),
		);
		type One = { Params: Record<'id' | 'attachment', string>; Querystring: Record<string, string> };
		app.get<One>(`${attachments}/:attachment`, ({ params, query }) =>
			shown(attachmentOf(params.id, params.attachment), query.$select),
		);
		app.get<One>(`${attachments}/:attachment/$value`, async ({ params }, reply) => {
			const { type, content } = attachmentOf(params.id, params.attachment);
			if (type === 'reference') {
				throw refusal(405, 'ErrorInvalidRequest', 'A reference attachment has no $value.');
			}
			return await reply.type('application/octet-stream').send(content);
		});
		app.patch<{ Params: { id: string }; Body: Fields }>(
			'/v1.0/me/messages/:id',
			({ params, body }) => {
				const message = messageOf(params.id);
				const { categories, ...others } = body as { categories?: unknown };
				if (Object.keys(others).length > 0) {
					throw refusal(400, 'RequestBodyRead', `Not stood in for: ${Object.keys(others).join()}`);
				}
				const isList = Array.isArray(categories);
				if (!isList || categories.some((one) => typeof one !== 'string')) {
					const problem = "An unexpected node was found for property named 'categories'.";
					throw refusal(400, 'RequestBodyRead', problem);
				}
				message.categories = categories as string[];
				return selected('message', undefined, message);
			},
		);
	});

	const add = (message: Omit<Message, 'id' | 'receivedDateTime'>) => {
		// IDs of Outlook end in a sign that is escaped in addresses.
		const id = `AAMk${randomBytes(18).toString('base64url')}=`;
		messages.push({ ...(message as Message), id, receivedDateTime: new Date().toISOString() });
		return id;
	};

	return {
		...road,
		oauth,
		deliver: ({ subject, attachments, folder = 'inbox', isGone = false }) =>
			add({
				subject,
				folder,
				isGone,
				internetMessageId: `<${randomBytes(12).toString('hex')}@EURPRD04.PROD.OUTLOOK.COM>`,
				from: { emailAddress: { name: 'Ann', address: 'ann@example.com' } },
				categories: ['Blue category'],
				hasAttachments: attachments.length > 0,
				attachments: attachments.map((one, index) => ({ ...one, id: `AAMkAtt${index}=` })),
			}),
		moveBack: (id) => {
			const message = messageOf(id);
			messages.splice(messages.indexOf(message), 1);
			return add({ ...message, categories: [] });
		},
		categoriesOf: (id) => messageOf(id).categories,
	};
}

/** @throws Refusal 400 for a condition that is not stood in for */
function conditionOf(text: string): (message: Message) => boolean {
	const fits = conditionIn(CONDITIONS, text);
	if (!fits) throw refusal(400, 'BadRequest', `Invalid filter clause: ${text}`);
	return fits;
}

/** The properties that were asked for; Graph adds the ID of a mail by itself. */
function selected(kind: keyof typeof SELECTABLE, select: string | undefined, record: Fields) {
	const wanted = select?.split(',') ?? SELECTABLE[kind];
	const unknown = wanted.find((name) => !SELECTABLE[kind].includes(name));
	if (unknown !== undefined) {
		const problem = `Could not find a property named '${unknown}' on type 'microsoft.graph.${kind}'.`;
		throw refusal(400, 'RequestBroker--ParseUri', problem);
	}
	return Object.fromEntries(['id', ...wanted].map((name) => [name, record[name] ?? null]));
}

const shown = (attachment: Attachment & { id: string }, select?: string) => ({
	'@odata.type': `#microsoft.graph.${attachment.type}Attachment`,
	...selected('attachment', select, {
		...attachment,
		size: attachment.content.length,
		isInline: false,
	}),
});

const refusal = (status: number, code: string, message: string) =>
	new Refusal(status, { error: { code, message, innerError: { 'request-id': 'a-request' } } });
