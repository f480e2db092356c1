import type { Ledger } from './ledger.mts';
import { connectErpNext } from './realErpNext/index.mts';
import { startRealOdoo } from './realOdoo/index.mts';
import { startErpNext, type ErpNextLedger } from './standIns/erpNext/index.mts';
import type { OAuth } from './standIns/oauth.mts';
import { OTHER_ACCOUNT as ERPNEXT_ACCOUNT } from './standIns/erpNext/accounts.mts';
import { OTHER_ACCOUNT as ODOO_ACCOUNT, startOdoo, type OdooAccess } from './standIns/odoo.mts';
import { QUICKBOOKS, startQuickBooks } from './standIns/quickBooks.mts';
import { startXero, XERO } from './standIns/xero.mts';

/** An accounting system that an example books in. */
export interface Target<L extends Ledger = Ledger> {
	name: string;
	/** Name of its file in examples/. */
	example: string;
	start: () => Promise<L>;
	/** Hosts of the internet that it answers for; without them its address is in the credential. */
	hosts?: string[];
	credentialType: string;
	credential: (ledger: L) => Record<string, unknown>;
	/** What a user fills into the example's Settings. */
	settings: (ledger: L) => Record<string, unknown>;
	/** Whether its vendors can be searched by their tax number. */
	findsByTaxId: boolean;
	/** The access of a stand-in that wants tokens. */
	oauth?: (ledger: L) => OAuth;
	/** Settings with which the system computes the tax itself, by a rate of 20 %. */
	withRates?: (ledger: L) => Record<string, unknown>;
	/** The requests that write; see {@link Ledger.loseAnswersTo}. */
	writes: Record<'vendor' | 'bill' | 'file', RegExp> & { credit?: RegExp; double?: RegExp };
	/** Whether the amounts of a credit note are negative there. */
	creditsAreNegative?: boolean;
	/** An account of its own beside that of the settings, in a stand-in. */
	otherAccount?: string;
	/** Whether it repeats its answer to a bill that is sent again. */
	repeatsAnswers?: boolean;
	/** Whether the example looks for a vendor again when it could not create it: a name is there only once. */
	looksAgainForVendors?: boolean;
	/** Lets it refuse a second bill of the same number, where it can. */
	refuseDoubles?: (ledger: L) => Promise<void>;
	/** What some versions of it say to a second draft of the same number that comes a moment after the first. */
	refusal?: RegExp;
	/** Lets it name vendors by a number, where it can, so that two may bear the same name. */
	numberVendors?: (ledger: L) => Promise<void>;
	/** Whether it knows payment terms of a vendor, which count where a document has no due date. */
	knowsTerms?: boolean;
	/** A currency in which it has no account for what is owed, and what it says then. */
	missingAccount?: { currency: string; message: RegExp };
}

const { ERPNEXT, ODOO } = process.env;

export const erpNext: Target<ErpNextLedger> = {
	name: 'ERPNext',
	example: 'bills-to-erpnext',
	start: () => (ERPNEXT ? connectErpNext(ERPNEXT) : startErpNext()),
	credentialType: 'erpNextApi',
	credential: ({ url, access }) => ({
		apiKey: access.key,
		apiSecret: access.secret,
		environment: 'selfHosted',
		domain: url,
	}),
	settings: ({ url, access }) => ({
		siteUrl: url,
		company: access.company,
		expenseAccount: access.expenseAccount,
		taxAccount: access.taxAccount,
	}),
	findsByTaxId: true,
	writes: {
		vendor: /^POST .*\/Supplier/,
		bill: /^POST .*\/Purchase Invoice/,
		file: /^POST .*\/upload_file/,
		double: /^DELETE .*\/Purchase Invoice\//,
	},
	creditsAreNegative: true,
	refuseDoubles: (ledger) => ledger.checkUniqueness(),
	numberVendors: (ledger) => ledger.numberSuppliers(),
	knowsTerms: true,
	otherAccount: ERPNEXT ? undefined : ERPNEXT_ACCOUNT,
	missingAccount: {
		currency: 'GBP',
		message: /Creditors - AE.* currency \(EUR\) and document currency \(GBP\)/,
	},
};

export const odoo: Target<Ledger & { access: OdooAccess }> = {
	name: 'Odoo',
	example: 'bills-to-odoo',
	start: () => (ODOO ? startRealOdoo(ODOO) : startOdoo()),
	credentialType: 'odooApi',
	credential: ({ url, access: { db, username, password } }) => ({ url, db, username, password }),
	settings: ({ access: { expenseAccount, taxAccount } }) => ({
		expenseAccountId: expenseAccount,
		taxId: 0,
		taxAccountId: taxAccount,
	}),
	findsByTaxId: true,
	knowsTerms: true,
	otherAccount: ODOO ? undefined : String(ODOO_ACCOUNT),
	withRates: ({ access }) => ({ taxId: access.tax }),
	writes: {
		vendor: /"res.partner","create"/,
		bill: /"account.move","create"/,
		file: /"ir.attachment","create"/,
		double: /"account.move","write"/,
	},
	refusal: /^Create the Bill failed: Duplicated vendor reference detected/,
};

export const quickBooks: Target<Awaited<ReturnType<typeof startQuickBooks>>> = {
	name: 'QuickBooks Online',
	example: 'bills-to-quickbooks',
	start: startQuickBooks,
	hosts: QUICKBOOKS.hosts,
	credentialType: 'quickBooksOAuth2Api',
	credential: ({ oauth }) => ({
		...oauth.client,
		environment: 'production',
		oauthTokenData: {
			...oauth.tokenData,
			callbackQueryString: { realmId: QUICKBOOKS.company },
		},
	}),
	settings: () => ({
		companyId: QUICKBOOKS.company,
		expenseAccountId: QUICKBOOKS.expenseAccount,
		taxAccountId: QUICKBOOKS.taxAccount,
	}),
	findsByTaxId: false,
	oauth: ({ oauth }) => oauth,
	withRates: () => ({ taxCodeId: QUICKBOOKS.taxCode, taxFreeCodeId: QUICKBOOKS.taxFreeCode }),
	writes: {
		vendor: /^POST .*\/vendor\b/,
		bill: /^POST .*\/bill\b/,
		credit: /^POST .*\/vendorcredit\b/,
		file: /^POST .*\/upload\b/,
	},
	repeatsAnswers: true,
	otherAccount: QUICKBOOKS.otherAccount,
	looksAgainForVendors: true,
};

export const xero: Target<Awaited<ReturnType<typeof startXero>>> = {
	name: 'Xero',
	example: 'bills-to-xero',
	start: startXero,
	hosts: XERO.hosts,
	credentialType: 'xeroOAuth2Api',
	credential: ({ oauth }) => ({ ...oauth.client, oauthTokenData: oauth.tokenData }),
	settings: () => ({
		tenantId: XERO.tenant,
		accountCode: XERO.account,
		taxType: XERO.taxType,
		taxFreeType: XERO.taxFreeType,
	}),
	findsByTaxId: true,
	oauth: ({ oauth }) => oauth,
	writes: {
		vendor: /^POST .*\/Contacts/,
		bill: /^PUT .*\/Invoices\?/,
		credit: /^PUT .*\/CreditNotes\?/,
		file: /^PUT .*\/Attachments\//,
	},
	repeatsAnswers: true,
	otherAccount: XERO.otherAccount,
};
