/** A byte of a text (UTF-8), and which characters of the text it stands for. */
export interface Mark {
	/** One character of U+0000 to U+00FF. */
	byte: string;
	start: number;
	end: number;
}

const bytesOf = (text: string) => Buffer.from(text).toString('latin1');

/** The bytes of a text, each with its place there. */
export function marksOf(text: string): Mark[] {
	let at = 0;
	return [...text].flatMap((character) => {
		const start = at;
		at += character.length;
		return [...bytesOf(character)].map((byte) => ({ byte, start, end: at }));
	});
}

/** HTML's names of characters that have to be escaped somewhere. */
const NAMED: Readonly<Record<string, string>> = {
	amp: '&',
	apos: "'",
	gt: '>',
	lt: '<',
	quot: '"',
};

/** The longest escape is `&#x0000ff;`. */
const LONGEST = 10;

/** Each kind of escape and what it stands for; a backslash before anything else is dropped. */
const ESCAPES: Array<[pattern: RegExp, meaning: (found: string) => string]> = [
	[/^%([0-9a-f]{2})/i, (hex) => String.fromCharCode(Number.parseInt(hex, 16))],
	[/^\\u([0-9a-f]{4})/i, (hex) => bytesOf(String.fromCharCode(Number.parseInt(hex, 16)))],
	[/^\\x([0-9a-f]{2})/i, (hex) => bytesOf(String.fromCharCode(Number.parseInt(hex, 16)))],
	[/^\\([^u])/, (character) => character],
	[/^&#x0{0,4}([0-9a-f]{1,4});/i, (hex) => bytesOf(String.fromCharCode(Number.parseInt(hex, 16)))],
	[/^&#0{0,4}([0-9]{1,5});/, (code) => bytesOf(String.fromCharCode(Number(code)))],
	[/^&(amp|apos|gt|lt|quot);/i, (name) => NAMED[name.toLowerCase()]],
];

const BEGINNINGS = new Set(['%', '\\', '&']);

/**
 * Takes one layer of escapes off: those of URLs, JSON (JavaScript's and Python's `\x27`, too) and HTML.
 *
 * @returns undefined when there is none
 */
export function unescape(marks: Mark[]): Mark[] | undefined {
	const result: Mark[] = [];
	for (let at = 0; at < marks.length;) {
		const { byte, start, end } = marks[at];
		let length = 1;
		let meaning = byte;
		if (BEGINNINGS.has(byte)) {
			const ahead = marks
				.slice(at, at + LONGEST)
				.map((mark) => mark.byte)
				.join('');
			for (const [pattern, read] of ESCAPES) {
				const found = pattern.exec(ahead);
				if (!found) continue;
				[{ length }] = found;
				meaning = read(found[1]);
				break;
			}
		}
		const last = marks[at + length - 1];
		for (const one of meaning) result.push({ byte: one, start, end: Math.max(end, last.end) });
		at += length;
	}
	return result.length === marks.length ? undefined : result;
}
