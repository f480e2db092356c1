import { Refusal } from './standIn.mts';

/** What the Bot API answers to what it does not do. */
export const refusal = (code: number, description: string, more: object = {}) =>
	new Refusal(code, { ok: false, error_code: code, description, ...more });

/** The ways to mark up a text that are understood here. */
const MODES: Record<string, (text: string) => string> = { HTML: readHtml, Markdown: readMarkdown };

/**
 * What a chat shows of a text.
 *
 * @throws Refusal for markup that does not close, and for characters that have to be escaped
 */
export function readText(text: string, mode: string | undefined): string {
	if (mode === undefined) return text;
	const read = MODES[mode];
	if (!read) throw refusal(400, `Not stood in for: ${mode}`);
	return read(text);
}

function readHtml(text: string): string {
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

/** What ends the part of a text that begins with a sign. */
const ENDS: Record<string, string> = { '*': '*', _: '_', '`': '`', '[': ']' };

/** Markdown as the Bot API first had it: no part lies in another, and a backslash counts outside of them only. */
function readMarkdown(text: string): string {
	let plain = '';
	for (let at = 0; at < text.length; at++) {
		if (text[at] === '\\' && text[at + 1] in ENDS) {
			plain += text[++at];
			continue;
		}
		const end = ENDS[text[at]];
		if (end === undefined) {
			plain += text[at];
			continue;
		}
		const close = text.indexOf(end, at + 1);
		if (close < 0) {
			const offset = Buffer.byteLength(text.slice(0, at));
			throw refusal(
				400,
				`Bad Request: can't parse entities: Can't find end of the entity starting at byte offset ${offset}`,
			);
		}
		plain += text.slice(at + 1, close);
		at = close + (/^\]\([^)]*\)/.exec(text.slice(close))?.[0].length ?? 1) - 1;
	}
	return plain;
}
