import { invalid } from './apiError.mts';
import { dateTime } from './clock.mts';
import type { Context } from './context.mts';
import type { StoredDocument } from './store.mts';
import type { Fields } from './validation.mts';

/** @throws ApiError 400 for a list that leaves out "rules" (docs.veryfi.com, enrichments) */
export function checkEnrichments(options: Fields): void {
	const wanted = options.allowed_async_enrichments as string[] | null | undefined;
	if (!wanted || wanted.length === 0 || wanted.includes('rules')) return;
	const msg = 'Value error, allowed_async_enrichments must include "rules"';
	throw invalid([{ type: 'value_error', loc: ['allowed_async_enrichments'], msg }]);
}

/**
 * Enriches a synchronously processed document in the background and says so with
 * `document.enriched`. Silently off without a webhook, and with `boost_mode`.
 */
export function enrichLater(context: Context, document: StoredDocument, options: Fields): void {
	const { background, courier, store, switches, webhooks } = context;
	const wanted = options.allowed_async_enrichments as string[] | null | undefined;
	const isOn = switches.enrichments && wanted && wanted.length > 0 && !options.boost_mode;
	if (!isOn || webhooks.confirmed.length === 0) return;
	background.run(async () => {
		await background.sleep(switches.enrichmentDelay);
		if (background.stopped || !store.documents.has(document.id)) return;
		const meta = document.fields.meta as Fields;
		if (wanted.includes('duplicates')) meta.duplicates = duplicatesOf(context, document);
		if (wanted.includes('fraud')) {
			meta.fraud = { ...(meta.fraud as Fields), decision: 'Not Fraud', submissions: {} };
		}
		document.fields.updated_date = dateTime();
		courier.notify('document.enriched', { id: document.id, created: dateTime() });
	});
}

/** Earlier documents of the same vendor, date and total. */
function duplicatesOf(context: Context, { id, fields }: StoredDocument) {
	const key = ({ vendor, date, total }: Fields) => JSON.stringify([vendor, date, total]);
	return [...context.store.documents.values()]
		.filter(
			(other) =>
				other.product === 'documents' && other.id < id && key(other.fields) === key(fields),
		)
		.map((other) => ({
			id: other.id,
			score: 1,
			url: `${context.baseUrl}/api/v8/partner/documents/${other.id}/`,
		}));
}
