/** A line as it stands on a document. */
export const line = (description: string, quantity: number, price: number, total: number) => ({
	description,
	quantity,
	price,
	total,
});

/** A document as Veryfi has it, that is booked without a word. */
export const invoice = {
	document_type: 'invoice',
	vendor: {
		name: 'Hansen Hardware',
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

/** A credit note whose cents binary numbers do not hold: 0.1 + 0.2, and 3 × 1.005. */
export const creditNote = (sign: 1 | -1) => ({
	document_type: 'credit_note',
	invoice_number: 'C-7',
	line_items: [
		line('Stamp', 1, 0.1, sign * 0.1),
		line('Envelope', 1, 0.2, sign * 0.2),
		line('Paper', 3, 1.005, sign * 3.02),
	],
	subtotal: sign * 3.32,
	tax: sign * 0.23,
	tax_lines: [],
	total: sign * 3.55,
});
