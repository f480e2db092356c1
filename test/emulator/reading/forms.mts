/** How the fields of forms are called on paper. */
import type { FieldLabel } from './pairs.mts';

export const BANK_STATEMENT: FieldLabel[] = [
	['bank_name', /^bank(?: name)?(?=\s*:|$)/i],
	['bank_address', /^bank address/i],
	['account_holder_name', /^account (?:holder|name)/i],
	['account_holder_address', /^(?:holder )?address/i],
	['account_number', /^account (?:number|no)\.?/i],
	['account_type', /^account type/i],
	['routing_number', /^routing(?: number| no)?\.?/i],
	['iban_number', /^iban/i],
	['swift', /^(?:swift|bic)/i],
	['beginning_balance', /^(?:beginning|opening|previous) balance/i, 'amount'],
	['ending_balance', /^(?:ending|closing|new) balance/i, 'amount'],
	['period_start_date', /^(?:period start|statement period|from)\b/i, 'date'],
	['period_end_date', /^(?:period end|to)\b/i, 'date'],
	['statement_date', /^statement date/i, 'date'],
	['due_date', /^(?:payment )?due date/i, 'date'],
	['minimum_due', /^minimum (?:payment )?due/i, 'amount'],
	['currency_code', /^currency/i],
	['account_vat_number', /^account vat/i],
	['bank_vat_number', /^bank vat/i],
	['bank_website', /^(?:bank )?website/i],
	['statement_number', /^statement (?:number|no)\.?/i],
];

export const CHECK: FieldLabel[] = [
	['amount', /^(?:amount|pay exactly|\$)/i, 'amount'],
	['amount_text', /^(?:the sum of|amount in words)/i],
	['date', /^date/i, 'date'],
	['check_number', /^(?:check|cheque) (?:number|no)\.?/i],
	['memo', /^(?:memo|for)\b/i],
	['payer_name', /^(?:payer|from)\b/i],
	['payer_address', /^payer address/i],
	['receiver_name', /^(?:pay to the order of|pay to|payee)/i],
	['receiver_address', /^payee address/i],
	['bank_name', /^bank(?: name)?(?=\s*:|$)/i],
	['bank_address', /^bank address/i],
	['fractional_routing_number', /^fractional/i],
	['routing_from_fractional', /^routing from fractional/i],
	['is_signed', /^signed/i, 'flag'],
	['is_endorsed', /^endorsed/i, 'flag'],
];

export const MICR: FieldLabel[] = [
	['routing_number', /^routing(?: number| no)?\.?/i],
	['account_number', /^account(?: number| no)?\.?/i],
	['serial_number', /^serial/i],
];

export const BUSINESS_CARD: FieldLabel[] = [
	['person', /^name/i],
	['organization', /^(?:company|organi[sz]ation)/i],
	['title', /^(?:title|position)/i],
	['email', /^e-?mail/i],
	['phone', /^(?:phone|tel)\b/i],
	['mobile', /^(?:mobile|cell)\b/i],
	['fax', /^fax/i],
	['web', /^(?:web(?:site)?|url)\b/i],
	['address', /^address/i],
];

/** What a W-2 says of one state, at the top and as a row of `states`. */
export const W2_STATE: FieldLabel[] = [
	['state', /^state\b(?!\s+(?:wages|tax|income|id))/i],
	['employer_state_id', /^(?:employer(?:'s)? )?state id/i],
	['state_wages_tips', /^state wages/i, 'amount'],
	['state_income_tax', /^state income tax/i, 'amount'],
	['local_wages_tips', /^local wages/i, 'amount'],
	['local_income_tax', /^local income tax/i, 'amount'],
	['locality_name', /^locality/i],
];

/** `12a: D 500.00` is a code and an amount. */
const BOX_12 = ['a', 'b', 'c', 'd'].flatMap((letter): FieldLabel[] => [
	[`field_12${letter}_col1`, new RegExp(`^12${letter}(?! amount)`, 'i')],
	[`field_12${letter}_col2`, new RegExp(`^12${letter} amount`, 'i'), 'amount'],
]);

export const W2: FieldLabel[] = [
	['employee_name', /^employee(?:'s)? name/i],
	['employee_address', /^employee(?:'s)? address/i],
	['employee_ssn', /^(?:employee(?:'s)? )?(?:ssn|social security number)/i],
	['employer_name', /^employer(?:'s)? name/i],
	['employer_address', /^employer(?:'s)? address/i],
	['ein', /^(?:ein|employer identification number)/i],
	['control_number', /^control number/i],
	['wages_other_comps', /^wages/i, 'amount'],
	['federal_income_tax', /^federal income tax/i, 'amount'],
	['ss_wages', /^social security wages/i, 'amount'],
	['ss_tax', /^social security tax/i, 'amount'],
	['medicare_wages', /^medicare wages/i, 'amount'],
	['medicare_tax', /^medicare tax/i, 'amount'],
	['ss_tips', /^social security tips/i, 'amount'],
	['allocated_tips', /^allocated tips/i, 'amount'],
	['advance_eic_payment', /^advance eic/i, 'amount'],
	['dependent_care_benefits', /^dependent care/i, 'amount'],
	['non_qualified_plans', /^non-?qualified plans/i, 'amount'],
	...BOX_12,
	...W2_STATE,
	['is_13a', /^statutory employee/i, 'flag'],
	['is_13b', /^retirement plan/i, 'flag'],
	['is_13c', /^third-party sick pay/i, 'flag'],
];

export const W9: FieldLabel[] = [
	['name', /^name/i],
	['business_name', /^business name/i],
	['address1', /^address(?: 1)?(?=\s*:|$)/i],
	['address2', /^(?:address 2|city)/i],
	['ein', /^(?:ein|employer identification number)/i],
	['ssn', /^(?:ssn|social security number)/i],
	['individual', /^individual/i, 'flag'],
	['c_corp', /^c corporation/i, 'flag'],
	['s_corp', /^s corporation/i, 'flag'],
	['partnership', /^partnership/i, 'flag'],
	['trust_estate', /^trust/i, 'flag'],
	['llc', /^limited liability company|^llc\b/i, 'flag'],
	['llc_type', /^(?:llc )?tax classification/i],
	['other', /^other(?! description)/i, 'flag'],
	['other_description', /^other description/i],
	['3b_foreign', /^foreign partners/i],
	['account_numbers', /^(?:list )?account numbers?/i],
	['exempt_payee_code', /^exempt payee code/i],
	['exemption', /^exemption/i],
	['requester', /^requester/i],
	['signature', /^signature(?! date)/i, 'flag'],
	['signature_date', /^(?:signature date|date)/i, 'date'],
];

export const W8: FieldLabel[] = [
	['field_1_name_of_organization', /^name of organi[sz]ation/i],
	['field_2_country_of_incorporation', /^country of incorporation/i],
	['field_3_name_of_disregarded_entity', /^name of disregarded entity/i],
	['field_6_permanent_residence_address', /^permanent residence address/i],
	['field_8_us_tin', /^u\.?s\.? tin/i],
	['field_9a_giin', /^giin/i],
	['field_9b_foreign_tin', /^foreign tin/i],
	['field_10_reference_number', /^reference number/i],
];
