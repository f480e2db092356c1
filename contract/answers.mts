import { NotAllowed, NotTried } from './probe.mts';

/** Whatever JSON may hold. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- what Veryfi sends is what is to be found out
export type Json = any;

/** Veryfi's answer to one request. */
export interface Answer {
	status: number;
	headers: Record<string, string | string[] | undefined>;
	text: string;
	/** The text as JSON; undefined if it is none. */
	body: Json;
}

export const isOk = ({ status }: Answer) => status >= 200 && status < 300;

/** Statuses of a refusal that concerns the account and not the request. */
const REFUSALS = [401, 402, 403];

/**
 * Goes on only with a success.
 *
 * @throws NotAllowed, NotTried
 */
export function expectOk(answer: Answer, what: string): Answer {
	if (isOk(answer)) return answer;
	const text = `${what}: ${told(answer)}`;
	throw REFUSALS.includes(answer.status) ? new NotAllowed(text) : new NotTried(text);
}

/** The id of an accepted submission. */
export const idIn = (answer: Answer): number => {
	const id: unknown = answer.body?.id;
	if (typeof id !== 'number') throw new NotTried(`the answer has no id: ${shapeOf(answer.body)}`);
	return id;
};

/** Status and Veryfi's own words. */
export function told({ status, body }: Answer): string {
	const details = ((body?.details ?? []) as Json[]).map((detail) => detail?.msg);
	const words = [body?.error, body?.message, ...details].filter(
		(text): text is string => typeof text === 'string',
	);
	return [`status ${status}`, ...words].join(', ');
}

/** Names and types of a value, without the values: those may be somebody's business. */
export function shapeOf(value: unknown, depth = 1): string {
	if (value === null || value === undefined) return 'null';
	if (Array.isArray(value)) return value.length === 0 ? '[]' : `[${shapeOf(value[0], depth)}]`;
	if (typeof value !== 'object') return typeof value;
	if (depth < 0) return '{...}';
	const members = Object.entries(value).map(
		([name, member]) => `${name}: ${shapeOf(member, depth - 1)}`,
	);
	return `{${members.join(', ')}}`;
}
