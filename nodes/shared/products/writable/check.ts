import type { Parameter } from '../../fields/parameter';
import { boolean, day, number, object, text } from '../../fields/parameterKinds';
import { customFields, meta } from './common';

/** What can be changed of a check. */
export const check: Parameter[] = [
	...meta,
	number('amount', 'Amount', 'Amount in figures'),
	text('amount_text', 'Amount Text', 'Amount in words', 'e.g. Twelve and 00/100'),
	text('bank_address', 'Bank Address', 'Address of the bank', 'e.g. 1 Quai Sud, 59000 Lille'),
	text('bank_name', 'Bank Name', 'Name of the bank', 'e.g. Nordbank'),
	text('check_number', 'Check Number', 'Number of the check', 'e.g. 1042'),
	text('check_type', 'Check Type', 'Kind of the check', 'e.g. personal_check'),
	text('currency_code', 'Currency Code', 'Three-letter code (ISO 4217)', 'e.g. USD'),
	customFields,
	day('date', 'Date', 'Date of the check'),
	object(
		'endorsement',
		'Endorsement (JSON)',
		'What the back of the check says, as a JSON object',
		'e.g. { "is_endorsed": true }',
	),
	text(
		'fractional_routing_number',
		'Fractional Routing Number',
		'Routing number in its fractional form',
		'e.g. 1-2/210',
	),
	boolean('is_signed', 'Is Signed', 'Whether the check is signed'),
	text('memo', 'Memo', 'What the check is for', 'e.g. Invoice A-1042'),
	object(
		'micr',
		'MICR (JSON)',
		'The line in magnetic ink, as a JSON object',
		'e.g. { "routing_number": "021000021" }',
	),
	text('payer_address', 'Payer Address', 'Address of the payer', 'e.g. 1 Quai Sud, 59000 Lille'),
	text('payer_name', 'Payer Name', 'Name of the payer', 'e.g. Atelier Est'),
	text('receiver_address', 'Receiver Address', 'Address of the payee', 'e.g. 2 Rue Nord, Lille'),
	text('receiver_name', 'Receiver Name', 'Name of the payee', 'e.g. Papier Nord'),
];
