import type { IDataObject, INodeListSearchItems } from 'n8n-workflow';

/**
 * What an editor's list shows of a record.
 *
 * @param members those that may tell what it is; the first that are filled are shown
 */
export function choiceOf(record: IDataObject, members: string[]): INodeListSearchItems {
	const id = String(record.id);
	const parts = members
		.map((name) => record[name] ?? '')
		.filter((value) => typeof value !== 'object')
		.map((value) => String(value).replace(/\s+/g, ' ').trim())
		.filter((text) => text !== '')
		.slice(0, 4);
	return { name: parts.length > 0 ? `${parts.join(' · ')} (${id})` : id, value: id };
}

/** Those of the choices that contain what the user typed, in capitals or not. */
export function matching(choices: INodeListSearchItems[], filter = ''): INodeListSearchItems[] {
	const wanted = filter.toLowerCase();
	return choices.filter(({ name }) => name.toLowerCase().includes(wanted));
}
