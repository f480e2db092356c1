import type { IExecuteFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { toList } from './values';

const naturalOrder = new Intl.Collator('en', { numeric: true }).compare;

/**
 * Names of the binary fields that make one document, in the order of its pages: as listed, and what
 * a pattern finds in natural order (attachment_2 before attachment_10).
 *
 * @throws NodeOperationError when a name or pattern finds nothing in the item
 */
export function binaryFieldNames(context: IExecuteFunctions, itemIndex: number): string[] {
	const given = context.getNodeParameter('binaryField', itemIndex);
	const present = Object.keys(context.getInputData()[itemIndex].binary ?? {}).sort(naturalOrder);
	const find = (pattern: string) => present.filter((field) => matches(field, pattern));
	const names = toList(given, 'Input Binary Field');
	const missing = names.find((name) => find(name).length === 0);
	if (names.length > 0 && missing === undefined) return [...new Set(names.flatMap(find))];
	throw new NodeOperationError(
		context.getNode(),
		names.length === 0
			? 'Input Binary Field is empty'
			: `The item has no binary field "${missing}"`,
		{
			itemIndex,
			description:
				present.length > 0
					? `The item's binary fields are: ${present.join(', ')}. Name one of them in Input Binary Field.`
					: 'The item has no files at all. Check the node before this one, or choose another File Source.',
		},
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
