/** What is printed on the sample documents; the figures add up, as they must on real ones. */

export interface SampleLine {
	description: string;
	quantity: number;
	price: number;
	total: number;
}

export interface SampleDocument {
	vendor: string;
	address: string[];
	invoiceNumber?: string;
	date: string;
	dueDate?: string;
	billTo?: string[];
	currency: string;
	lines: SampleLine[];
	subtotal: number;
	taxName: string;
	taxRate: number;
	tax: number;
	total: number;
	/** How it was or is to be paid. */
	payment: string;
}

const line = (description: string, quantity: number, price: number): SampleLine => ({
	description,
	quantity,
	price,
	total: Math.round(quantity * price * 100) / 100,
});

export const paperInvoice: SampleDocument = {
	vendor: 'Papier Nord',
	address: ['1 Quai Sud', '59000 Lille', 'France'],
	invoiceNumber: 'A-1042',
	date: '2026-10-27',
	dueDate: '2026-11-26',
	billTo: ['Atelier Est', '12 Rue Haute', '67000 Strasbourg'],
	currency: 'EUR',
	lines: [
		line('A4 paper, 80 g, box of 5 reams', 10, 21.9),
		line("Gardener's notebook", 4, 7.25),
		line('Toner cartridge black', 2, 64.5),
	],
	subtotal: 377,
	taxName: 'VAT',
	taxRate: 20,
	tax: 75.4,
	total: 452.4,
	payment: '30 days net',
};

export const cafeReceipt: SampleDocument = {
	vendor: 'Corner Cafe',
	address: ['88 Market Street', 'San Francisco, CA 94103'],
	date: '2026-11-03',
	currency: 'USD',
	lines: [
		line('Flat white', 2, 4.5),
		line('Almond croissant', 3, 3.75),
		line('Orange juice', 1, 5.2),
	],
	subtotal: 25.45,
	taxName: 'Sales Tax',
	taxRate: 8,
	tax: 2.04,
	total: 27.49,
	payment: 'Visa 4242',
};

export const taxiReceipt: SampleDocument = {
	vendor: 'City Cabs',
	address: ['7 Station Road', 'London SE4 2DB'],
	date: '2026-11-04',
	currency: 'GBP',
	lines: [line('Fare', 1, 18.4), line('Suitcase', 2, 1.5)],
	subtotal: 21.4,
	taxName: 'VAT',
	taxRate: 20,
	tax: 4.28,
	total: 25.68,
	payment: 'Cash',
};

/** Its lines go over two pages, and the sums stand on the second. */
export const hardwareInvoice: SampleDocument = {
	vendor: 'Hansen Hardware',
	address: ['Hafenstrasse 9', '20457 Hamburg', 'Germany'],
	invoiceNumber: 'HH-2026-118',
	date: '2026-11-10',
	dueDate: '2026-12-10',
	billTo: ['Atelier Est', '12 Rue Haute', '67000 Strasbourg'],
	currency: 'EUR',
	lines: [
		line('Cordless drill', 1, 129),
		line('Drill bit set, 19 pieces', 2, 24.5),
		line('Wood screws 4 x 40, box of 200', 6, 8.75),
		line('Work gloves, size 9', 5, 6.2),
	],
	subtotal: 261.5,
	taxName: 'VAT',
	taxRate: 19,
	tax: 49.69,
	total: 311.19,
	payment: '30 days net',
};
