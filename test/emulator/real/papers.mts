/** Papers on which everything stands that the emulator reads. */
export const FULL_RECEIPT = `Corner Cafe
88 Market Street
San Francisco, CA 94103
Phone: 415-555-0100
www.cornercafe.example
VAT No: DE123456789

Invoice No: A-7
Account Number: 4711
PO Number: PO-77
Date: 11/03/2026
Due Date: 11/30/2026
Bill to: Atelier Est
Ship to: Atelier Est

SKU     Description    Qty    Unit    Price    Tax    Amount
1001    Tea            2      pcs     3.00     8%     6.00
1002    Milk           1      pcs     1.50     8%     1.60
1002    Milk           1      pcs     1.50     8%     1.50

Subtotal    9.10
Discount    1.00
Shipping    2.00
Tip    1.00
Sales Tax 8% on 9.10    0.73
Total    $ 11.83
Items sold    3
Payment terms: 30 days
Visa 4242
`;

export const BARE_RECEIPT = 'Kiosk\n\nTea   5.00\n';

export const LINE_ITEM = {
	order: 1,
	description: 'Tea',
	total: 5,
	price: 5,
	quantity: 1,
	tax: 0,
	discount: 0,
	discount_rate: 0,
	date: '2026-01-02',
	start_date: '2026-01-01',
	end_date: '2026-01-31',
	hsn: '1',
	section: 'A',
	sku: '1',
	type: 'food',
	unit_of_measure: 'pcs',
	upc: '1',
	reference: 'r',
	tax_rate: 7,
	tags: ['a'],
};

export const CONTRACT = `Contract: Supply of paper
Date: 6 August 2025
Start Date: 1 January 2026
End Date: 31 December 2026
Parties: Papier Nord, Atelier Est
Term: one year
Contract Value: 10,000.00
Renewal Term: one year
Notice Period: 30
Termination for convenience: 30 days
Termination Notice: 30
Governing Law: France
`;

export const BANK_STATEMENT = `Bank: First Local
Bank Address: 1 Main Street
Bank VAT: DE1
Bank Website: www.example.com
Account Holder: Ada Lovelace
Address: 2 Side Street
Account Number: 0042
Account Type: Checking
Routing Number: 123456789
IBAN: DE0012345678
BIC: ABCDEF
Currency: USD
Opening Balance: 1,000.00
Closing Balance: 1,150.50
From: 2026-01-01
To: 2026-01-31

Date          Description        Debit      Credit     Balance
2026-01-03    Rent               99.50                  900.50
2026-01-10    Salary                        250.00    1,150.50
2026-01-11    Fee                  1.00
`;

export const CHECK = `Check No: 1001
Pay to the order of: Ada
Payee Address: 1 Main Street
Payer: Bob
Payer Address: 2 Side Street
Amount: $12.50
The sum of: twelve and 50/100
Date: 2026-02-01
Bank: First Local
Bank Address: 3 High Street
Memo: rent
Fractional: 11-22/3333
Routing from fractional: 333311
Signed: yes
Endorsed: yes
Routing Number: 123456789
Account Number: 42
Serial: 7
`;

export const W2 = `Employee Name: Ada
Employee Address: 1 Main Street
SSN: 123-45-6789
Employer Name: Engines
Employer Address: 2 Side Street
EIN: 12-3456789
Control Number: 7
Wages: 1,000.00
Federal Income Tax: 100.00
Social Security Wages: 1,000.00
Social Security Tax: 62.00
Medicare Wages: 1,000.00
Medicare Tax: 14.50
State: CA
Employer State ID: 9
State Wages: 1,000.00
State Income Tax: 50.00
Local Wages: 1,000.00
Local Income Tax: 10.00
Locality: SF
12a: D
12a Amount: 1.00
12b: D
12b Amount: 1.00
12c: D
12c Amount: 1.00
12d: D
14: CA SDI 31.20
Retirement Plan: x
`;

export const W9 = `Name: Ada
Business Name: Engines
Address: 1 Main Street
City: Lille
EIN: 12-3456789
SSN: 123-45-6789
LLC: yes
Requester: Bob
Signature: yes
Signature Date: 2026-01-02
`;

export const BUSINESS_CARD = `Name: Ada King Lovelace
Company: Engines
Title: Countess
Email: ada@example.com
Phone: 1 555 0100
Fax: 1 555 0101
Web: www.example.com
Address: 1 Main Street, London
`;

export const INVOICE = `Papier Nord
1 Quai Sud
59000 Lille

Invoice No: A-1042
Date: 2026-02-27

Description    Qty    Price    Amount
A4 paper       10     10.00    100.00
Pens, blue     4      2.50     10.00

Subtotal    110.00
VAT 20%    22.00
Total    132.00 EUR
`;
