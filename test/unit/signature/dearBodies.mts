import { MAX_BODY_BYTES } from '../../../nodes/VeryfiTrigger/webhook/delivery.ts';
import type { Random } from './random.mts';

/**
 * Bodies of the largest size, looking for what is dear to read and to verify: a search, because whoever
 * attacks searches, too. A recipe says what a body is made of; the search varies the dearest ones.
 */
export interface Recipe {
	/** What is repeated until the body is full, in turn. */
	pieces: string[];
	/** How the pieces are held together. */
	holder: Holder;
	/** Opening brackets around, each of which may be nested text for a careless writer. */
	levels: number;
	/** What each level is. */
	level: Level;
	/** Stands once before the rest, such as characters on which Unicode editions differ. */
	before: string;
}

type Holder = 'one text' | 'texts' | 'list' | 'object' | 'name' | 'same name' | 'nested lists';
type Level = 'list' | 'list behind' | 'object';

const HOLDERS: Holder[] = [
	'one text',
	'texts',
	'list',
	'object',
	'name',
	'same name',
	'nested lists',
];
const LEVELS: Level[] = ['list', 'list behind', 'object'];

/** One character of each Unicode edition, some of two and of three bytes, and those no edition prints. */
const CHARACTERS = [
	...['\u{1fa73}', '\u{1f6d6}', '\u{1fae0}', '\u{1fae8}', '\u2ffc', '\u{1fae9}', '\u{1fac8}'],
	...['\u061d', '\u0870', '\u08be', '\u0b55', '\u07fd', '\u0c5d', '\u1c89', '\u2427', '\u0378'],
	...['\u0380', '\x7f', '\x80', '\xa0', '\u200b', '\ud7fc', '\ufffd', '\ufffe', '\u{e0001}'],
	...['x', "'", 'é', '東', '😀', '\u{10fffd}'],
];

const ESCAPES = [
	...['\\"', '\\\\', '\\/', '\\n', '\\t', '\\b', "'", '\\u0000', '\\u007f', '\\u0378', '\\ud800'],
	...['\\ud83e\\udee0', '\\udc00', '\\u0041'],
];

const NUMBERS = [
	...['0', '1', '-1', '-0', '10', '123456789', '9007199254740993', '9'.repeat(40)],
	...['9'.repeat(400), '9'.repeat(4300), `-${'7'.repeat(1200)}`, `${'9'.repeat(60)}e0`],
	...['1e9', '1e15', '1E-4', '1e-5', '0e0', '-0.0', '5e-324', '2.2250738585072011e-308', '1e999'],
	...['9007199254740993.0', '1.7976931348623157e308', '0.1', '123456.789e-3', '6.02214076e23'],
	...[`0.${'123456789'.repeat(80)}`, `1${'0'.repeat(300)}.5`, '9.5367431640625e-7', '1e-7'],
];

const VALUES = ['null', 'true', 'false', '[]', '{}', '{"":0}', '[0]', '""', '"x"', ' ', '\t\n'];

const room = (recipe: Omit<Recipe, 'pieces'>) => MAX_BODY_BYTES - 64 - recipe.levels * 8;

/** Repeats pieces in turn while there is room. */
function fill(pieces: string[], bytes: number, wrap: (piece: string, index: number) => string) {
	let text = '';
	let left = bytes;
	for (let index = 0; ; index++) {
		const next = wrap(pieces[index % pieces.length], index);
		left -= Buffer.byteLength(next);
		if (left < 0) return text;
		text += next;
	}
}

const isValue = (piece: string) => /^(?:[-\d[{"]|null|true|false)/.test(piece);

/** The piece as a value of its own. */
const asValue = (piece: string) => (isValue(piece) ? piece : `"${piece.replace(/[\t\n]/g, ' ')}"`);

/** The piece as part of a text. */
const asText = (piece: string) =>
	/[\n\t]/.test(piece) ? ' ' : isValue(piece) ? piece.replaceAll('"', "'") : piece;

/** Written in base 36, so that names are short; some look like the index of a list. */
const nameOf = (index: number) => (index % 2 === 0 ? String(index * 4096) : index.toString(36));

const HELD: Record<Holder, (pieces: string[], bytes: number) => string> = {
	'one text': (pieces, bytes) => `"${fill(pieces, bytes, asText)}"`,
	texts: (pieces, bytes) => `[${fill(pieces, bytes, (piece) => `"${asText(piece)}",`)}0]`,
	list: (pieces, bytes) => `[${fill(pieces, bytes, (piece) => `${asValue(piece)},`)}0]`,
	object: (pieces, bytes) =>
		`{${fill(pieces, bytes, (piece, index) => `"${nameOf(index)}":${asValue(piece)},`)}"":0}`,
	name: (pieces, bytes) => `{"${fill(pieces, bytes, asText)}":0}`,
	'same name': (pieces, bytes) =>
		`{${fill(pieces, bytes, (piece) => `"${asText(piece)}":0,`)}"":0}`,
	'nested lists': (pieces, bytes) =>
		`[${fill(pieces, bytes, (piece) => `[[[[${asValue(piece)}]]]],`)}0]`,
};

const OPENED: Record<Level, [string, string]> = {
	list: ['[', ']'],
	'list behind': ['[', ',0]'],
	object: ['{"":', '}'],
};

/** The body that a recipe describes: JSON of a delivery, of nearly MAX_BODY_BYTES. */
export function bodyOf(recipe: Recipe): Buffer {
	const [open, close] = OPENED[recipe.level];
	const before = recipe.before === '' ? '' : `"${recipe.before}",`;
	const space = room(recipe) - Buffer.byteLength(before);
	const held = HELD[recipe.holder](recipe.pieces, space);
	return Buffer.from(
		`{"event":"e","data":{"x":[${before}${open.repeat(recipe.levels)}${held}${close.repeat(recipe.levels)}]}}`,
	);
}

/** What an attack found once: every level copied the text again, for each edition. */
export const KNOWN_ATTACKS: Recipe[] = [
	{
		pieces: ['\x7f'],
		holder: 'one text',
		levels: 96,
		level: 'list behind',
		before: CHARACTERS.slice(0, 16).join(''),
	},
	{
		pieces: ['0'],
		holder: 'list',
		levels: 96,
		level: 'list',
		before: CHARACTERS.slice(0, 16).join(''),
	},
	{
		pieces: ['[]'],
		holder: 'list',
		levels: 90,
		level: 'object',
		before: CHARACTERS.slice(0, 16).join(''),
	},
	{ pieces: CHARACTERS.slice(0, 16), holder: 'one text', levels: 0, level: 'list', before: '' },
];

const INGREDIENTS = [CHARACTERS, ESCAPES, NUMBERS, VALUES];

const randomPieces = (random: Random): string[] => {
	const kind = random.pick([...INGREDIENTS, INGREDIENTS.flat()]);
	return Array.from({ length: 1 + random.below(4) }, () => random.pick(kind));
};

const randomRecipe = (random: Random): Recipe => ({
	pieces: randomPieces(random),
	holder: random.pick(HOLDERS),
	levels: random.pick([0, 1, 20, 90]),
	level: random.pick(LEVELS),
	before: random.chance(0.5) ? '' : CHARACTERS.slice(0, 16).join(''),
});

/** The recipe with one thing changed. */
function varied(recipe: Recipe, random: Random): Recipe {
	const other = randomRecipe(random);
	const member = random.pick(['pieces', 'pieces', 'holder', 'levels', 'level', 'before'] as const);
	if (member === 'pieces' && random.chance(0.5)) {
		return { ...recipe, pieces: [...recipe.pieces.slice(0, 5), random.pick(INGREDIENTS.flat())] };
	}
	return { ...recipe, [member]: other[member] };
}

/** A recipe, and what reading its body cost by whatever measure. */
export interface Found {
	recipe: Recipe;
	cost: number;
}

/**
 * Looks for the dearest body: from random recipes on, and from those that were dear before.
 *
 * @param tries bodies to look at
 * @returns the dearest ones, the dearest first
 */
export function searchDearest(
	cost: (body: Buffer) => number,
	tries: number,
	random: Random,
): Found[] {
	let dearest: Found[] = [];
	for (let count = 0; count < tries; count++) {
		const isFresh = count < tries / 3 || random.chance(0.1);
		const recipe =
			KNOWN_ATTACKS[count] ??
			(isFresh ? randomRecipe(random) : varied(random.pick(dearest).recipe, random));
		dearest = [...dearest, { recipe, cost: cost(bodyOf(recipe)) }]
			.sort((a, b) => b.cost - a.cost)
			.slice(0, 12);
	}
	return dearest;
}
