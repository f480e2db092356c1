import { ERPNEXT, startErpNext } from './standIns/erpNext.mts';
import { ODOO, startOdoo } from './standIns/odoo.mts';
import type { StandIn } from './standIns/standIn.mts';

/** An accounting system that an example books in. */
export interface Target<S extends StandIn = StandIn> {
	name: string;
	/** Name of its file in examples/. */
	example: string;
	start: () => Promise<S>;
	credentialType: string;
	credential: (standIn: S) => Record<string, unknown>;
	/** What a user fills into the example's Settings. */
	settings: (standIn: S) => Record<string, unknown>;
	/** Whether its vendors can be searched by their tax number. */
	findsByTaxId: boolean;
}

export const erpNext: Target<Awaited<ReturnType<typeof startErpNext>>> = {
	name: 'ERPNext',
	example: 'bills-to-erpnext',
	start: startErpNext,
	credentialType: 'erpNextApi',
	credential: ({ url }) => ({
		apiKey: ERPNEXT.key,
		apiSecret: ERPNEXT.secret,
		environment: 'selfHosted',
		domain: url,
	}),
	settings: ({ url }) => ({
		siteUrl: url,
		company: ERPNEXT.company,
		expenseAccount: ERPNEXT.expenseAccount,
		taxAccount: ERPNEXT.taxAccount,
	}),
	findsByTaxId: true,
};

export const odoo: Target = {
	name: 'Odoo',
	example: 'bills-to-odoo',
	start: startOdoo,
	credentialType: 'odooApi',
	credential: ({ url }) => ({
		url,
		db: ODOO.db,
		username: ODOO.username,
		password: ODOO.password,
	}),
	settings: () => ({
		expenseAccountId: ODOO.expenseAccount,
		taxId: 0,
		taxAccountId: ODOO.taxAccount,
	}),
	findsByTaxId: true,
};
