import type { Row } from './runner.mts';

const VERDICT_WIDTH = 13;
const COLUMN_WIDTH = 52;

export const HEADING = [
	columns(['', 'Assumption', 'Seen']),
	columns(['-'.repeat(VERDICT_WIDTH - 2), '-'.repeat(COLUMN_WIDTH), '-'.repeat(COLUMN_WIDTH)]),
].join('\n');

/** A row as the terminal shows it; what differs also says what depends on it. */
export function showRow({
	verdict,
	assumption,
	probe,
	seen,
	emulatorSwitch,
	setting,
	files,
}: Row): string {
	const left = wrap(`${assumption} (${probe})`);
	const right = wrap(seen);
	if (verdict === 'differs') {
		const said = emulatorSwitch ? [`switch of the emulator: ${emulatorSwitch} = ${setting}`] : [];
		right.push(...[...said, ...files].flatMap(wrap));
	}
	const height = Math.max(left.length, right.length);
	return Array.from({ length: height }, (_, line) =>
		columns([line === 0 ? verdict : '', left[line] ?? '', right[line] ?? '']),
	).join('\n');
}

function columns([verdict, left, right]: string[]): string {
	return `${verdict.padEnd(VERDICT_WIDTH)}${left.padEnd(COLUMN_WIDTH + 2)}${right}`.trimEnd();
}

/** Breaks a text at blanks; a word that is wider than the column is broken, too. */
function wrap(text: string): string[] {
	const lines = [''];
	for (const word of text.split(/\s+/).flatMap(pieces)) {
		const last = lines[lines.length - 1];
		if (last === '') lines[lines.length - 1] = word;
		else if (last.length + 1 + word.length <= COLUMN_WIDTH) lines[lines.length - 1] += ` ${word}`;
		else lines.push(word);
	}
	return lines;
}

const pieces = (word: string): string[] =>
	word.match(new RegExp(`.{1,${COLUMN_WIDTH}}`, 'gu')) ?? [];
