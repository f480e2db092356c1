import { nearest, type Cell, type Line } from './page.mts';
import { amount, date } from './values.mts';

export interface Transaction {
	order: number;
	date: string;
	description: string;
	credit_amount: number | null;
	debit_amount: number | null;
	balance: number | null;
	account_number: string | null;
	card_number: null;
	transaction_id: null;
	text: string;
}

type Column = 'date' | 'description' | 'debit' | 'credit' | 'amount' | 'balance';

const HEADINGS: Array<[RegExp, Column]> = [
	[/^(?:date|posted)\b/i, 'date'],
	[/^(?:description|details|transaction|narrative)\b/i, 'description'],
	[/^(?:debits?|withdrawals?|paid out|money out)\b/i, 'debit'],
	[/^(?:credits?|deposits?|paid in|money in)\b/i, 'credit'],
	[/^amount\b/i, 'amount'],
	[/^balance\b/i, 'balance'],
];

/** The rows of a bank statement: lines that begin with a date and end with an amount. */
export function readTransactions(lines: Line[], accountNumber: string | null): Transaction[] {
	const header = lines.find(({ cells }) => cells.filter((cell) => columnOf(cell)).length >= 3);
	const columns = header?.cells.flatMap((cell) => {
		const column = columnOf(cell);
		return column ? [{ ...cell, column }] : [];
	});
	return lines
		.filter(
			({ cells }) =>
				cells.length >= 3 &&
				date(cells[0].text) &&
				amount(cells[cells.length - 1].text) !== undefined,
		)
		.map((line, order) => {
			const values: Partial<Record<Column, number>> = {};
			for (const cell of line.cells.slice(1)) {
				const value = amount(cell.text);
				const column = columns ? nearest(columns, cell).column : 'amount';
				if (value !== undefined) values[column] = value;
			}
			const signed = values.amount ?? 0;
			return {
				order,
				date: date(line.cells[0].text) as string,
				description: line.cells[1].text,
				credit_amount: values.credit ?? (signed > 0 ? signed : null),
				debit_amount: values.debit ?? (signed < 0 ? -signed : null),
				balance: values.balance ?? null,
				account_number: accountNumber,
				card_number: null,
				transaction_id: null,
				text: line.text,
			};
		});
}

const columnOf = ({ text }: Cell) => HEADINGS.find(([pattern]) => pattern.test(text))?.[1];
