import type { Page } from './markdown.mts';

/** A sentence, a label, a heading or a cell of a table that people read. */
export interface Sentence {
	/** The file that it stands in. */
	place: string;
	/** Without marks of Markdown; what stood in `backticks` is one word. */
	words: string;
}

const BLOCK = /^\s*```[\s\S]*?^\s*```$/gm;
const COMMENT = /<!--[\s\S]*?-->/g;
const TAG = /<[^<>\n]+>/g;
const LINK = /!?\[([^\]]*)\]\([^)]*\)/g;
const CODE = /`[^`\n]+`/g;
const EMPHASIS = /\*+/g;
/** What begins a block of its own: an item of a list, a heading, a row of a table. */
const BEGINNING = /^\s*(?:[-*] |\d+\. |#+ |\||>)/;

/** Stands in a sentence for what was code. */
const CODE_WORD = '‹code›';

/** Between two sentences, but not behind an abbreviation. */
const END = /(?<=(?<!\b(?:e\.g|i\.e|etc))[.!?]["')]?)\s+/;

/** Paragraphs, items, headings and cells, each in one line. */
function blocksOf(markdown: string): string[] {
	const blocks: string[] = [''];
	for (const line of markdown.replace(BLOCK, '').replace(COMMENT, '').split('\n')) {
		if (BEGINNING.test(line) || line.trim() === '') blocks.push('');
		if (/^\s*\|/.test(line)) blocks.push(...line.split(/(?<!\\)\|/), '');
		else if (line.startsWith('#')) blocks.push(line.replace(/^#+ /, ''), '');
		else blocks[blocks.length - 1] += ` ${line.replace(/^\s*(?:[-*>]|\d+\.) /, '').trim()}`;
	}
	return blocks;
}

/** The sentences of a text in Markdown. */
export const sentencesOf = ({ path, text }: Page): Sentence[] =>
	blocksOf(text)
		.map((block) =>
			block
				.replace(CODE, CODE_WORD)
				.replace(LINK, '$1')
				.replace(TAG, '')
				.replace(EMPHASIS, '')
				.trim(),
		)
		.flatMap((block) => block.split(END))
		.map((words) => ({ place: path, words }))
		.filter(({ words }) => /\p{L}/u.test(words));

/** How many words a sentence has. */
export const lengthOf = ({ words }: Sentence): number =>
	words.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
