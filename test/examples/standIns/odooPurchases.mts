import { CURRENCIES, round, type Fields } from './standIn.mts';
import type { Ordered } from './erpNext/orders.mts';

/** The fields of what is ordered, as far as bills are matched with it. */
export const PURCHASE_MODELS: Record<string, string[]> = {
	'product.product': ['name', 'default_code'],
	'purchase.order': ['name', 'state', 'partner_id', 'currency_id', 'payment_term_id'],
	'purchase.order.line': [
		...['order_id', 'sequence', 'product_id', 'name', 'product_qty', 'product_uom'],
		...['qty_received', 'price_unit', 'price_subtotal'],
	],
};

const UNITS = [1, 'Units'];

/** Purchase orders, and what was received of them. */
export class OdooPurchases {
	constructor(
		private readonly records: Record<string, Fields[]>,
		private readonly nextId: () => number,
	) {}

	/**
	 * Enters an order as a person does who confirms it.
	 *
	 * @returns its name
	 */
	order(vendor: string, lines: Ordered[], given: Fields = {}): string {
		const id = this.nextId();
		const name = `P${String(id).padStart(5, '0')}`;
		const currency = this.find('res.currency', 'name', CURRENCIES[0]).id;
		const partner = this.find('res.partner', 'name', vendor).id;
		this.records['purchase.order'].push({
			...{ id, name, state: 'purchase', partner_id: partner, currency_id: currency },
			...given,
		});
		for (const [code, title, quantity, price] of lines) {
			const product = this.nextId();
			this.records['product.product'].push({ id: product, name: title, default_code: code });
			this.records['purchase.order.line'].push({
				...{ id: this.nextId(), order_id: id, product_id: product, name: `[${code}] ${title}` },
				...{
					sequence: 10,
					product_qty: quantity,
					qty_received: 0,
					price_unit: price,
					product_uom: UNITS,
				},
				price_subtotal: round(quantity * price),
			});
		}
		return name;
	}

	/** Receives goods of a line, or returns them by a negative quantity. */
	receive(order: string, code: string, quantity: number): void {
		const line = this.lines(order).find(({ name }) => String(name).startsWith(`[${code}]`));
		if (line) line.qty_received = Number(line.qty_received) + quantity;
	}

	/** References to the lines of an order, as those of a bill have them. */
	rows(order: string): unknown[] {
		return this.lines(order).map(({ id }) => id);
	}

	private lines(order: string): Fields[] {
		const { id } = this.find('purchase.order', 'name', order);
		return this.records['purchase.order.line'].filter(({ order_id: of }) => of === id);
	}

	private find(model: string, field: string, wanted: unknown): Fields {
		const found = this.records[model].find((record) => record[field] === wanted);
		if (!found) throw new Error(`There is no ${model} ${String(wanted)}.`);
		return found;
	}
}
