import type { Line } from './page.mts';
import { labelled } from './labels.mts';
import { amountAtEnd, date } from './values.mts';

type Kind = 'text' | 'amount' | 'date' | 'flag';

/** A field of a form: its name in the result, how the paper calls it, and what it holds. */
export type FieldLabel = [name: string, label: RegExp, kind?: Kind];

const READ: Record<Kind, (value: string) => unknown> = {
	text: (value) => value,
	amount: amountAtEnd,
	date: (value) => date(value),
	flag: (value) => /^(?:yes|true|x|☒|☑|\[x\])/i.test(value),
};

/** Reads a form field by field; what is not on the paper is null. */
export function readFields(lines: Line[], labels: readonly FieldLabel[]): Record<string, unknown> {
	return Object.fromEntries(
		labels.map(([name, label, kind = 'text']) => {
			const read = READ[kind];
			const found = labelled(lines, label, (value) => read(value) !== undefined);
			// A box without a mark is not ticked; of a paper without text nothing is known.
			const absent = kind === 'flag' && lines.length > 0 ? false : null;
			return [name, found ? read(found.value) : absent];
		}),
	);
}
