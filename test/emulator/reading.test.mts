import { describe, expect, it, jest } from '@jest/globals';
import tesseract from 'tesseract.js';
import { createSamples } from '../samples/index.mts';
import { printPdf } from '../samples/printPdf.mts';
import { fileType } from './reading/fileType.mts';
import { readInvoice } from './reading/invoice.mts';
import { readFiles } from './reading/readFiles.mts';
import { amount, currency, date } from './reading/values.mts';

const read = async (fileName: string, content: Buffer | string) => {
	const account = { smallestImage: 0, disabledTypes: '', readImages: true };
	const reading = await readFiles([{ fileName, bytes: Buffer.from(content) }], 15, account);
	const { items, boxes, ...invoice } = readInvoice(reading.lines);
	return { ...invoice, boxes, reading, items: items.map(({ line: _line, ...item }) => item) };
};

describe('amounts', () => {
	it.each([
		['12', 12],
		['1,234.50', 1234.5],
		['1.234,50', 1234.5],
		['1 234,50 €', 1234.5],
		["CHF 1'234.50", 1234.5],
		['$12.00', 12],
		['US$ 12.00', 12],
		['120.00 EUR', 120],
		['-3.00', -3],
		['(3.00)', -3],
		['- $3.00', -3],
		['1,000', 1000],
		['0.125', 0.125],
		['2.5', 2.5],
		['1,234,567', 1_234_567],
	])('%s is %d', (text, value) => expect(amount(text)).toBe(value));

	it.each(['20%', 'A4', '2026-01-02', '12:30', '59000 Lille', '', '3 pcs'])('%j is none', (text) =>
		expect(amount(text)).toBeUndefined(),
	);
});

describe('dates', () => {
	it.each([
		['2026-02-27', '2026-02-27'],
		['27.02.2026', '2026-02-27'],
		['27/02/26', '2026-02-27'],
		['02/27/2026', '2026-02-27'],
		['03/04/2026', '2026-04-03'],
		['February 27, 2026', '2026-02-27'],
		['27 Feb 2026', '2026-02-27'],
		['27-Feb-26', '2026-02-27'],
		['27 février 2026', '2026-02-27'],
		['27. März 2026', '2026-03-27'],
		['Paid on May 1st, 2026', '2026-05-01'],
	])('%s is %s', (text, value) => expect(date(text)).toBe(value));

	it('puts the month first in American documents', () =>
		expect(date('03/04/2026', true)).toBe('2026-03-04'));

	it.each(['31.02.2026', '12 bottles 2026', 'no date', '99/99/2026'])('%j is none', (text) =>
		expect(date(text)).toBeUndefined(),
	);
});

describe('currencies', () => {
	it.each([
		['Total 12.00 EUR', 'EUR'],
		['Total €12.00', 'EUR'],
		['$12', 'USD'],
		['C$12', 'CAD'],
		['£3', 'GBP'],
		['12', undefined],
	])('%s is %s', (text, code) => expect(currency(text)).toBe(code));
});

describe('the sample documents', () => {
	it('give back what is printed on them, the photo included', async () => {
		for (const { fileName, bytes, printed } of await createSamples()) {
			const found = await read(fileName, bytes);
			expect(found).toMatchObject({
				vendor: { name: printed.vendor, address: printed.address.join('\n') },
				date: printed.date,
				currency: printed.currency,
				items: printed.lines.map(({ description, quantity, price, total }) => ({
					description,
					quantity,
					price,
					total,
				})),
				subtotal: printed.subtotal,
				taxLines: [{ name: printed.taxName, rate: printed.taxRate, total: printed.tax }],
				tax: printed.tax,
				total: printed.total,
			});
			expect(found.invoiceNumber).toBe(printed.invoiceNumber);
			expect(found.dueDate).toBe(printed.dueDate);
			expect(
				[found.billTo.name, ...(found.billTo.address?.split('\n') ?? [])].filter(Boolean),
			).toEqual(printed.billTo ?? []);
		}
	});
});

it('an image that the OCR cannot open has no text, and does no harm', async () => {
	const { reading } = await read('a.heic', `\0\0\x04\0ftypheic${'x'.repeat(1012)}`);
	expect(reading.hasText).toBe(false);
});

it('images are read one after the other, however many come', async () => {
	const photo = (await createSamples()).find(({ fileName }) => fileName.endsWith('.jpg'));
	const { createWorker } = tesseract;
	let atWork = 0;
	let most = 0;
	const workers = jest.spyOn(tesseract, 'createWorker').mockImplementation(async (...options) => {
		most = Math.max(most, ++atWork);
		const worker = await createWorker(...options);
		const terminate = worker.terminate.bind(worker);
		worker.terminate = async () => {
			atWork--;
			return await terminate();
		};
		return worker;
	});
	try {
		const found = await Promise.all(
			['a.jpg', 'b.jpg', 'c.jpg'].map(async (name) => await read(name, photo?.bytes ?? '')),
		);
		expect(found.map(({ total }) => total)).toEqual(Array(3).fill(photo?.printed.total));
		expect(most).toBe(1);
	} finally {
		workers.mockRestore();
	}
});

describe('invoices of other layouts', () => {
	it('labels above their values, totals on the right, a logo line with the title beside it', async () => {
		const bytes = await printPdf((page) => {
			page.fontSize(22).text('Müller & Söhne GmbH', 60, 60).text('RECHNUNG', 400, 60);
			page.fontSize(9);
			page
				.text('Hafenstraße 9', 60, 90)
				.text('20457 Hamburg', 60, 102)
				.text('USt-IdNr: DE123456789', 60, 114);
			page
				.text('Rechnungsnummer', 60, 160)
				.text('Rechnungsdatum', 200, 160)
				.text('Fällig am', 340, 160);
			page.text('RE-2026/17', 60, 174).text('27.02.2026', 200, 174).text('29.03.2026', 340, 174);
			const row = (y: number, ...cells: string[]) => {
				page.text(cells[0], 60, y);
				cells
					.slice(1)
					.forEach((cell, column) =>
						page.text(cell, 300 + 80 * column, y, { width: 70, align: 'right' }),
					);
			};
			row(220, 'Bezeichnung', 'Menge', 'Einzelpreis', 'Betrag');
			row(236, 'Schrauben 4 x 40', '6', '8,75 €', '52,50 €');
			page.text('verzinkt, Packung zu 200', 60, 248);
			row(264, 'Dübel', '1.000', '0,125 €', '125,00 €');
			row(300, '', '', 'Zwischensumme', '177,50 €');
			row(314, '', '', 'MwSt 19%', '33,73 €');
			row(328, '', '', 'Gesamtbetrag', '211,23 €');
		});
		expect(await read('rechnung.pdf', bytes)).toMatchObject({
			vendor: {
				name: 'Müller & Söhne GmbH',
				address: 'Hafenstraße 9\n20457 Hamburg',
				vat_number: 'DE123456789',
			},
			invoiceNumber: 'RE-2026/17',
			date: '2026-02-27',
			dueDate: '2026-03-29',
			currency: 'EUR',
			items: [
				{
					description: 'Schrauben 4 x 40 verzinkt, Packung zu 200',
					quantity: 6,
					price: 8.75,
					total: 52.5,
				},
				{ description: 'Dübel', quantity: 1000, price: 0.125, total: 125 },
			],
			subtotal: 177.5,
			taxLines: [{ name: 'MwSt', rate: 19, total: 33.73 }],
			total: 211.23,
		});
	});

	it('American, with codes, a discount, shipping and two parties side by side', async () => {
		const bytes = await printPdf((page) => {
			page.font('Courier').fontSize(9);
			const rows = [
				'Acme Supply Co.                      INVOICE #: 10045',
				'500 Main St                          Date: 03/04/2026',
				'Springfield, IL 62701                Due Date: April 3, 2026',
				'Phone: +1 (555) 010-2030             PO #: 4500012',
				'',
				'Bill To:                             Ship To:',
				'Globex Corp                          Globex Warehouse',
				'1 Plaza                              9 Dock Rd',
				'',
				'SKU       Description            Qty    Rate       Amount',
				'AB-1      Tax consulting          2    $50.00     $100.00',
				'CD-2      Widgets, large         10     $4.99      $49.90',
				'',
				'                                 Subtotal         $149.90',
				'                                 Discount         -$10.00',
				'                                 Shipping           $5.00',
				'                                 Sales Tax (8.25%) $11.54',
				'                                 Total Due        $156.44',
				'Terms: Net 30',
			];
			rows.forEach((row, number) => {
				for (const found of row.matchAll(/\S+(?: \S+)*/g))
					page.text(found[0], 40 + found.index * 8, 40 + number * 14, { lineBreak: false });
			});
		});
		expect(await read('invoice.pdf', bytes)).toMatchObject({
			vendor: {
				name: 'Acme Supply Co.',
				address: '500 Main St\nSpringfield, IL 62701',
				phone_number: '+1 (555) 010-2030',
			},
			billTo: { name: 'Globex Corp', address: '1 Plaza' },
			shipTo: { name: 'Globex Warehouse', address: '9 Dock Rd' },
			invoiceNumber: '10045',
			purchaseOrderNumber: '4500012',
			date: '2026-03-04',
			dueDate: '2026-04-03',
			currency: 'USD',
			items: [
				{ sku: 'AB-1', description: 'Tax consulting', quantity: 2, price: 50, total: 100 },
				{ sku: 'CD-2', description: 'Widgets, large', quantity: 10, price: 4.99, total: 49.9 },
			],
			subtotal: 149.9,
			discount: -10,
			shipping: 5,
			tax: 11.54,
			total: 156.44,
			terms: 'Net 30',
		});
	});

	it('a till receipt without headings', async () => {
		const text = [
			'CORNER CAFE',
			'88 Market Street',
			'',
			'2026-11-03 09:41',
			'',
			'2 x Flat white            9.00',
			'Almond croissant          3.75',
			'',
			'Subtotal                 12.75',
			'Tax 8%                    1.02',
			'TOTAL                   $13.77',
			'VISA **** 4242',
			'Thank you!',
		].join('\n');
		expect(await read('receipt.txt', text)).toMatchObject({
			documentType: 'receipt',
			vendor: { name: 'CORNER CAFE', address: '88 Market Street' },
			date: '2026-11-03',
			currency: 'USD',
			items: [
				{ description: 'Flat white', quantity: 2, total: 9 },
				{ description: 'Almond croissant', total: 3.75 },
			],
			subtotal: 12.75,
			tax: 1.02,
			total: 13.77,
			paymentType: 'visa',
			cardNumber: '4242',
		});
	});

	it('items that are called like sums', async () => {
		const text =
			'Shop\n\nInvoice No: 1\n\nDescription   Qty   Price   Amount\nTax consulting   2   50.00   100.00\nShipping box   1   5.00   5.00\n\nTotal   105.00 EUR';
		expect(await read('a.txt', text)).toMatchObject({
			items: [{ description: 'Tax consulting' }, { description: 'Shipping box' }],
			tax: undefined,
			shipping: undefined,
			total: 105,
		});
	});

	it('two tax rates, each on its base', async () => {
		const text =
			'Shop\n\nInvoice No: 1\n\nVAT 20% on 100.00   20.00\nVAT 5% on 40.00   2.00\nTotal   162.00 EUR';
		expect(await read('a.txt', text)).toMatchObject({
			taxLines: [
				{ name: 'VAT', rate: 20, base: 100, total: 20 },
				{ name: 'VAT', rate: 5, base: 40, total: 2 },
			],
			tax: 22,
			total: 162,
		});
	});

	it('reads no further than a paper is wide, so that 20 MB in one line take no hours', async () => {
		const text = `Corner Cafe  ${'a'.repeat(20 * 1024 * 1024)}`;
		expect(await read('a.txt', text)).toMatchObject({ vendor: { name: 'Corner Cafe' } });
	});
});

describe('other files', () => {
	const expected = {
		vendor: { name: 'Papier Nord' },
		invoiceNumber: 'A-1',
		date: '2026-02-27',
		items: [{ description: 'A4 paper', quantity: 10, price: 10, total: 100 }],
		total: 120,
	};

	it('HTML is read with its tables', async () => {
		const html = `<!doctype html><html><head><title>x</title></head><body><h1>Papier Nord</h1>
			<p>Invoice No: A-1<br>Date: 2026-02-27</p>
			<table><tr><th>Description</th><th>Qty</th><th>Price</th><th>Amount</th></tr>
			<tr><td>A4 paper</td><td>10</td><td>10.00</td><td>100.00</td></tr></table>
			<p>VAT 20% &nbsp; 20.00</p><p>Total: 120.00&nbsp;&euro;</p></body></html>`;
		expect(await read('a.html', html)).toMatchObject({ ...expected, currency: 'EUR', tax: 20 });
	});

	it('CSV is read with its columns', async () => {
		const csv =
			'Papier Nord\n"Invoice No: A-1",Date: 2026-02-27\nDescription,Qty,Price,Amount\n"A4 paper",10,10.00,100.00\nTotal,,,120.00\n';
		expect(await read('a.csv', csv)).toMatchObject(expected);
	});

	it.each([
		['quoted-printable', (text: string) => text.replace('Nord', 'N=6Frd')],
		['base64', (text: string) => Buffer.from(text).toString('base64')],
	])('an e-mail in %s is read', async (encoding, encode) => {
		const text =
			'Papier Nord\n\nInvoice No: A-1\nDate: 2026-02-27\n\nDescription   Qty   Price   Amount\nA4 paper   10   10.00   100.00\n\nTotal   120.00';
		const eml = [
			'From: a@example.com',
			'Content-Type: multipart/alternative; boundary="b1"',
			'',
			'--b1',
			'Content-Type: text/plain; charset=utf-8',
			`Content-Transfer-Encoding: ${encoding}`,
			'',
			encode(text),
			'--b1',
			'Content-Type: text/html',
			'',
			'<p>other</p>',
			'--b1--',
		].join('\r\n');
		expect(await read('a.eml', eml)).toMatchObject(expected);
	});

	it('a PDF under a password is refused', async () => {
		const bytes = await printPdf((page) => page.text('secret'), {
			userPassword: 'x',
			pdfVersion: '1.7',
		});
		await expect(read('a.pdf', bytes)).rejects.toThrow('File is encrypted');
	});

	it('a PDF without a text layer has no text', async () => {
		const bytes = await printPdf((page) => page.rect(10, 10, 100, 100).fill());
		expect((await read('scan.pdf', bytes)).reading).toMatchObject({
			hasText: false,
			processedPages: 1,
		});
	});
});

describe('the type of a file', () => {
	const zip = 'PK\x03\x04';
	it.each([
		['a.pdf', '%PDF-1.7', 'pdf'],
		['', '%PDF-1.7', 'pdf'],
		['wrong.jpg', '%PDF-1.7', 'pdf'],
		['a.zip', zip, 'zip'],
		['a.docx', zip, 'office'],
		['a.txt', 'BMW garage', 'text'],
		['', 'plain words', 'text'],
		['a.heic', '\0\0\0\x18ftypheic', 'image'],
		['a.exe', 'MZ', undefined],
		['a.txt', 'binary\0', undefined],
	])('of %j that begins with %j is %s', (fileName, head, type) => {
		expect(fileType(fileName, Buffer.from(head.padEnd(40), 'latin1'))).toBe(type);
	});
});

describe('places on the paper', () => {
	it('are parts of the page, where the text really stands', async () => {
		const bytes = await printPdf(
			(page) => page.text('Shop', 61.2, 79.2).text('Total: 5.00', 306, 396, { lineBreak: false }),
			{ size: [612, 792], margin: 0 },
		);
		const { boxes } = await read('a.pdf', bytes);
		const [page, left, top] = boxes.total;
		expect(page).toBe(0);
		expect(left).toBeCloseTo(0.5, 2);
		expect(top).toBeCloseTo(0.5, 1);
		expect(boxes['vendor.raw_name'][1]).toBeCloseTo(0.1, 2);
	});
});
