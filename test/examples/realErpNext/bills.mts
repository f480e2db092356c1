import type { BookedBill, StoredFile } from '../ledger.mts';
import type { ErpNextRest } from './rest.mts';

interface Invoice {
	name: string;
	is_return: number;
	supplier_name: string;
	bill_no: string;
	bill_date: string;
	due_date: string;
	currency: string;
	items: Array<{ description: string; qty: number; rate: number; amount: number }>;
	total_taxes_and_charges: number;
	grand_total: number;
	remarks: string;
}

/** The invoices and returns of the company that are not cancelled, oldest first, read as any program reads them. */
export async function readBills(site: ErpNextRest, company: string): Promise<BookedBill[]> {
	const found = await site.list('Purchase Invoice', [
		['company', '=', company],
		['docstatus', '!=', 2],
	]);
	return await Promise.all(
		found.map(async ({ name }) => {
			const invoice = await site.read<Invoice>('Purchase Invoice', name);
			return {
				isCredit: invoice.is_return === 1,
				vendor: invoice.supplier_name,
				number: invoice.bill_no,
				date: invoice.bill_date,
				dueDate: invoice.due_date,
				currency: invoice.currency,
				lines: invoice.items.map(({ description, qty, rate, amount }) => ({
					description,
					quantity: qty,
					unitPrice: rate,
					amount,
				})),
				tax: invoice.total_taxes_and_charges,
				total: invoice.grand_total,
				note: invoice.remarks,
				files: await readFiles(site, name),
			};
		}),
	);
}

async function readFiles(site: ErpNextRest, invoice: string): Promise<StoredFile[]> {
	const found = await site.list<{ file_name: string; file_url: string }>(
		'File',
		[
			['attached_to_doctype', '=', 'Purchase Invoice'],
			['attached_to_name', '=', invoice],
		],
		['file_name', 'file_url'],
	);
	return await Promise.all(
		found.map(async ({ file_name: name, file_url: url }) => ({
			name,
			mimeType: '',
			bytes: await site.download(url),
		})),
	);
}
