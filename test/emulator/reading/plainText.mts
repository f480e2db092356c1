import { lineOf, type Page } from './page.mts';

const COLUMNS = 100;
const ROWS_PER_PAGE = 66;
/** What stands further to the right is no paper any more, and 20 MB of it would take hours to search. */
const LONGEST_ROW = 10 * COLUMNS;

const CELL = /\S+(?: \S+)*/g;

/** Text on a page of 100 columns; a tab or several spaces separate cells. A form feed starts a new page. */
export function readPlainText(text: string): Page[] {
	return text.split('\f').map((pageText) => {
		const rows = pageText.split(/\r?\n/);
		const height = Math.max(ROWS_PER_PAGE, rows.length);
		const lines = rows.flatMap((row, number) => {
			const cells = [...row.slice(0, LONGEST_ROW).replace(/\t/g, '    ').matchAll(CELL)].map(
				(found) => ({
					text: found[0],
					left: found.index / COLUMNS,
					right: (found.index + found[0].length) / COLUMNS,
				}),
			);
			return cells.length > 0 ? [lineOf(cells, number / height, (number + 1) / height)] : [];
		});
		return { lines, width: 612, height: 792 };
	});
}

/** Rows of a CSV; the delimiter is whichever of `,` `;` and tab the first line has most of. */
export function readCsv(text: string): Page[] {
	const [first = ''] = text.split(/\r?\n/, 1);
	const delimiter = [',', ';', '\t'].sort(
		(a, b) => first.split(b).length - first.split(a).length,
	)[0];
	const field = new RegExp(`(?:^|${delimiter})(?:"((?:[^"]|"")*)"|([^${delimiter}]*))`, 'g');
	const rows = text
		.split(/\r?\n/)
		.map((row) =>
			[...row.matchAll(field)].map(([, quoted, bare]) =>
				(quoted?.replaceAll('""', '"') ?? bare).trim(),
			),
		);
	return readTable(rows);
}

/** Rows of cells, set in columns of equal width. */
function readTable(rows: string[][]): Page[] {
	const columns = Math.max(1, ...rows.map((row) => row.length));
	const lines = rows.flatMap((row, number) => {
		const cells = row.flatMap((text, column) =>
			text === '' ? [] : [{ text, left: column / columns, right: (column + 0.9) / columns }],
		);
		const top = number / Math.max(ROWS_PER_PAGE, rows.length);
		return cells.length > 0 ? [lineOf(cells, top, top + 1 / ROWS_PER_PAGE)] : [];
	});
	return [{ lines, width: 612, height: 792 }];
}

const ENTITIES: Record<string, string> = {
	amp: '&',
	lt: '<',
	gt: '>',
	quot: '"',
	apos: "'",
	nbsp: ' ',
	euro: '€',
	pound: '£',
};

/** @returns undefined for a number that no letter has */
const letter = (code: number) => (code <= 0x10ffff ? String.fromCodePoint(code) : undefined);

/** The text of a web page: block elements end a line, table cells stay apart. */
export function readHtml(html: string): Page[] {
	const text = html
		.replace(/<!--[\s\S]*?-->|<(script|style|head)\b[\s\S]*?<\/\1>/gi, '')
		.replace(/[\r\n\t ]+/g, ' ')
		.replace(/<\/t[dh]\s*>/gi, '   ')
		.replace(
			/<(?:br|\/?(?:p|div|tr|table|h[1-6]|li|ul|ol|section|header|footer|address))\b[^>]*>/gi,
			'\n',
		)
		.replace(/<[^>]+>/g, '')
		.replace(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, (entity, decimal, hex, name) => {
			if (decimal) return letter(Number(decimal)) ?? entity;
			if (hex) return letter(parseInt(hex as string, 16)) ?? entity;
			return ENTITIES[(name as string).toLowerCase()] ?? entity;
		});
	return readPlainText(text);
}
