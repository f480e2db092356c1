import type { Parameter } from '../../fields/parameter';
import { boolean, day, text } from '../../fields/parameterKinds';
import { meta } from './common';

const tick = (wire: string, box: string) =>
	boolean(wire, `Is ${box}`, `Whether the box "${box}" is ticked`);

/** What can be changed of a W-9. */
export const w9: Parameter[] = [
	...meta,
	text('account_numbers', 'Account Numbers', 'Numbers of accounts, as on the form', 'e.g. 4711'),
	text('address1', 'Address Line 1 (Street)', 'Street and number', 'e.g. 12 Main Street'),
	text(
		'address2',
		'Address Line 2 (City)',
		'City, state and ZIP code',
		'e.g. Springfield, IL 62701',
	),
	text('business_name', 'Business Name', 'Name of the business', 'e.g. Papier Nord'),
	tick('c_corp', 'C Corporation'),
	text('ein', 'EIN', 'Employer identification number', 'e.g. 12-3456789'),
	text('exempt_payee_code', 'Exempt Payee Code', 'Code of an exempt payee', 'e.g. 5'),
	text('exemption', 'FATCA Exemption Code', 'Code of the exemption from FATCA reporting', 'e.g. A'),
	boolean('3b_foreign', 'Has Foreign Partners (3b)', 'Whether the box of line 3b is ticked'),
	tick('individual', 'Individual'),
	tick('llc', 'LLC'),
	text('llc_type', 'LLC Type', 'Tax classification of the LLC', 'e.g. S'),
	text('name', 'Name', 'Name as on the income tax return', 'e.g. Ann Miller'),
	tick('other', 'Other'),
	text('other_description', 'Other Description', 'What "Other" stands for', 'e.g. Nonprofit'),
	tick('partnership', 'Partnership'),
	text('requester', 'Requester', 'Who asked for the form', 'e.g. Atelier Est'),
	tick('s_corp', 'S Corporation'),
	boolean('signature', 'Is Signed', 'Whether the form is signed'),
	day('signature_date', 'Signature Date', 'When the form was signed'),
	text('ssn', 'SSN', 'Social security number', 'e.g. 123-45-6789'),
	tick('trust_estate', 'Trust or Estate'),
];
