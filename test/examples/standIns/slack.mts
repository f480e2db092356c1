import { createHmac } from 'node:crypto';
import { Agent, request } from 'undici';
import type { Road, StoredFile } from '../ledger.mts';
import { listen, readParts, Refusal } from './standIn.mts';

export const SLACK = { hosts: ['slack.com', 'files.slack.com', 'hooks.slack.com'] };

interface Block {
	type: string;
	text?: { type: string; text: string };
	elements?: Array<{
		type: string;
		text: { type: string; text: string };
		action_id?: string;
		value?: string;
		url?: string;
	}>;
}

/** A message as a channel has it now. */
export interface SlackMessage {
	ts: string;
	channel: string;
	text?: string;
	blocks: Block[];
}

/** A file as a channel has it, with what it is called there and what was said to it. */
interface SlackFile extends StoredFile {
	ts: string;
	title?: string;
	comment?: string;
}

/** A workspace of Slack with an app: its Web API, as far as n8n's node asks for approvals, and the people in it. */
export interface SlackWorkspace extends Road {
	credential: { accessToken: string; signatureSecret: string };
	/** Where the app wants to be told what was clicked: the address of n8n, and a certificate to trust. */
	app?: { url: string; ca: string };
	/** All messages of a channel, oldest first. */
	messages(channel: string): SlackMessage[];
	/** All files of a channel, oldest first. */
	files(channel: string): SlackFile[];
	/**
	 * Clicks a button.
	 *
	 * @param secret with which the request is signed, if not with that of the app
	 * @returns the status of n8n's answer
	 */
	click(message: SlackMessage, label: string, user: string, secret?: string): Promise<number>;
	/** What was told to one person only. */
	readonly whispers: string[];
	/** From now on refuses so many messages, as Slack does where a channel gets too many. */
	flood(times: number): void;
}

/** @param people names by ID; @param channels their IDs */
export async function startSlack(
	people: Record<string, string>,
	channels: string[],
): Promise<SlackWorkspace> {
	const credential = { accessToken: 'xoxb-1-2-abc', signatureSecret: 'signing-secret-of-the-app' };
	const messages: SlackMessage[] = [];
	const uploads = new Map<string, { length: number; file?: StoredFile }>();
	const files: Array<{ channel: string; file: SlackFile }> = [];
	const whispers: string[] = [];
	let flooded = 0;
	let count = 0;

	const nextTs = () => `17${String(++count).padStart(8, '0')}.000100`;
	const channelOf = (body: Body) => {
		const channel = body.channel ?? body.channel_id;
		if (!channel) throw refusal('invalid_arguments');
		if (!channels.includes(channel)) throw refusal('channel_not_found');
		return channel;
	};
	const METHODS: Record<string, (body: Body) => object> = {
		'chat.postMessage'(body) {
			const channel = channelOf(body);
			if (flooded > 0) {
				flooded--;
				throw new Refusal(429, { ok: false, error: 'ratelimited' });
			}
			if (!body.text && !body.blocks?.length) throw refusal('no_text');
			const { text, blocks = [] } = body;
			checkBlocks(blocks);
			const ts = nextTs();
			messages.push({ ts, channel, text, blocks });
			return { channel, ts };
		},
		'chat.postEphemeral'(body) {
			channelOf(body);
			if (!people[String(body.user)]) throw refusal('user_not_in_channel');
			whispers.push(String(body.text));
			return {};
		},
		'users.info'(body) {
			const name = people[String(body.user)];
			if (!name) throw refusal('user_not_found');
			return { user: { id: body.user, name, profile: {} } };
		},
		'files.getUploadURLExternal'(body) {
			if (!body.filename || !Number(body.length)) throw refusal('invalid_arguments');
			const id = `F${++count}`;
			uploads.set(id, { length: Number(body.length) });
			return { file_id: id, upload_url: `https://files.slack.com/upload/v1/${id}` };
		},
		'files.completeUploadExternal'(body) {
			const channel = channelOf(body);
			const given = body.files ?? [];
			for (const { id, title } of given) {
				const { file } = uploads.get(id) ?? {};
				if (!file) throw refusal('file_not_found');
				files.push({
					channel,
					file: { ...file, ts: nextTs(), title, comment: body.initial_comment },
				});
			}
			if (given.length === 0) throw refusal('invalid_arguments');
			return { files: given };
		},
	};

	const road = await listen((app) => {
		const call = (
			authorization: string | undefined,
			{ method: name }: { method: string },
			body: Body,
		) => {
			if (!authorization) throw refusal('not_authed');
			if (authorization !== `Bearer ${credential.accessToken}`) throw refusal('invalid_auth');
			const method = METHODS[name];
			if (!method) throw refusal('unknown_method');
			return { ok: true, ...method(body) };
		};
		type To = { Params: { method: string }; Querystring: Body; Body: Body };
		app.get<To>('/api/:method', ({ headers, params, query }) =>
			call(headers.authorization, params, query),
		);
		app.post<To>('/api/:method', ({ headers, params, body }) =>
			call(headers.authorization, params, body ?? {}),
		);
		app.post<{ Params: { id: string } }>('/upload/v1/:id', async (incoming) => {
			const upload = uploads.get(incoming.params.id);
			if (!upload) throw new Refusal(404, 'not found');
			const [file] = Object.values((await readParts(incoming)).files);
			if (file.bytes.length !== upload.length) throw new Refusal(500, 'length does not match');
			upload.file = file;
			return `OK - ${upload.length}`;
		});
		app.post<{ Params: { ts: string }; Body: Body }>('/actions/:ts', ({ params, body }) => {
			const message = messages.find(({ ts }) => ts === params.ts);
			if (!message) throw new Refusal(404, 'expired_url');
			checkBlocks(body.blocks ?? []);
			Object.assign(message, { text: body.text, blocks: body.blocks });
			return 'ok';
		});
	});

	const workspace: SlackWorkspace = {
		...road,
		credential,
		whispers,
		messages: (channel) => messages.filter((one) => one.channel === channel),
		files: (channel) => files.filter((one) => one.channel === channel).map(({ file }) => file),
		flood: (times) => void (flooded = times),
		async click(message, label, user, secret = credential.signatureSecret) {
			const action = message.blocks
				.flatMap(({ elements }) => elements ?? [])
				.find(({ text }) => text.text === label);
			if (!action || !workspace.app) throw new Error(`There is no button ${label}.`);
			const payload = {
				type: 'block_actions',
				user: { id: user, name: people[user], username: people[user] },
				channel: { id: message.channel },
				message,
				container: { message_ts: message.ts },
				actions: [{ ...action, action_ts: String(Date.now() / 1000) }],
				response_url: `https://hooks.slack.com/actions/${message.ts}`,
			};
			const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
			const timestamp = String(Math.floor(Date.now() / 1000));
			const hmac = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
			const dispatcher = new Agent({ connect: { ca: workspace.app.ca } });
			try {
				const answer = await request(workspace.app.url, {
					method: 'POST',
					headers: {
						'content-type': 'application/x-www-form-urlencoded',
						'x-slack-request-timestamp': timestamp,
						'x-slack-signature': `v0=${hmac}`,
					},
					body,
					dispatcher,
				});
				await answer.body.dump();
				return answer.statusCode;
			} finally {
				await dispatcher.destroy();
			}
		},
	};
	return workspace;
}

interface Body {
	channel?: string;
	channel_id?: string;
	user?: string;
	text?: string;
	blocks?: Block[];
	filename?: string;
	length?: unknown;
	files?: Array<{ id: string; title?: string }>;
	initial_comment?: string;
}

/** What a block may hold at most, in characters. */
const LONGEST = { text: 3000, label: 75, value: 2000, id: 255 };

/** @throws Refusal as Slack does */
function checkBlocks(blocks: Block[]): void {
	const tooLong = (text: string | undefined, most: number) => (text ?? '').length > most;
	const isWrong = blocks.some(({ type, text, elements = [] }) => {
		if (type === 'divider') return false;
		if (type === 'section')
			return !text?.text || !/^(mrkdwn|plain_text)$/.test(text.type) || tooLong(text.text, 3000);
		if (type !== 'actions') return true;
		const ids = elements.map(({ action_id: id }) => id).filter((id) => id !== undefined);
		return (
			elements.length === 0 ||
			new Set(ids).size < ids.length ||
			elements.some(
				(element) =>
					element.type !== 'button' ||
					tooLong(element.text.text, LONGEST.label) ||
					tooLong(element.value, LONGEST.value) ||
					tooLong(element.action_id, LONGEST.id),
			)
		);
	});
	if (blocks.length > 50 || isWrong) throw refusal('invalid_blocks');
}

/** What Slack does not do it says with status 200. */
const refusal = (error: string) => new Refusal(200, { ok: false, error });
