import type { INodeProperties } from 'n8n-workflow';

import type { Item } from '../../shared/fields/item';

const naturalOrder = new Intl.Collator('en', { numeric: true }).compare;

/**
 * Names of the binary fields that make one document, in the order of its pages: as listed, and what
 * a pattern finds in natural order (attachment_2 before attachment_10).
 *
 * @param field where the user names them
 * @throws NodeOperationError when there is no name, or a name or pattern finds nothing in the item
 */
export function binaryFieldNames(item: Item, field: INodeProperties): string[] {
	const names = item.requiredList(field);
	const present = Object.keys(item.input.binary ?? {}).sort(naturalOrder);
	const find = (pattern: string) => present.filter((name) => matches(name, pattern));
	const missing = names.find((name) => find(name).length === 0);
	if (missing === undefined) return [...new Set(names.flatMap(find))];
	throw item.error(
		`The item has no file in field '${missing}'`,
		present.length > 0
			? `The item has files in these fields: ${present.join(', ')}. Name one of them in '${field.displayName}'.`
			: "The item has no files at all. Check the node before this one, or choose another 'File Source'.",
	);
}

/**
 * Whether a name fits a pattern in which `*` stands for any text. By hand, because names come with
 * e-mails and uploads, and a regular expression of several `.*` can be kept busy by a long one.
 */
function matches(name: string, pattern: string): boolean {
	const [head, ...pieces] = pattern.split('*');
	const tail = pieces.pop();
	if (tail === undefined) return name === pattern;
	if (!name.startsWith(head)) return false;
	let at = head.length;
	for (const piece of pieces) {
		const found = name.indexOf(piece, at);
		if (found < 0) return false;
		at = found + piece.length;
	}
	return name.endsWith(tail) && name.length - tail.length >= at;
}
