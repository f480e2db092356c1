import { warningsOf } from './checks.mts';
import type { Context } from './context.mts';
import { fraudOf } from './fraud.mts';
import { duplicatesOf } from './likeness.mts';
import type { Fields } from './validation.mts';

/**
 * What Veryfi thinks of a receipt or invoice that it has read: contradictions, likeness to earlier ones, fraud.
 *
 * @param fields  the document's members
 * @param device  `device_data` that came with it
 * @returns members to put into the document, and into its `meta`
 */
export function verdictsOn(
	context: Context,
	id: number,
	fields: Fields,
	device: Fields,
): { fields: Fields; meta: Fields } {
	const { switches, store } = context;
	const likenesses = switches.duplicates === 'unnoticed' ? [] : duplicatesOf(context, id, fields);
	const same = likenesses.find(({ score }) => score === 1);
	const isFlagged = switches.duplicates === 'flagged' && same !== undefined;
	return {
		fields: isFlagged ? { is_duplicate: true, duplicate_of: same.id } : {},
		meta: {
			duplicates: likenesses,
			fraud: fraudOf(device, isFlagged ? likenesses : [], store.blocklist),
			warnings: warningsOf(fields),
		},
	};
}
