import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Stage, STAGE_TIMEOUT_MS } from '../e2e/stage.mts';
import { errorOf, outputOf } from '../host/index.mts';
import { Booking, INVOICE_FILE } from './booking.mts';
import type { StandIn } from './standIns/standIn.mts';
import { erpNext, type Target } from './targets.mts';

let stage: Stage;

beforeAll(async () => {
	stage = await Stage.start();
}, STAGE_TIMEOUT_MS);

afterAll(() => stage?.stop(), STAGE_TIMEOUT_MS);

const line = (description: string, quantity: number, price: number, total: number) => ({
	description,
	quantity,
	price,
	total,
});

const invoice = {
	document_type: 'invoice',
	vendor: {
		name: "O'Brien & Söhne",
		vat_number: 'DE811569869',
		address: 'Hafenstrasse 9, Hamburg',
	},
	date: '2026-10-27 00:00:00',
	due_date: '2026-11-26',
	invoice_number: 'A-1042',
	currency_code: 'EUR',
	line_items: [line('A4 paper', 10, 21.9, 219), line('Toner', 2, 64.5, 129)],
	subtotal: 348,
	tax_lines: [{ name: 'VAT', rate: 20, total: 69.6 }],
	tax: 69.6,
	total: 417.6,
};

describe.each([erpNext] as unknown as Target[])('bills to $name', (target) => {
	let standIn: StandIn;
	let booking: Booking;

	beforeAll(async () => {
		standIn = await target.start();
		await stage.reset();
		booking = await Booking.publish(stage, target, standIn);
	}, STAGE_TIMEOUT_MS);

	afterAll(() => standIn?.stop());

	beforeEach(() => standIn.reset());

	it('books vendor, number, dates, currency, lines, tax and file', async () => {
		const execution = await booking.receive(invoice);
		expect(errorOf(execution)).toBeUndefined();
		expect(standIn.vendors).toEqual([invoice.vendor.name]);
		expect(standIn.bills).toMatchObject([
			{
				vendor: invoice.vendor.name,
				number: 'A-1042',
				date: '2026-10-27',
				dueDate: '2026-11-26',
				currency: 'EUR',
				lines: [
					{ description: 'A4 paper', quantity: 10, unitPrice: 21.9, amount: 219 },
					{ description: 'Toner', quantity: 2, unitPrice: 64.5, amount: 129 },
				],
				tax: 69.6,
				total: 417.6,
				note: expect.stringMatching(/Veryfi document \d+/),
				files: [{ bytes: INVOICE_FILE }],
			},
		]);
		expect(outputOf(execution, 'Tell That the Total Differs')).toEqual([]);
	});
});
