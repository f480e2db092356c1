import { type Mark, marksOf, unescape } from './escapes';

/** Escapes that may have been put on one another, e.g. a URL in JSON in JSON. */
const MOST_LAYERS = 5;

/** Characters of base64 that are too few to tell anything. */
const SHORTEST_CORE = 6;

const BASE64 = /[a-z0-9+/=_-]/i;

interface Needle {
	text: string;
	isBase64: boolean;
}

/** Letters of any case are alike, and so are the two alphabets of base64. */
const normal = (bytes: string) => bytes.toLowerCase().replaceAll('-', '+').replaceAll('_', '/');

/**
 * What base64 of any longer text has in it when the secret is in that text: it may begin at each of the three
 * places in a group, and the characters at both ends depend on its neighbours, too.
 */
function base64Cores(secret: string): string[] {
	const bytes = Buffer.from(secret);
	return [0, 1, 2]
		.map((shift) =>
			Buffer.concat([Buffer.alloc(shift), bytes])
				.toString('base64')
				.slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + bytes.length) * 8) / 6)),
		)
		.filter(({ length }) => length >= SHORTEST_CORE);
}

const needlesOf = (secret: string): Needle[] => [
	{ text: normal(Buffer.from(secret).toString('latin1')), isBase64: false },
	...base64Cores(secret).map((core) => ({ text: normal(core), isBase64: true })),
];

/** Places of a text, from the first character to behind the last. */
type Span = [start: number, end: number];

/** Where a needle is; in base64 together with all that is one word with it. */
function spansOf({ text: needle, isBase64 }: Needle, bytes: string, marks: Mark[]): Span[] {
	const spans: Span[] = [];
	for (let at = bytes.indexOf(needle); at >= 0;) {
		let [first, last] = [at, at + needle.length - 1];
		while (isBase64 && first > 0 && BASE64.test(bytes[first - 1])) first--;
		while (isBase64 && last < bytes.length - 1 && BASE64.test(bytes[last + 1])) last++;
		spans.push([marks[first].start, marks[last].end]);
		at = bytes.indexOf(needle, last + 1);
	}
	return spans;
}

function allSpans(needles: Needle[], text: string): Span[] {
	const spans: Span[] = [];
	let marks: Mark[] | undefined = marksOf(text);
	for (let layer = 0; marks && layer < MOST_LAYERS; layer++) {
		const current: Mark[] = marks;
		const bytes = normal(current.map(({ byte }) => byte).join(''));
		spans.push(...needles.flatMap((needle) => spansOf(needle, bytes, current)));
		marks = unescape(current);
	}
	return spans.sort(([a], [b]) => a - b);
}

/**
 * Makes what removes secrets from a text: as they are, URL-encoded, escaped for JSON or HTML, in base64 alone or with
 * others, and all of that in any letter case.
 */
export function redactor(secrets: string[]): (text: string) => string {
	// Made when the first text comes: most requests never fail.
	let needles: Needle[] | undefined;
	return (text) => {
		needles ??= secrets.flatMap(needlesOf);
		let clean = '';
		let done = 0;
		for (const [start, end] of allSpans(needles, text)) {
			if (start >= done) clean += `${text.slice(done, start)}***`;
			done = Math.max(done, end);
		}
		return clean + text.slice(done);
	};
}
