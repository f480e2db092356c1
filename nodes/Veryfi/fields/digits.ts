import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

/** A field for an id that consists of digits. */
export const digitsField = (
	displayName: string,
	name: string,
	description: string,
	placeholder: string,
): INodeProperties => ({
	displayName,
	name,
	type: 'string',
	required: true,
	default: '',
	description,
	placeholder,
});

/**
 * Reads an id: digits only, so that nothing but an id can get into a path.
 *
 * @throws NodeOperationError when it is anything else
 */
export function readDigits(
	context: IExecuteFunctions,
	itemIndex: number,
	{ displayName, name }: INodeProperties,
): string {
	const value = context.getNodeParameter(name, itemIndex, '', { extractValue: true });
	const id = String(value ?? '').trim();
	if (/^\d+$/.test(id)) return id;
	throw new NodeOperationError(
		context.getNode(),
		id ? `"${id}" is not an ID: ${displayName} takes digits only` : `${displayName} is empty`,
		{ itemIndex, description: `Fill in ${displayName}, or check the expression in it.` },
	);
}
