import { randomInt } from 'node:crypto';
import { Agent, request } from 'undici';
import type { Road } from '../ledger.mts';
import { listen, Refusal } from './standIn.mts';

export const TELEGRAM = { hosts: ['api.telegram.org'] };

/** A message as a chat shows it. */
export interface Message {
	message_id: number;
	chat: { id: number; type: string };
	from: { id: number; is_bot: boolean; first_name: string };
	text?: string;
	photo?: Array<{ file_id: string; file_size: number }>;
	document?: { file_id: string; file_name: string };
	reply_to_message?: Message;
	reply_markup?: Markup;
}

type Button = { text: string; callback_data: string };
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
	/** Presses a button of a message, in a chat that need not be the one where it stands. */
	press(message: Message, label: string, chat?: number): Promise<void>;
	/** From now on refuses so many messages, as Telegram does where a chat gets too many. */
	flood(times: number): void;
	/** How many queries of buttons are still without an answer. */
	unanswered(): number;
}

const LONGEST_TEXT = 4096;
const LONGEST_DATA = 64;
const LARGEST_FILE = 20 * 1024 * 1024;

export async function startTelegram(): Promise<TelegramBot> {
	const token = '110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw';
	const chats = new Map<number, Message[]>();
	const files = new Map<string, Buffer>();
	const queries = new Set<string>();
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

	const METHODS: Record<string, (body: Body) => unknown> = {
		getWebhookInfo: () => ({ url: hook?.url ?? '', pending_update_count: 0 }),
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
		sendMessage(body) {
			const messages = chatOf(body.chat_id);
			if (flooded > 0) {
				flooded--;
				throw refusal(429, 'Too Many Requests: retry after 1', { parameters: { retry_after: 1 } });
			}
			const { text, reply_markup: markup } = body;
			if (!text) throw refusal(400, 'Bad Request: message text is empty');
			const plain = readText(text, body.parse_mode);
			if (plain.length > LONGEST_TEXT) throw refusal(400, 'Bad Request: message is too long');
			for (const { callback_data: data, text: label } of markup?.inline_keyboard?.flat() ?? []) {
				if (!label) throw refusal(400, "Bad Request: can't parse inline keyboard button");
				if (!data || Buffer.byteLength(data) > LONGEST_DATA)
					throw refusal(400, 'Bad Request: BUTTON_DATA_INVALID');
			}
			const to = body.reply_to_message_id;
			const replied = messages.find(({ message_id: id }) => id === Number(to));
			if (to !== undefined && !replied)
				throw refusal(400, 'Bad Request: message to be replied not found');
			const message: Message = {
				message_id: nextMessage++,
				chat: { id: Number(body.chat_id), type: 'private' },
				from: { id: 110201543, is_bot: true, first_name: 'Receipts' },
				text: plain,
				...(replied && { reply_to_message: replied }),
				...(markup && { reply_markup: markup }),
			};
			messages.push(message);
			return message;
		},
		getFile(body) {
			const id = String(body.file_id);
			const bytes = files.get(id);
			if (!bytes) throw refusal(400, 'Bad Request: invalid file_id');
			if (bytes.length > LARGEST_FILE) throw refusal(400, 'Bad Request: file is too big');
			return { file_id: id, file_size: bytes.length, file_path: `photos/${id}.jpg` };
		},
		answerCallbackQuery(body) {
			if (!queries.delete(String(body.callback_query_id)))
				throw refusal(
					400,
					'Bad Request: query is too old and response timeout expired or query ID is invalid',
				);
			return true;
		},
	};

	const road = await listen((app) => {
		const check = (given: string) => {
			if (given !== token) throw refusal(401, 'Unauthorized');
		};
		app.all<{ Params: { token: string; method: string }; Body: Body }>(
			'/bot:token/:method',
			({ params, body }) => {
				check(params.token);
				const method = METHODS[params.method];
				if (!method) throw refusal(404, 'Not Found: method not found');
				return { ok: true, result: method(body ?? {}) };
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
				chat: { id: chat, type: 'private' },
				from: { id: chat, is_bot: false, first_name: 'Ann' },
				...message,
			};
			chats.set(chat, [...(chats.get(chat) ?? []), whole]);
			await deliver({ message: whole });
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
		repeat: async () => await post(last ?? {}),
		async press(message, label, chat = message.chat.id) {
			const button = message.reply_markup?.inline_keyboard
				?.flat()
				.find(({ text }) => text === label);
			if (!button) throw new Error(`There is no button ${label}.`);
			const id = String(randomInt(1e9));
			queries.add(id);
			await deliver({
				callback_query: {
					id,
					from: { id: chat, is_bot: false, first_name: 'Ann' },
					message: { ...message, chat: { id: chat, type: 'private' } },
					data: button.callback_data,
				},
			});
		},
		flood: (times) => void (flooded = times),
		unanswered: () => queries.size,
	};

	async function deliver(update: Record<string, unknown>): Promise<void> {
		const [kind] = Object.keys(update);
		if (hook?.allowed_updates?.includes(kind) === false) throw new Error(`No ${kind} is wanted.`);
		last = { update_id: nextUpdate++, ...update };
		await post(last);
	}

	async function post(update: Record<string, unknown>): Promise<void> {
		if (!hook) throw new Error('The bot has no webhook.');
		const dispatcher = new Agent({ connect: { ca: bot.ca } });
		try {
			const { statusCode, body } = await request(hook.url, {
				method: 'POST',
				headers: {
					'content-type': 'application/json',
					...(hook.secret_token && { 'x-telegram-bot-api-secret-token': hook.secret_token }),
				},
				body: JSON.stringify(update),
				dispatcher,
			});
			const text = await body.text();
			if (statusCode !== 200) throw new Error(`The webhook answered ${statusCode}: ${text}`);
		} finally {
			await dispatcher.destroy();
		}
	}

	return bot;
}

interface Body {
	chat_id?: unknown;
	text?: string;
	parse_mode?: string;
	reply_to_message_id?: unknown;
	reply_markup?: Markup;
	file_id?: unknown;
	callback_query_id?: unknown;
	[name: string]: unknown;
}

/**
 * What a chat shows of a text.
 *
 * @throws Refusal for markup that does not close, and for characters that have to be escaped
 */
function readText(text: string, mode: string | undefined): string {
	if (mode === undefined) return text;
	if (mode !== 'HTML') throw refusal(400, `Not stood in for: ${mode}`);
	const open: string[] = [];
	const plain = text.replace(/<(\/?)([^>]*)>|</g, (tag, end: string, name: string | undefined) => {
		if (!/^(b|i|code)$/.test(name ?? ''))
			throw refusal(400, `Bad Request: can't parse entities: Unsupported start tag "${tag}"`);
		if (end && open.pop() !== name)
			throw refusal(400, "Bad Request: can't parse entities: Unmatched end tag");
		if (!end) open.push(String(name));
		return '';
	});
	if (open.length > 0)
		throw refusal(400, `Bad Request: can't parse entities: Can't find end tag ${open[0]}`);
	return plain
		.replaceAll('&lt;', '<')
		.replaceAll('&gt;', '>')
		.replaceAll('&quot;', '"')
		.replaceAll('&amp;', '&');
}

const refusal = (code: number, description: string, more: object = {}) =>
	new Refusal(code, { ok: false, error_code: code, description, ...more });
