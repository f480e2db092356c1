import type { IDataObject, INodeListSearchItems } from 'n8n-workflow';

/** Characters; longer texts would push what follows out of the editor's list. */
const LONGEST_TEXT = 32;

/** Whether what is offered contains what the user typed, in capitals or not. */
export const contains = (offered: string, typed = ''): boolean =>
	offered.toLowerCase().includes(typed.toLowerCase());

const textsOf = (record: IDataObject, members: string[]): string[] =>
	members
		.map((name) => record[name] ?? '')
		.filter((value) => typeof value !== 'object')
		.map((value) => String(value).replace(/\s+/g, ' ').trim())
		.filter((text) => text !== '')
		.slice(0, 4);

const shorten = (text: string): string =>
	text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT - 1).trim()}…` : text;

const titleOf = (texts: string[], id: string): string =>
	texts.length > 0 ? `${texts.join(' · ')} (${id})` : id;

/**
 * What the editor's list shows of records.
 *
 * @param members those that may tell what a record is; the first four that are filled are shown
 * @param typed what the user searches for; the whole texts are searched, however short they are shown
 */
export const choicesOf = (
	records: IDataObject[],
	members: string[],
	typed?: string,
): INodeListSearchItems[] =>
	records
		.map((record) => ({ id: String(record.id), texts: textsOf(record, members) }))
		.filter(({ id, texts }) => contains(titleOf(texts, id), typed))
		.map(({ id, texts }) => ({ name: titleOf(texts.map(shorten), id), value: id }));
