// Tells whether the ledger has the bill already: the same text in every bills-to-... example (examples/code/entered.cjs).
// A vendor may begin its numbers anew each year, so that the same number in another year is another bill. What bears
// the number in the same year and is not from this document is left to a person, with the reason.
const bill = $('Attempt').first().json;
const { vendorId } = bill;

// QuickBooks, Xero and ERPNext answer with a list, Odoo gives an item for each.
const entered = $input
	.all()
	.flatMap(({ json }) => {
		const { QueryResponse: answer } = json;
		if (answer) return answer.Bill ?? answer.VendorCredit ?? [];
		return json.Invoices ?? json.CreditNotes ?? json.data ?? json;
	})
	.map((one) => ({
		id: one.Id ?? one.InvoiceID ?? one.CreditNoteID ?? one.id ?? one.name,
		vendorId: one.VendorRef?.value ?? one.Contact?.ContactID ?? one.partner_id?.[0] ?? one.supplier,
		date: (one.TxnDate ?? one.DateString ?? one.invoice_date ?? one.bill_date) || '',
		total: Math.abs(one.TotalAmt ?? one.Total ?? one.amount_total ?? one.grand_total),
		source: (one.PrivateNote ?? one.Url ?? one.invoice_origin ?? one.remarks) || '',
		hasFile: one.HasAttachments ?? false,
		isGone: ['VOIDED', 'DELETED'].includes(one.Status),
	}))
	.map((one) => ({ ...one, date: one.date.slice(0, 10) }))
	.filter((one) => !one.isGone && one.vendorId === vendorId)
	.filter(({ date }) => date === '' || date.slice(0, 4) === bill.date.slice(0, 4));

const isSame = ({ date, total }) => date === bill.date && total === bill.total;
const mark = new RegExp(`(Veryfi document |/documents/)${bill.documentId}(?!\\d)`);
// Xero's credit notes have no place for the document that they are from.
const isOwn = (one) =>
	mark.test(one.source) ||
	(bill.isCredit && one.hasFile === false && one.source === '' && isSame(one));
const own = entered.find(isOwn);
if (own) return [{ json: { ...bill, match: 'own', found: own }, pairedItem: 0 }];

const other = entered.find(isSame) ?? entered[0];
if (!other) return [{ json: { ...bill, match: 'new' }, pairedItem: 0 }];
const written = (amount) => amount.toFixed(bill.decimals);
const what = bill.isCredit ? 'credit note' : 'bill';
const printed = isSame(other) ? '' : `; this one is of ${bill.date}, total ${written(bill.total)}`;
const reason = `A ${what} ${bill.number} of this vendor is entered already: ${other.date || 'no date'}, total ${written(other.total)}${printed}`;
return [{ json: { ...bill, match: 'duplicate', reason, found: other }, pairedItem: 0 }];
