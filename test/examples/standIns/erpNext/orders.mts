import { sumOf, type Fields } from '../standIn.mts';
import { COMPANY, CURRENCY, EXPENSE_ACCOUNT } from './accounts.mts';
import type { Invoice } from './invoice.mts';
import { mustBe, refusal } from './refusal.mts';

interface OrderRow extends Fields {
	name: string;
	item_code: string;
	qty: number;
	net_rate: number;
	net_amount: number;
}

export interface Order extends Fields {
	name: string;
	supplier: string;
	items: OrderRow[];
}

/** What a test orders: item code and name, quantity, price. */
export type Ordered = [code: string, name: string, qty: number, rate: number];

/** Purchase orders and what was received of them. */
export class Orders {
	readonly orders: Order[] = [];

	readonly received: Fields[] = [];

	/** Buying Settings > Maintain Same Rate Throughout the Purchase Cycle. */
	keepsRates = false;

	/**
	 * Enters an order as a person does who submits it.
	 *
	 * @returns its name
	 */
	order(supplier: string, lines: Ordered[], given: Fields = {}): string {
		const name = `PUR-ORD-2026-${String(this.orders.length + 1).padStart(5, '0')}`;
		const items = lines.map(([code, title, qty, rate], index) => ({
			name: `${name}-row-${index + 1}`,
			...{ parent: name, docstatus: 1, item_code: code, item_name: title, qty, net_rate: rate },
			...{ description: `<div>${title}</div>`, uom: 'Nos', conversion_factor: 1 },
			...{ net_amount: qty * rate, expense_account: EXPENSE_ACCOUNT, supplier_part_no: null },
		}));
		const header = {
			company: COMPANY,
			currency: CURRENCY,
			docstatus: 1,
			status: 'To Receive and Bill',
		};
		this.orders.push({ name, supplier, supplier_name: supplier, ...header, ...given, items });
		return name;
	}

	/** Enters a receipt of an item as a person does; a return has a negative quantity. */
	receive(order: string, code: string, qty: number): void {
		const row = this.orders
			.find(({ name }) => name === order)
			?.items.find(({ item_code: known }) => known === code);
		const parent = `MAT-PRE-2026-${String(this.received.length + 1).padStart(5, '0')}`;
		this.received.push({
			...{ parent, docstatus: 1, purchase_order: order, purchase_order_item: row?.name },
			...{ qty, conversion_factor: 1 },
		});
	}

	/** References to the lines of an order, as those of an invoice have them. */
	rows(order: string): unknown[] {
		const found = this.orders.find(({ name }) => name === order);
		return (found?.items ?? []).map(({ name }) => name);
	}

	/**
	 * What ERPNext checks of an invoice whose lines are for orders, even of a draft.
	 *
	 * @throws Refusal where it contradicts the order
	 */
	check(given: Fields): void {
		((given.items ?? []) as Fields[]).forEach((item, index) => {
			if (!item.purchase_order) return;
			const where = `Row #${index + 1}`;
			const known = this.orders.map(({ name }) => name);
			mustBe(known, `${where}: Purchase Order`, item.purchase_order);
			const order = this.orders[known.indexOf(item.purchase_order as string)];
			for (const field of ['supplier', 'company', 'currency']) {
				if (given[field] !== order[field]) {
					const message = `Incorrect value: ${field} must be equal to '${String(order[field])}'`;
					throw refusal(417, 'ValidationError', message);
				}
			}
			const row = order.items.find(({ name }) => name === item.po_detail);
			if (!row || row.item_code !== item.item_code) {
				const message = `${where}: Item Code must be equal to '${row?.item_code}'`;
				throw refusal(417, 'ValidationError', message);
			}
			if (this.keepsRates && item.rate !== row.net_rate) {
				const rates = `(${Number(item.rate)} / ${row.net_rate})`;
				const message = `${where}: Rate must be same as Purchase Order: ${order.name} ${rates}`;
				throw refusal(417, 'ValidationError', message);
			}
		});
	}

	/**
	 * What ERPNext checks besides when an invoice is submitted; drafts do not count as billed.
	 *
	 * @throws Refusal where more is billed than was ordered; the allowance is zero, as ERPNext comes
	 */
	checkBilled(invoice: Invoice, submitted: Invoice[]): void {
		const lines = [...submitted, invoice].flatMap(({ items }) => items as Fields[]);
		for (const row of this.orders.flatMap(({ items }) => items)) {
			const its = lines.filter(({ po_detail: one }) => one === row.name);
			const excess = sumOf([...its.map(({ amount }) => Number(amount)), -row.net_amount]);
			if (excess > 0) {
				const message = `This document is over limit by Amount ${excess} for item ${row.item_code}. Are you making another Purchase Invoice against the same Purchase Order Item?`;
				throw refusal(417, 'erpnext.controllers.status_updater.OverAllowanceError', message);
			}
		}
	}
}
