import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { call } from '../emulator/testing.mts';
import { STAGE_TIMEOUT_MS, type Stage } from '../e2e/stage.mts';
import { errorOf, outputOf, type Execution } from '../host/index.mts';
import { createSamples } from '../samples/index.mts';
import { sized } from '../sized.mts';
import { Booking, INVOICE_FILE } from './booking.mts';
import { testCalled } from './called.mts';
import { creditNote, invoice, line } from './invoice.mts';
import { gather } from './pauses.mts';
import type { OAuth } from './standIns/oauth.mts';
import type { BookedBill, Ledger } from './ledger.mts';
import { Internet } from './standIns/internet.mts';
import type { Target } from './targets.mts';
import { startExamples } from './stage.mts';

const untaxed = { tax: null, tax_lines: [] };

const PAID = 'It is paid already: a bill would be paid again';

/** What an execution says whose bill the system refuses. */
const REFUSED = /^Create the (Bill|Invoice) failed: (503|Service unavailable)/;

/** Nodes that a document ends in when it is not booked. */
const ENDS = ['Notify Someone', 'Notify of Different Total'];

const endsOf = (execution: Execution) =>
	ENDS.flatMap((node) =>
		outputOf(execution, node).map(({ json }) => ({ node, reason: json.reason as string })),
	);

/**
 * Books documents by an example, published on a real n8n, and looks at what the accounting system has then. Declares
 * its tests in the file that calls it.
 *
 * @param ofAnySystem an accounting system, which is a stand-in unless the environment names a real one
 */
export function testBills<L extends Ledger>(ofAnySystem: Target<L>): void {
	const target = ofAnySystem as unknown as Target;
	let internet: Internet;
	let stage: Stage;
	let ledger: Ledger;
	let booking: Booking;

	beforeAll(async () => {
		const { hosts = [] } = target;
		internet = await Internet.start(hosts);
		stage = await startExamples();
		ledger = await target.start();
		internet.lead(hosts, ledger.url);
		booking = await Booking.publish(stage, target, ledger);
	}, STAGE_TIMEOUT_MS);

	afterAll(async () => {
		await stage?.stop();
		await ledger?.stop();
		await internet?.stop();
	}, STAGE_TIMEOUT_MS);

	beforeEach(async () => {
		ledger.behave();
		await ledger.reset();
	});

	/** Delivers a document that shall be booked without a word, and returns the only bill. */
	async function book(fields: Record<string, unknown>) {
		const execution = await booking.receive({ ...invoice, ...fields });
		expect(errorOf(execution)).toBeUndefined();
		expect(endsOf(execution)).toEqual([]);
		await ledger.post?.();
		const bills = await ledger.bills();
		expect(bills).toHaveLength(1);
		return bills[0];
	}

	/** Submits a file as any workflow may have done. */
	const submit = (fileName: string, bytes: Buffer) =>
		call(stage.emulator, 'POST', '/documents', {
			async: true,
			file_name: fileName,
			file_data: bytes.toString('base64'),
		});

	it('books vendor, number, dates, currency, lines, tax and file', async () => {
		expect(await book({})).toMatchObject({
			vendor: 'Hansen Hardware',
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
		});
		expect(await ledger.vendors()).toEqual(['Hansen Hardware']);
	});

	it('does not book a duplicate', async () => {
		const execution = await booking.receive({ ...invoice, is_duplicate: true, duplicate_of: 77 });
		expect(endsOf(execution)).toEqual([
			{ node: 'Notify Someone', reason: 'Veryfi says: the same as document 77' },
		]);
		expect(await ledger.bills()).toEqual([]);
	});

	it('books nothing twice when the delivery comes twice', async () => {
		const id = booking.seed(invoice);
		await booking.deliver([id], '2026-11-20 12:00:00');
		await booking.deliver([id], '2026-11-20 12:00:00');
		expect(errorOf(await booking.deliver([id], '2026-11-20 12:30:00'))).toBeUndefined();
		expect(await ledger.bills()).toMatchObject([{ files: [{}] }]);
	});

	it('books every document of a delivery that names several', async () => {
		const known = booking.seed(invoice);
		await booking.deliver([known]);
		const others = [
			booking.seed({ ...invoice, invoice_number: 'A-1043', vendor: { name: 'Papier Nord' } }),
			booking.seed({ ...invoice, invoice_number: 'A-1044' }),
		];
		expect(errorOf(await booking.deliver([others[0], known, others[1]]))).toBeUndefined();
		expect(
			(await ledger.bills())
				.map(({ vendor, number, files }) => [number, vendor, files.length])
				.sort(),
		).toEqual([
			['A-1042', 'Hansen Hardware', 1],
			['A-1043', 'Papier Nord', 1],
			['A-1044', 'Hansen Hardware', 1],
		]);
		expect(await ledger.vendors()).toEqual(['Hansen Hardware', 'Papier Nord']);
	});

	it('attaches the file later when it could not be had, without a second bill', async () => {
		const id = booking.seed(invoice);
		stage.emulator.files.delete('invoice.pdf');
		const failed = await booking.deliver([id]);
		expect(failed.status).toBe('error');
		expect(await ledger.bills()).toMatchObject([{ files: [] }]);
		stage.emulator.files.set('invoice.pdf', INVOICE_FILE);
		await booking.retry(failed);
		expect(await ledger.bills()).toMatchObject([{ files: [{ bytes: INVOICE_FILE }] }]);
	});

	it.each(['vendor', 'bill', 'file'] as const)(
		'books once when the answer to the %s is lost, at the latest when the execution is retried',
		async (what) => {
			ledger.loseAnswersTo(target.writes[what]);
			const first = await booking.receive(invoice);
			if (what === 'vendor' && target.looksAgainForVendors) {
				expect(errorOf(first)).toBeUndefined();
			} else {
				expect(first.status).toBe('error');
				ledger.behave();
				ledger.forgetKeys?.();
				expect(errorOf(await booking.retry(first))).toBeUndefined();
			}
			expect(await ledger.vendors()).toEqual(['Hansen Hardware']);
			expect(await ledger.bills()).toMatchObject([
				{ total: 417.6, files: [{ bytes: INVOICE_FILE }] },
			]);
		},
	);

	it.each([['positive', 1], ...sized([], [['negative', -1] as const])] as const)(
		'books a credit note of %s amounts as what the vendor owes',
		async (_, sign) => {
			const { isCredit, number, lines, tax, total, files } = await book(creditNote(sign));
			expect([isCredit, number, files.length]).toEqual([true, 'C-7', 1]);
			const own = target.creditsAreNegative ? -1 : 1;
			expect([...lines.map(({ amount }) => amount), tax, total]).toEqual(
				[0.1, 0.2, 3.02, 0.23, 3.55].map((amount) => own * amount),
			);
		},
	);

	it('books the other documents of a delivery, and a retry only the one that failed', async () => {
		const ids = ['A-1042', 'A-1043'].map((number) =>
			booking.seed({ ...invoice, invoice_number: number }),
		);
		ledger.refuse(new RegExp(`${target.writes.bill.source}.*A-1043`));
		const failed = await booking.deliver(ids);
		expect(errorOf(failed)).toMatch(REFUSED);
		expect(await ledger.bills()).toMatchObject([{ number: 'A-1042', files: [{}] }]);
		ledger.behave();
		expect(errorOf(await booking.retry(failed))).toBeUndefined();
		expect(await ledger.bills()).toMatchObject([
			{ number: 'A-1042', files: [{}] },
			{ number: 'A-1043', files: [{}] },
		]);
	});

	if (target.repeatsAnswers) {
		it('books once, without failing, when one answer to the bill is lost', async () => {
			ledger.loseAnswersTo(target.writes.bill, 1);
			expect(await book({})).toMatchObject({ total: 417.6, files: [{}] });
		});

		it('books once when two events of a document come at the same moment', async () => {
			const id = booking.seed(invoice);
			await booking.deliverAtOnce(id, id);
			expect(await ledger.vendors()).toEqual(['Hansen Hardware']);
			expect(await ledger.bills()).toMatchObject([{ files: [{}] }]);
		});

		it('books two bills of a vendor that neither has found, without failing', async () => {
			ledger.pause(gather('commit', target.writes.vendor, 2));
			const ids = ['A-1', 'A-2'].map((number) =>
				booking.seed({ ...invoice, invoice_number: number }),
			);
			const executions = await booking.deliverAtOnce(...ids);
			expect(executions.map(errorOf)).toEqual([undefined, undefined]);
			expect(await ledger.vendors()).toEqual(['Hansen Hardware']);
			expect(await ledger.bills()).toMatchObject([{ files: [{}] }, { files: [{}] }]);
		});
	}

	// What the example's code decides, which is the same for every system and has tests of its own (bill, vendor, entered,
	// coding), and longer ways to what is shown above.
	if (!sized(false, true)) return;

	it('books a PDF that was submitted, with itself attached', async () => {
		const [{ printed, bytes, fileName }] = await createSamples();
		await submit(fileName, bytes);
		expect(errorOf(await booking.next())).toBeUndefined();
		expect(await ledger.bills()).toMatchObject([
			{
				vendor: printed.vendor,
				number: printed.invoiceNumber,
				date: printed.date,
				dueDate: printed.dueDate,
				lines: printed.lines.map(({ description, quantity, price, total: amount }) => ({
					description,
					quantity,
					unitPrice: price,
					amount,
				})),
				tax: printed.tax,
				total: printed.total,
				files: [{ bytes }],
			},
		]);
	});

	it('books a document without a number once, too', async () => {
		const id = booking.seed({ ...invoice, invoice_number: null });
		await booking.deliver([id]);
		await booking.deliver([id]);
		expect(await ledger.bills()).toMatchObject([{ number: `VERYFI-${id}` }]);
	});

	it('says at every retry what fails, and books once when the reason is gone', async () => {
		ledger.refuse(target.writes.bill);
		let execution = await booking.receive(invoice);
		for (const _ of ['first', 'second']) {
			expect(errorOf(execution)).toMatch(REFUSED);
			execution = await booking.retry(execution);
		}
		ledger.behave();
		expect(errorOf(await booking.retry(execution))).toBeUndefined();
		expect(await ledger.bills()).toMatchObject([{ total: 417.6, files: [{}] }]);
	});

	it('finds a vendor with an apostrophe in its name instead of creating it again', async () => {
		await ledger.addVendor('O\'Brien & Söhne "2000"');
		const { vendor } = await book({ vendor: { name: 'O\'Brien & Söhne "2000"' } });
		expect([vendor, await ledger.vendors()]).toEqual([vendor, [vendor]]);
	});

	const VARIANTS = [
		'HANSEN HARDWARE',
		'Hansen Hardware.',
		'\u00a0hansen  hardware,, ',
		'"Hansen Hardware"',
		'ＨＡＮＳＥＮ　Ｈａｒｄｗａｒｅ',
	];

	it('enters one bill of a vendor, however its name is written', async () => {
		await book({});
		const copies = VARIANTS.map((name) => booking.seed({ ...invoice, vendor: { name } }));
		const execution = await booking.deliver(copies);
		const reason = 'A bill A-1042 of this vendor is entered already: 2026-10-27, total 417.60';
		expect(endsOf(execution)).toEqual(copies.map(() => ({ node: 'Notify Someone', reason })));
		expect(await ledger.vendors()).toEqual(['Hansen Hardware']);
		expect(await ledger.bills()).toMatchObject([{ vendor: 'Hansen Hardware', files: [{}] }]);
	});

	it('enters one bill of two scans in one delivery, one with composed letters', async () => {
		const ids = ['Müller & Söhne', 'MÜLLER & SÖHNE'].map((name, index) =>
			booking.seed({ ...invoice, vendor: { name: name.normalize(index ? 'NFD' : 'NFC') } }),
		);
		expect(endsOf(await booking.deliver(ids))).toMatchObject([{ node: 'Notify Someone' }]);
		expect(await ledger.vendors()).toEqual(['Müller & Söhne'.normalize('NFC')]);
		expect(await ledger.bills()).toHaveLength(1);
	});

	it.each(['Hansen Hardware GmbH', 'Hansen', 'Hånsen Hardware', 'Hansen-Hardware Nord'])(
		'asks whether the vendor is %s',
		async (name) => {
			await ledger.addVendor(name);
			const execution = await booking.receive({ ...invoice, vendor: { name: 'Hansen Hardware' } });
			expect(endsOf(execution)).toEqual([
				{
					node: 'Notify Someone',
					reason: expect.stringContaining(`Its vendor "Hansen Hardware" may be "${name}".`),
				},
			]);
			expect([await ledger.vendors(), await ledger.bills()]).toEqual([[name], []]);
		},
	);

	it('enters the same number again in another year, with its file', async () => {
		const years = ['2025-01-15', '2026-01-15'].map((date) =>
			booking.seed({ ...invoice, invoice_number: '1', date, due_date: null }),
		);
		for (const id of years) expect(endsOf(await booking.deliver([id]))).toEqual([]);
		for (const id of years) expect(endsOf(await booking.deliver([id]))).toEqual([]);
		expect(await ledger.bills()).toMatchObject([
			{ number: '1', date: '2025-01-15', files: [{}] },
			{ number: '1', date: '2026-01-15', files: [{}] },
		]);
	});

	it.each([
		['date', { date: '2026-11-02' }, 'this one is of 2026-11-02, total 417.60'],
		['total', { tax: null, tax_lines: [], total: 348 }, 'this one is of 2026-10-27, total 348.00'],
	])('asks about the same number with another %s', async (_, fields, said) => {
		await book({});
		const execution = await booking.receive({ ...invoice, ...fields });
		const reason = `A bill A-1042 of this vendor is entered already: 2026-10-27, total 417.60; ${said}`;
		expect(endsOf(execution)).toEqual([{ node: 'Notify Someone', reason }]);
		expect(await ledger.bills()).toHaveLength(1);
	});

	it('asks about a document whose totals Veryfi doubts', async () => {
		const warnings = [{ type: 'totals_missmatch', message: 'Subtotal does not match' }];
		const execution = await booking.receive({ ...invoice, meta: { warnings } });
		expect(endsOf(execution)).toEqual([
			{ node: 'Notify Someone', reason: 'Veryfi warns: Subtotal does not match' },
		]);
	});

	if (target.findsByTaxId) {
		it('finds a vendor by its tax number when the name is spelled differently', async () => {
			await ledger.addVendor('Hansen Hardware GmbH & Co. KG', 'DE811569869');
			await ledger.addVendor('Somebody Else');
			expect(await book({})).toMatchObject({ vendor: 'Hansen Hardware GmbH & Co. KG' });
		});
	}

	it('books a bill whose tax number is misread', async () => {
		const { vendor } = await book({ vendor: { ...invoice.vendor, vat_number: 'DE811569868' } });
		expect([vendor, await ledger.vendors()]).toEqual(['Hansen Hardware', ['Hansen Hardware']]);
	});

	const { otherAccount } = target;
	if (otherAccount) {
		it('enters lines to the accounts that a person has said, from the next bill on', async () => {
			const accounts = async (fields: Record<string, unknown>) => {
				expect(errorOf(await booking.receive({ ...invoice, ...fields }))).toBeUndefined();
				const { lines } = (await ledger.bills()).at(-1) as BookedBill;
				return lines.map(({ account }) => account);
			};
			const vendor = { name: 'Coded Goods' };
			const [usual] = await accounts({ vendor });
			const rule = { Vendor: 'coded goods', 'Word in the Line': 'TONER' };
			await booking.correct({ ...rule, Account: 'wrong' });
			await booking.correct({ ...rule, Account: otherAccount });
			expect(await accounts({ vendor, invoice_number: 'A-2' })).toEqual([usual, otherAccount]);
			expect(await accounts({ invoice_number: 'A-3' })).toEqual([usual, usual]);
			expect(usual).not.toBe(otherAccount);
		});
	}

	it('loses no cents: 0.1 + 0.2, and tax that does not divide', async () => {
		const lines = [line('Stamp', 1, 0.1, 0.1), line('Envelope', 1, 0.2, 0.2)];
		const {
			tax,
			total,
			lines: booked,
		} = await book({
			line_items: [...lines, line('Paper', 3, 1.005, 3.02)],
			subtotal: 3.32,
			tax: 0.23,
			tax_lines: [],
			total: 3.55,
		});
		expect([tax, total]).toEqual([0.23, 3.55]);
		// Three times 1.01 is not 3.02, so the amount counts.
		expect(booked.at(-1)).toMatchObject({ amount: 3.02 });
	});

	it('takes the tax off lines that include it', async () => {
		const { lines, tax, total } = await book({
			line_items: [line('Fare', 1, 22.08, 22.08), line('Luggage', 2, 1.8, 3.6)],
			subtotal: 25.68,
			tax: 4.28,
			tax_lines: [],
			total: 25.68,
		});
		expect([lines.map(({ amount }) => amount), tax, total]).toEqual([[18.4, 3], 4.28, 25.68]);
	});

	it('books discount, shipping and tip, so that the total is that of the document', async () => {
		const { total } = await book({ discount: 10.01, shipping: 4.9, tip: 2, total: 414.49 });
		expect(total).toBe(414.49);
	});

	it('books what is taken off by a line of its own', async () => {
		const lines = [...invoice.line_items, line('Deposit', 1, -50.1, -50.1)];
		const { total, ...bill } = await book({ line_items: lines, total: 367.5 });
		expect(total).toBe(367.5);
		expect(JSON.stringify(bill)).toContain('Deposit');
	});

	it('books one line with the total, and says so, when the lines do not add up', async () => {
		const { lines, tax, total, note } = await book({ line_items: [line('Toner', 2, 64.5, 129)] });
		expect([lines.map(({ amount }) => amount), tax, total]).toEqual([[348], 69.6, 417.6]);
		expect(note).toContain('entered as one line because its lines do not add up');
	});

	it('books quantities as finely as they stand on the document', async () => {
		const items = [
			line('Saffron', 0.125, 8, 1),
			line('Petrol', 41.237, 1.799, 74.19),
			line('Repair', 1.5, 80, 120),
		];
		const { lines, total } = await book({ ...untaxed, line_items: items, total: 195.19 });
		expect([lines.map(({ amount }) => amount), total]).toEqual([[1, 74.19, 120], 195.19]);
		expect(lines[2].description).toMatch(lines[2].quantity === 1.5 ? 'Repair' : '1.5 × Repair');
	});

	it('books two bills whose long numbers begin alike', async () => {
		const numbers = ['0001', '0002'].map((end) => `RE-2026-ABTEILUNG-NORD-HAMBURG-${end}`);
		for (const number of numbers) await booking.receive({ ...invoice, invoice_number: number });
		const found = (await ledger.bills()).map(({ number, note }) => `${number} ${note}`);
		expect(found).toEqual(numbers.map((number) => expect.stringContaining(number)));
	});

	it('books a document that has no lines', async () => {
		const { lines, total } = await book({
			...untaxed,
			line_items: [],
			subtotal: null,
			total: 12.5,
		});
		expect([lines.map(({ amount }) => amount), total]).toEqual([[12.5], 12.5]);
	});

	it('books a currency without cents', async () => {
		const { currency, total } = await book({
			...untaxed,
			currency_code: 'JPY',
			line_items: [line('Ramen', 2, 980, 1960)],
			total: 1960,
		});
		expect([currency, total]).toEqual(['JPY', 1960]);
	});

	if (target.missingAccount) {
		const { currency, message } = target.missingAccount;
		it('says what the system lacks for a currency', async () => {
			const failed = await booking.receive({ ...invoice, currency_code: currency });
			expect(errorOf(failed)).toMatch(message);
			expect(await ledger.bills()).toEqual([]);
		});
	}

	if (target.knowsTerms) {
		it.each([
			['earlier', 60],
			['later', 10],
		])('books the printed due date when it is %s than what was agreed', async (_, days) => {
			await ledger.addVendor('Hansen Hardware', undefined, days);
			expect(await book({})).toMatchObject({ dueDate: '2026-11-26' });
		});

		it('leaves the due date to what was agreed where none is printed', async () => {
			await ledger.addVendor('Hansen Hardware', undefined, 10);
			expect(await book({ due_date: null })).toMatchObject({ dueDate: '2026-11-06' });
		});
	}

	it('asks somebody about each document that is no bill to pay', async () => {
		const noBills = [
			[{ vendor: { name: null } }, 'Not found on the document: vendor_name'],
			[
				{ total: 420 },
				'Its figures contradict each other: subtotal 348.00, tax 69.60, total 420.00',
			],
			[{ tip: '12,50' }, 'tip is "12,50", which is no number'],
			[{ total: null }, 'Not found on the document: total'],
			[{ total: 0 }, 'Its total is zero'],
			...['statement', 'purchase_order', 'remittance_advice', 'check', 'contract', 'other'].map(
				(type) =>
					[
						{ document_type: type, total: null },
						`Veryfi calls it "${type.replace('_', ' ')}", which is no bill`,
					] as const,
			),
			[{ is_money_in: true }, 'Veryfi says that its money comes in, so it is no bill'],
			[{ document_type: 'receipt' }, PAID],
			[{ balance: 0 }, PAID],
		] as const;
		const ids = noBills.map(([fields]) => booking.seed({ ...invoice, ...fields }));
		const execution = await booking.deliver(ids);
		expect(endsOf(execution)).toEqual(
			noBills.map(([, reason]) => ({ node: 'Notify Someone', reason })),
		);
		expect(await ledger.bills()).toEqual([]);
	});

	it('takes an invoice with a negative total for a credit note', async () => {
		expect(await book({ ...creditNote(-1), document_type: 'invoice' })).toMatchObject({
			isCredit: true,
		});
	});

	it('books a credit note beside the bill that bears its number, and each of them once', async () => {
		const bill = booking.seed(invoice);
		const credit = booking.seed({ ...invoice, ...creditNote(-1), invoice_number: 'A-1042' });
		await booking.deliver([bill, credit]);
		expect(errorOf(await booking.deliver([credit, bill]))).toBeUndefined();
		expect(await ledger.bills()).toMatchObject([
			{ isCredit: false, number: 'A-1042', files: [{}] },
			{ isCredit: true, number: 'A-1042', files: [{}] },
		]);
	});

	it('books a credit note once when the answer to it is lost', async () => {
		ledger.loseAnswersTo(target.writes.credit ?? target.writes.bill);
		const failed = await booking.receive({ ...invoice, ...creditNote(1) });
		expect(failed.status).toBe('error');
		ledger.behave();
		ledger.forgetKeys?.();
		expect(errorOf(await booking.retry(failed))).toBeUndefined();
		expect(await ledger.bills()).toMatchObject([{ isCredit: true, files: [{}] }]);
	});

	it('asks somebody about a document that Veryfi could not read', async () => {
		await submit('broken.pdf', Buffer.from(`%PDF-1.7\n${'not really a PDF '.repeat(30)}`));
		expect(endsOf(await booking.next())).toEqual([
			{ node: 'Notify Someone', reason: 'Veryfi could not read it. File is corrupted' },
		]);
	});

	if (target.oauth) {
		it('renews its access when the token has ended, and books on', async () => {
			const oauth = (target.oauth as (ledger: Ledger) => OAuth)(ledger);
			const before = oauth.renewals;
			oauth.expire();
			await book({});
			expect(oauth.renewals).toBe(before + 1);
		});
	}

	testCalled(
		() => ({ stage, target, ledger }),
		() => invoice,
	);

	describe('where what is paid shall be booked, too', () => {
		beforeAll(async () => {
			await stage.reset();
			booking = await Booking.publish(stage, target, ledger, { settings: { bookPaid: true } });
		}, STAGE_TIMEOUT_MS);

		it('books a receipt', async () => {
			expect(await book({ document_type: 'receipt' })).toMatchObject({ total: 417.6 });
		});
	});

	if (target.withRates) {
		describe('where the system computes the tax', () => {
			beforeAll(async () => {
				await stage.reset();
				const settings = target.withRates?.(ledger);
				booking = await Booking.publish(stage, target, ledger, { settings });
			}, STAGE_TIMEOUT_MS);

			it('books the lines with their rate', async () => {
				const { lines, tax, total } = await book({ tip: 2, total: 419.6 });
				expect([lines.length, tax, total]).toEqual([3, 69.6, 419.6]);
			});

			it('tells somebody when it comes to another total than the document', async () => {
				const execution = await booking.receive({
					...invoice,
					tax: 69.61,
					tax_lines: [],
					total: 417.61,
				});
				expect(endsOf(execution)).toMatchObject([{ node: 'Notify of Different Total' }]);
				expect(await ledger.bills()).toMatchObject([{ total: 417.6, files: [{}] }]);
			});
		});
	}

	if (target.refuseDoubles) {
		describe('where the system refuses a second bill of the same number', () => {
			beforeAll(async () => {
				await stage.reset();
				booking = await Booking.publish(stage, target, ledger, {
					retried: ['Create the Invoice'],
				});
			}, STAGE_TIMEOUT_MS);

			it('books once when Retry On Fail sends the bill again', async () => {
				await target.refuseDoubles?.(ledger);
				ledger.loseAnswersTo(target.writes.bill, 1);
				const failed = await booking.receive(invoice);
				expect(errorOf(failed)).toContain('Supplier Invoice No exists');
				expect(errorOf(await booking.retry(failed))).toBeUndefined();
				expect(await ledger.bills()).toMatchObject([{ total: 417.6, files: [{}] }]);
			});

			it('says that there is no fiscal year for a bill', async () => {
				await target.refuseDoubles?.(ledger);
				const failed = await booking.receive({ ...invoice, date: '2024-01-15', due_date: null });
				expect(errorOf(failed)).toMatch(/15.01.2024 is not in any active Fiscal Year/);
				expect(await ledger.bills()).toEqual([]);
			});
		});
	}
}
