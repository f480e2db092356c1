import { randomInt } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { FastifyRequest } from 'fastify';
import { Agent, request } from 'undici';
import type { Road, StoredFile } from '../ledger.mts';
import { listen, readParts } from './standIn.mts';
import { readText, refusal } from './telegramText.mts';

export const TELEGRAM = { hosts: ['api.telegram.org'] };

/** A message as a chat shows it. */
export interface Message {
	message_id: number;
	chat: { id: number; type: string };
	from: { id: number; is_bot: boolean; first_name: string };
	text?: string;
	photo?: Array<{ file_id: string; file_size: number }>;
	document?: { file_id: string; file_name: string };
	/** What was said to a photo or file. */
	caption?: string;
	reply_to_message?: Message;
	reply_markup?: Markup;
}

type Button = { text: string; callback_data?: string; url?: string };
type Markup = { inline_keyboard?: Button[][]; force_reply?: boolean };

/** A bot of the Telegram Bot API, and the people who write to it. */
export interface TelegramBot extends Road {
	credential: { accessToken: string; baseUrl: string };
	/** A certificate that it trusts, PEM, as n8n of the tests has one of its own. */
	ca?: string;
	/** All messages of a chat, oldest first. */
	messages(chat: number): Message[];
	/** Sends what somebody writes in a chat, and waits until n8n has taken it. */
	write(chat: number, message: Partial<Message>): Promise<Message>;
	/** Sends a photo. */
	sendPhoto(chat: number, bytes: Buffer): Promise<Message>;
	/** Sends an update again, as Telegram does when it got no answer. */
	repeat(): Promise<void>;
	/**
	 * Lets another system set the webhook.
	 *
	 * @returns frees the webhook, and says whose it was by then
	 */
	claim(url: string): () => string | undefined;
	/** Lets the bot into a group, where nobody has written yet. */
	join(chat: number): void;
	/**
	 * Presses a button of a message.
	 *
	 * @returns the status of the webhook's answer
	 */
	press(message: Message, label: string, options?: PressOptions): Promise<number>;
	/** From now on refuses so many messages, as Telegram does where a chat gets too many. */
	flood(times: number): void;
	/** How many queries of buttons are still without an answer. */
	unanswered(): number;
	/** What was shown to people who had pressed a button. */
	readonly alerts: string[];
}

interface PressOptions {
	/** A chat that need not be the one where the message stands. */
	chat?: number;
	/** Who presses; in a private chat whose it is. */
	user?: number;
	/** With which the webhook is called, if not with that of the bot. */
	secret?: string;
}

const LONGEST_TEXT = 4096;
const LONGEST_CAPTION = 1024;
const LONGEST_ALERT = 200;
const LONGEST_DATA = 64;
const LARGEST_FILE = 20 * 1024 * 1024;

/** @param people first names by ID; others are called Ann */
export async function startTelegram(people: Record<number, string> = {}): Promise<TelegramBot> {
	const token = '110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw';
	const chats = new Map<number, Message[]>();
	const files = new Map<string, Buffer>();
	const queries = new Set<string>();
	const alerts: string[] = [];
	let hook: { url: string; secret_token?: string; allowed_updates?: string[] } | undefined;
	let flooded = 0;
	let last: Record<string, unknown> | undefined;
	let nextMessage = 100;
	let nextUpdate = 1;

	const chatOf = (id: unknown) => {
		if (id === undefined || id === '') throw refusal(400, 'Bad Request: chat_id is empty');
		const chat = chats.get(Number(id));
		if (!chat) throw refusal(400, 'Bad Request: chat not found');
		return chat;
	};
	const nameOf = (user: number) => people[user] ?? 'Ann';
	const kindOf = (chat: number) => ({ id: chat, type: chat < 0 ? 'group' : 'private' });

	/** Puts what the bot says into a chat. */
	const say = (body: Body, content: Partial<Message>): Message => {
		const messages = chatOf(body.chat_id);
		if (flooded > 0) {
			flooded--;
			throw refusal(429, 'Too Many Requests: retry after 1', { parameters: { retry_after: 1 } });
		}
		const { reply_markup: markup, reply_to_message_id: to } = body;
		checkButtons(markup);
		const replied = messages.find(({ message_id: id }) => id === Number(to));
		if (to !== undefined && !replied)
			throw refusal(400, 'Bad Request: message to be replied not found');
		const message: Message = {
			message_id: nextMessage++,
			chat: kindOf(Number(body.chat_id)),
			from: { id: 110201543, is_bot: true, first_name: 'Veryfi' },
			...content,
			...(replied && { reply_to_message: replied }),
			...(markup && { reply_markup: markup }),
		};
		messages.push(message);
		return message;
	};

	const METHODS: Record<string, (body: Body) => unknown> = {
		getWebhookInfo: () => ({
			url: hook?.url ?? '',
			pending_update_count: 0,
			allowed_updates: hook?.allowed_updates,
		}),
		setWebhook(body) {
			const { url, secret_token: secret } = body as NonNullable<typeof hook>;
			if (!/^https:/.test(url))
				throw refusal(400, 'Bad Request: bad webhook: An HTTPS URL must be provided for webhook');
			if (secret !== undefined && !/^[\w-]{1,256}$/.test(secret))
				throw refusal(400, 'Bad Request: secret token contains unallowed characters');
			hook = body as NonNullable<typeof hook>;
			return true;
		},
		deleteWebhook() {
			hook = undefined;
			return true;
		},
		sendMessage: (body) => say(body, { text: textIn(body) }),
		sendDocument(body) {
			const { file, caption = '' } = body;
			if (!file) throw refusal(400, 'Bad Request: there is no document in the request');
			const plain = readText(caption, body.parse_mode);
			if (plain.length > LONGEST_CAPTION)
				throw refusal(400, 'Bad Request: message caption is too long');
			const id = `document-${nextMessage}`;
			files.set(id, file.bytes);
			return say(body, { document: { file_id: id, file_name: file.name }, caption: plain });
		},
		editMessageText(body) {
			const text = textIn(body);
			const found = chatOf(body.chat_id).find(
				({ message_id: id }) => id === Number(body.message_id),
			);
			if (!found) throw refusal(400, 'Bad Request: message to edit not found');
			if (!found.from.is_bot || found.text === undefined)
				throw refusal(400, "Bad Request: message can't be edited");
			const { reply_markup: markup } = body;
			checkButtons(markup);
			if (found.text === text && isDeepStrictEqual(found.reply_markup, markup))
				throw refusal(400, 'Bad Request: message is not modified');
			// Buttons that are not given again are gone.
			Object.assign(found, { text, reply_markup: markup });
			return found;
		},
		getFile(body) {
			const id = String(body.file_id);
			const bytes = files.get(id);
			if (!bytes) throw refusal(400, 'Bad Request: invalid file_id');
			if (bytes.length > LARGEST_FILE) throw refusal(400, 'Bad Request: file is too big');
			return { file_id: id, file_size: bytes.length, file_path: `photos/${id}.jpg` };
		},
		answerCallbackQuery(body) {
			const { text = '' } = body;
			if (text.length > LONGEST_ALERT) throw refusal(400, 'Bad Request: MESSAGE_TOO_LONG');
			if (!queries.delete(String(body.callback_query_id)))
				throw refusal(
					400,
					'Bad Request: query is too old and response timeout expired or query ID is invalid',
				);
			if (text) alerts.push(text);
			return true;
		},
	};

	const road = await listen((app) => {
		const check = (given: string) => {
			if (given !== token) throw refusal(401, 'Unauthorized');
		};
		app.all<{ Params: { token: string; method: string }; Body: Body }>(
			'/bot:token/:method',
			async (incoming) => {
				const { params } = incoming;
				check(params.token);
				const method = METHODS[params.method];
				if (!method) throw refusal(404, 'Not Found: method not found');
				return { ok: true, result: method(await bodyOf(incoming)) };
			},
		);
		app.get<{ Params: { token: string; '*': string } }>('/file/bot:token/*', (incoming, reply) => {
			check(incoming.params.token);
			const id = /^photos\/(.+)\.jpg$/.exec(incoming.params['*'])?.[1] ?? '';
			const bytes = files.get(id);
			if (!bytes) throw refusal(404, 'Not Found');
			return reply.type('application/octet-stream').send(bytes);
		});
	});

	const bot: TelegramBot = {
		...road,
		credential: { accessToken: token, baseUrl: 'https://api.telegram.org' },
		messages: (chat) => chats.get(chat) ?? [],
		async write(chat, message) {
			const whole: Message = {
				message_id: nextMessage++,
				chat: kindOf(chat),
				from: { id: chat, is_bot: false, first_name: nameOf(chat) },
				...message,
			};
			chats.set(chat, [...(chats.get(chat) ?? []), whole]);
			expectTaken(await deliver({ message: whole }));
			return whole;
		},
		async sendPhoto(chat, bytes) {
			const file = `AgAC${randomInt(1e9)}`;
			files.set(file, bytes);
			const photo = [
				{ file_id: `${file}-small`, file_size: 1000 },
				{ file_id: file, file_size: bytes.length },
			];
			return await bot.write(chat, { photo });
		},
		repeat: async () => expectTaken(await post(last ?? {})),
		claim(url) {
			hook = { url };
			return () => {
				const last = hook?.url;
				hook = undefined;
				return last;
			};
		},
		join: (chat) => void chats.set(chat, []),
		async press(message, label, { chat = message.chat.id, user = chat, secret } = {}) {
			const button = message.reply_markup?.inline_keyboard
				?.flat()
				.find(({ text }) => text === label);
			if (!button?.callback_data) throw new Error(`There is no button ${label}.`);
			const id = String(randomInt(1e9));
			queries.add(id);
			const query = {
				id,
				from: { id: user, is_bot: false, first_name: nameOf(user) },
				message: { ...message, chat: kindOf(chat) },
				data: button.callback_data,
			};
			return (await deliver({ callback_query: query }, secret)).statusCode;
		},
		flood: (times) => void (flooded = times),
		unanswered: () => queries.size,
		alerts,
	};

	async function deliver(update: Record<string, unknown>, secret?: string): Promise<Taken> {
		const [kind] = Object.keys(update);
		if (hook?.allowed_updates?.includes(kind) === false) throw new Error(`No ${kind} is wanted.`);
		last = { update_id: nextUpdate++, ...update };
		return await post(last, secret);
	}

	async function post(
		update: Record<string, unknown>,
		secret = hook?.secret_token,
	): Promise<Taken> {
		if (!hook) throw new Error('The bot has no webhook.');
		const dispatcher = new Agent({ connect: { ca: bot.ca } });
		try {
			const { statusCode, body } = await request(hook.url, {
				method: 'POST',
				headers: {
					'content-type': 'application/json',
					...(secret && { 'x-telegram-bot-api-secret-token': secret }),
				},
				body: JSON.stringify(update),
				dispatcher,
			});
			return { statusCode, text: await body.text() };
		} finally {
			await dispatcher.destroy();
		}
	}

	return bot;
}

/** What the webhook has answered. */
interface Taken {
	statusCode: number;
	text: string;
}

/** @throws Error if the webhook has not taken it */
function expectTaken({ statusCode, text }: Taken): void {
	if (statusCode !== 200) throw new Error(`The webhook answered ${statusCode}: ${text}`);
}

interface Body {
	chat_id?: unknown;
	message_id?: unknown;
	text?: string;
	caption?: string;
	/** What was sent along in parts. */
	file?: StoredFile;
	parse_mode?: string;
	reply_to_message_id?: unknown;
	reply_markup?: Markup;
	file_id?: unknown;
	callback_query_id?: unknown;
	[name: string]: unknown;
}

/** Bodies come as JSON, and with a file in parts. */
async function bodyOf(request: FastifyRequest): Promise<Body> {
	if (!request.isMultipart()) return (request.body as Body | null) ?? {};
	const { values, files } = await readParts(request);
	const { reply_markup: markup, ...rest } = values;
	const [file] = Object.values(files);
	return { ...rest, file, ...(markup && { reply_markup: JSON.parse(markup) as Markup }) };
}

/** @throws Refusal for a text that is empty or too long */
function textIn({ text, parse_mode: mode }: Body): string {
	if (!text) throw refusal(400, 'Bad Request: message text is empty');
	const plain = readText(text, mode);
	if (plain.length > LONGEST_TEXT) throw refusal(400, 'Bad Request: message is too long');
	return plain;
}

/** @throws Refusal for a button without a name, and for one that tells nothing or too much */
function checkButtons(markup: Markup | undefined): void {
	for (const { callback_data: data, url, text } of markup?.inline_keyboard?.flat() ?? []) {
		if (!text) throw refusal(400, "Bad Request: can't parse inline keyboard button");
		if (url) continue;
		if (!data || Buffer.byteLength(data) > LONGEST_DATA)
			throw refusal(400, 'Bad Request: BUTTON_DATA_INVALID');
	}
}
