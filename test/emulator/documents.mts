import { dateTime } from './clock.mts';
import type { Context } from './context.mts';
import { documentShape, metaShape } from './documentShape.mts';
import type { Fields } from './validation.mts';

/** A document before its file was read: what GET shows while processing is under way. */
export function emptyDocument(context: Context, id: number, options: Fields): Fields {
	const now = dateTime();
	return {
		...documentShape(),
		id,
		external_id: options.external_id ?? null,
		status: 'in_progress',
		created_date: now,
		updated_date: now,
		reference_number: referenceNumber(id),
		document_type: options.document_type ?? null,
		tags: ((options.tags as string[]) ?? []).map((name) => context.store.tag(name)),
		meta: metaShape(context.credentials.username, (options.device_data ?? {}) as Fields),
	};
}

/** `VBAAB-00001`: letters count thousands of hundreds, digits the rest. */
function referenceNumber(id: number): string {
	let group = Math.floor((id - 250_000_000) / 100_000);
	let letters = '';
	for (let place = 0; place < 3; place++) {
		letters = String.fromCharCode(65 + (group % 26)) + letters;
		group = Math.floor(group / 26);
	}
	return `VB${letters}-${String(id % 100_000).padStart(5, '0')}`;
}
