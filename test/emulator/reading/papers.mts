/** The values on papers other than receipts and invoices. */
import type { Switches } from '../switches.mts';
import type { Fields } from '../validation.mts';
import { BANK_STATEMENT, BUSINESS_CARD, CHECK, MICR, W2, W2_STATE, W9 } from './forms.mts';
import { readInvoice } from './invoice.mts';
import type { Line } from './page.mts';
import { readFields } from './pairs.mts';
import { readTransactions } from './transactions.mts';
import { amountAtEnd } from './values.mts';

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
	const summaries = ['beginning_balance', 'ending_balance']
		.filter((name) => fields[name] !== null)
		.map((name) => ({ name, total: fields[name] }));
	const numbers = fields.account_number === null ? [] : [fields.account_number];
	const routing = fields.routing_number === null ? [] : [fields.routing_number];
	const common = { ...fields, account_numbers: numbers, routing_numbers: routing, summaries };
	if (switches.transactionsIn === 'top') return { ...common, transactions };
	const keys =
		switches.accountNumberIn === 'both' ? ['number', 'account_number'] : [switches.accountNumberIn];
	const number = Object.fromEntries(keys.map((key) => [key, fields.account_number]));
	return { ...common, accounts: [{ ...number, transactions }] };
}

export function readCheck(lines: Line[]): Fields {
	return {
		...readFields(lines, CHECK),
		endorsement: { is_signed: null, is_mobile_or_remote_deposit_only: null },
		micr: { ...readFields(lines, MICR), raw: null },
	};
}

export function readW2(lines: Line[]): Fields {
	const fields = readFields(lines, W2);
	const state = readFields(lines, W2_STATE);
	const other = lines.flatMap(({ text }) => {
		const found = /^14:?\s+(.+?)\s+([\d.,]+)$/.exec(text);
		return found ? [{ column_1: found[1], column_2: amountAtEnd(found[2]) ?? null }] : [];
	});
	return { ...fields, states: state.state === null ? [] : [state], field_14_other: other };
}

export const readW9 = (lines: Line[]): Fields => ({
	...readFields(lines, W9),
	parsed_address: {},
});

export function readBusinessCard(lines: Line[]): Fields {
	const fields = readFields(lines, BUSINESS_CARD);
	const names = ((fields.person as string | null) ?? '').split(' ').filter(Boolean);
	const [street, ...city] = ((fields.address as string | null) ?? '').split(/,\s*/).filter(Boolean);
	return {
		...fields,
		logo_url: null,
		parsed_name: {
			...(names.length > 0 ? { given_name: names[0] } : {}),
			...(names.length > 2 ? { middle_name: names.slice(1, -1).join(' ') } : {}),
			...(names.length > 1 ? { family_name: names.at(-1) } : {}),
		},
		parsed_address: {
			...(street === undefined ? {} : { street_address: street }),
			...(city.length > 0 ? { city: city.join(', ') } : {}),
		},
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
