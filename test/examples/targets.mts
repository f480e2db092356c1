import { ERPNEXT, startErpNext } from './standIns/erpNext.mts';
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
};
