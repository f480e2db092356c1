import { invalid } from './apiError.mts';
import { dateTime } from './clock.mts';
import type { Context } from './context.mts';
import { fraudOf } from './fraud.mts';
import { duplicatesOf } from './likeness.mts';
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
		const likenesses = duplicatesOf(context, document.id, document.fields);
		if (wanted.includes('duplicates')) meta.duplicates = likenesses;
		if (wanted.includes('fraud')) {
			meta.fraud = fraudOf({ uuid: meta.device_id }, likenesses, store.blocklist);
		}
		document.fields.updated_date = dateTime();
		courier.notify('document.enriched', { id: document.id, created: dateTime() });
	});
}
