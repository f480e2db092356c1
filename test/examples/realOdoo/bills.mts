import type { BookedBill } from '../ledger.mts';
import type { OdooRpc } from './rpc.mts';

/** How another record reads: its ID and its name. */
type Reference = [id: number, name: string];

interface Move {
	id: number;
	move_type: string;
	partner_id: Reference;
	ref: string;
	invoice_date: string;
	invoice_date_due: string;
	currency_id: Reference;
	invoice_line_ids: number[];
	amount_tax: number;
	amount_total: number;
	narration: string;
}

interface Line {
	id: number;
	move_id: Reference;
	name: string;
	quantity: number;
	price_unit: number;
	price_subtotal: number;
	account_id: Reference;
}

interface Attachment {
	res_id: number;
	name: string;
	mimetype: string;
	datas: string;
}

const MOVE = [
	...['move_type', 'partner_id', 'ref', 'invoice_date', 'invoice_date_due', 'currency_id'],
	...['invoice_line_ids', 'amount_tax', 'amount_total', 'narration'],
];
const LINE = ['move_id', 'name', 'quantity', 'price_unit', 'price_subtotal', 'account_id'];

/** The bills and refunds that are not cancelled, oldest first, read as any program reads them. */
export async function readBills(odoo: OdooRpc, taxAccount: number): Promise<BookedBill[]> {
	const moves = await odoo.find<Move>(
		'account.move',
		[
			['move_type', 'in', ['in_invoice', 'in_refund']],
			['state', '!=', 'cancel'],
		],
		MOVE,
	);
	const lineIds = moves.flatMap(({ invoice_line_ids: ids }) => ids);
	const lines = await odoo.find<Line>('account.move.line', [['id', 'in', lineIds]], LINE);
	const attachments = await odoo.find<Attachment>(
		'ir.attachment',
		[
			['res_model', '=', 'account.move'],
			['res_id', 'in', moves.map(({ id }) => id)],
		],
		['res_id', 'name', 'mimetype', 'datas'],
	);
	return moves.map((move) => {
		const own = lines.filter(({ move_id: [id] }) => id === move.id);
		const isTax = ({ account_id: [id] }: Line) => id === taxAccount;
		return {
			isCredit: move.move_type === 'in_refund',
			vendor: move.partner_id[1],
			number: move.ref,
			date: move.invoice_date,
			dueDate: move.invoice_date_due,
			currency: move.currency_id[1],
			lines: own
				.filter((line) => !isTax(line))
				.map((line) => ({
					description: line.name,
					quantity: line.quantity,
					unitPrice: line.price_unit,
					amount: line.price_subtotal,
				})),
			tax: own.filter(isTax).reduce((sum, line) => sum + line.price_subtotal, move.amount_tax),
			total: move.amount_total,
			note: move.narration,
			files: attachments
				.filter(({ res_id: id }) => id === move.id)
				.map(({ name, mimetype: mimeType, datas }) => ({
					name,
					mimeType,
					bytes: Buffer.from(datas, 'base64'),
				})),
		};
	});
}
