import { listen, Refusal } from './standIn.mts';

export interface Message {
	role: 'system' | 'user' | 'assistant' | 'tool';
	content: string | null;
}

interface Tool {
	function: { name: string; description: string; parameters: { properties: object } };
}

/** What a model decides: to have a tool called, or to answer. */
export type Decision = { call: string; with: Record<string, unknown> } | { answer: string };

/** Stands in for OpenAI's chat completions API; what it says is decided by the test. */
export interface ChatModel {
	/** For n8n's OpenAI credential. */
	readonly credential: Record<string, unknown>;
	/** The tools that it was offered last. */
	readonly tools: Tool[];
	/** Decides by everything that was said so far. */
	think: (messages: Message[]) => Decision;
	stop(): Promise<void>;
}

const KEY = 'key-of-the-chat-model';

const messageOf = (decision: Decision) =>
	'answer' in decision
		? { role: 'assistant', content: decision.answer }
		: {
				role: 'assistant',
				content: null,
				tool_calls: [
					{
						id: `call_${decision.call}`,
						type: 'function',
						function: { name: decision.call, arguments: JSON.stringify(decision.with) },
					},
				],
			};

/** Starts the model on a free port of 127.0.0.1. */
export async function startChatModel(): Promise<ChatModel> {
	const { url, stop } = await listen((app) => {
		app.post('/v1/chat/completions', ({ headers, body }) => {
			if (headers.authorization !== `Bearer ${KEY}`) {
				throw new Refusal(401, { error: { message: 'Incorrect API key provided' } });
			}
			const {
				messages,
				tools,
				model: name,
			} = body as {
				messages: Message[];
				tools?: Tool[];
				model: string;
			};
			model.tools.splice(0, Infinity, ...(tools ?? []));
			const message = messageOf(model.think(messages));
			return {
				id: 'chatcmpl-1',
				object: 'chat.completion',
				created: 1_790_000_000,
				model: name,
				choices: [
					{ index: 0, message, finish_reason: 'tool_calls' in message ? 'tool_calls' : 'stop' },
				],
				usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
			};
		});
	});
	const model: ChatModel = {
		credential: { apiKey: KEY, url: `${url}/v1` },
		tools: [],
		think: () => ({ answer: 'I do not know.' }),
		stop,
	};
	return model;
}
