import type { INodePropertyOptions } from 'n8n-workflow';

import { BILL_MEMBERS, LINE_MEMBERS } from '../output/bill';

/** What every product but receipts and invoices has beside its own values. */
const COMMON = ['created_date', 'external_id', 'pdf_url', 'tags', 'updated_date'];

const words = (text: string): string[] => text.trim().split(/\s+/);

/**
 * Members of the simplified output, by the kind of the record (shared/simplify.ts). Members that a blueprint or
 * an account adds can be named by expression.
 */
const MEMBERS: Record<string, string[]> = {
	document: BILL_MEMBERS,
	lineItem: LINE_MEMBERS,
	extraction: [...BILL_MEMBERS, 'document_type_score', 'extraction_error'],
	checkWithRemittance: ['check', 'document'],
	anyDocument: [...COMMON, 'blueprint_name'],
	bankStatement: [
		...COMMON,
		...words(`account_holder_address account_holder_name account_number account_numbers account_type
			account_vat_number accounts bank_address bank_name bank_vat_number bank_website beginning_balance
			currency_code due_date ending_balance iban_number minimum_due period_end_date period_start_date
			routing_number routing_numbers statement_date statement_number summaries swift transactions`),
	],
	businessCard: [
		...COMMON,
		...words(
			'address email fax img_url mobile organization parsed_address parsed_name person phone title web',
		),
	],
	check: [
		...COMMON,
		...words(`amount amount_text bank_address bank_name check_number check_type date endorsement
			fractional_routing_number is_endorsed is_signed memo micr payer_address payer_name receiver_address
			receiver_name`),
	],
	contract: [
		...COMMON,
		...words(`contract_name contract_number date effective_date end_date expiration_date governing_law
			notice_period parties payment_terms renewal_term start_date term termination_notice title total
			total_value`),
	],
	markdown: [...COMMON, ...words('created document_type markdown status updated')],
	w2: [
		...COMMON,
		...words(`allocated_tips control_number dependent_care_benefits ein employee_address employee_name
			employee_ssn employer_address employer_name employer_state_id federal_income_tax field_14_other is_13a
			is_13b is_13c local_income_tax local_wages_tips locality_name medicare_tax medicare_wages
			non_qualified_plans ss_tax ss_tips ss_wages state state_income_tax state_wages_tips states
			wages_other_comps`),
	],
	w9: [
		...COMMON,
		...words(`3b_foreign account_numbers address1 address2 business_name c_corp ein exempt_payee_code exemption individual
			llc llc_type name other other_description parsed_address partnership requester s_corp signature signature_date ssn
			trust_estate`),
	],
	w8BenE: [
		...COMMON,
		...words(`field_10_reference_number field_1_name_of_organization field_2_country_of_incorporation
			field_3_name_of_disregarded_entity field_6_permanent_residence_address field_8_us_tin field_9a_giin
			field_9b_foreign_tin`),
	],
};

const ABBREVIATION = /^(ein|giin|iban|id|micr|pdf|ssn|tin|url|us|vat)$/;

const titled = (word: string): string =>
	ABBREVIATION.test(word) ? word.toUpperCase() : word.charAt(0).toUpperCase() + word.slice(1);

/** What can be chosen of a kind of record, in alphabetical order; the ID comes in any case. */
export const outputFieldOptions = (kind: string): INodePropertyOptions[] =>
	(MEMBERS[kind] ?? COMMON)
		.filter((member) => member !== 'id')
		.map((value) => ({ name: value.split('_').map(titled).join(' '), value }))
		.sort((a, b) => a.name.localeCompare(b.name));
