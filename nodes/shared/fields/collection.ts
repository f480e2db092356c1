import type { INodeProperties } from 'n8n-workflow';

/** A menu from which users add the fields that they need, in alphabetical order, as n8n wants it. */
export const collection = (
	displayName: string,
	name: string,
	placeholder: string,
	fields: INodeProperties[],
): INodeProperties => ({
	displayName,
	name,
	type: 'collection',
	placeholder,
	default: {},
	options: [...fields].sort((a, b) => a.displayName.localeCompare(b.displayName)),
});
