/** The values on papers other than receipts and invoices. */
import type { Switches } from '../switches.mts';
import type { Fields } from '../validation.mts';
import { BANK_STATEMENT, CHECK, MICR } from './forms.mts';
import { readInvoice } from './invoice.mts';
import type { Line } from './page.mts';
import { readFields } from './pairs.mts';
import { readTransactions } from './transactions.mts';

export function readAnyDocument(lines: Line[], options: Fields): Fields {
	const name = options.blueprint_name ?? options.template_name ?? null;
	// A blueprint's fields are the account's own; here every "Label: value" of the paper is one.
	const pairs = lines.flatMap(({ cells }) =>
		cells.flatMap(({ text }) => {
			const found = /^(\p{L}[\p{L}\d ]{1,40}):\s*(\S.*)$/u.exec(text);
			return found ? [[found[1].trim().toLowerCase().replace(/\s+/g, '_'), found[2].trim()]] : [];
		}),
	);
	return { ...Object.fromEntries(pairs), blueprint_name: name, template_name: name };
}

export function readBankStatement(lines: Line[], _options: Fields, switches: Switches): Fields {
	const fields = readFields(lines, BANK_STATEMENT);
	const transactions = readTransactions(lines, fields.account_number as string | null);
	const summaries = ['beginning_balance', 'ending_balance'].map((name) => ({
		name,
		total: fields[name],
	}));
	const numbers = fields.account_number === null ? [] : [fields.account_number];
	const common = { ...fields, account_numbers: numbers, summaries };
	if (switches.transactionsIn === 'top') return { ...common, transactions };
	const keys =
		switches.accountNumberIn === 'both' ? ['number', 'account_number'] : [switches.accountNumberIn];
	const number = Object.fromEntries(keys.map((key) => [key, fields.account_number]));
	return { ...common, accounts: [{ ...number, transactions }] };
}

export function readCheck(lines: Line[]): Fields {
	return {
		...readFields(lines, CHECK),
		check_type: 'personal_check',
		endorsement: { is_endorsed: false },
		micr: { ...readFields(lines, MICR), raw: null },
	};
}

export function readRemittance(lines: Line[]): Fields {
	const { vendor, total, date, items } = readInvoice(lines);
	return {
		vendor,
		total: total ?? null,
		date: date ?? null,
		line_items: items.map(({ description, quantity, price, total: sum }, order) => ({
			order,
			description,
			quantity: quantity ?? null,
			price: price ?? null,
			total: sum,
		})),
	};
}

export function readMarkdown(lines: Line[], options: Fields): Fields {
	const pages = [...new Set(lines.map(({ page }) => page))].map((page) => ({
		page_number: page + 1,
		markdown: toMarkdown(lines.filter((line) => line.page === page)),
	}));
	return {
		markdown: pages.map((page) => page.markdown).join('\n\n'),
		pages: options.details ? pages : pages.map(({ markdown: text }) => ({ markdown: text })),
		document_type: options.document_type ?? 'document',
		status: 'processed',
		md_storage_path: null,
	};
}

/** Rows of two and more cells become table rows; the first line of a page is its heading. */
function toMarkdown(lines: Line[]): string {
	const rows: string[] = [];
	let isTable = false;
	for (const [number, { cells }] of lines.entries()) {
		const wasTable = isTable;
		isTable = cells.length > 1;
		if (!isTable) {
			if (wasTable) rows.push('');
			rows.push(number === 0 ? `# ${cells[0].text}` : cells[0].text);
			continue;
		}
		const row = `| ${cells.map(({ text }) => text).join(' | ')} |`;
		if (wasTable) rows.push(row);
		else rows.push('', row, `|${' --- |'.repeat(cells.length)}`);
	}
	return rows.join('\n');
}
