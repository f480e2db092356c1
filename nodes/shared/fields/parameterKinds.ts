import type { INodeProperties, INodePropertyOptions, NodePropertyTypes } from 'n8n-workflow';

import { toDay } from './dates';
import type { Parameter } from './parameter';
import { refined } from './parameter';
import { toBoolean, toChoice, toList, toNumber, toObject, toRows, toText } from './values';

type Kind = (
	wire: string,
	displayName: string,
	description: string,
	placeholder?: string,
) => Parameter;

const kind =
	(type: NodePropertyTypes, initial: INodeProperties['default'], parse: Parameter['parse']): Kind =>
	(wire, displayName, description, placeholder) => ({
		wire,
		parse,
		field: {
			displayName,
			type,
			default: initial,
			description,
			...(placeholder === undefined ? {} : { placeholder }),
		},
	});

export const text = kind('string', '', toText);
export const number = kind('number', 0, toNumber);
export const boolean = kind('boolean', false, toBoolean);

const moment = kind('dateTime', '', toDay);

/** What makes a field one for a date as it is printed: nobody has to choose a time of day. */
export const dayOnly: Pick<INodeProperties, 'placeholder' | 'typeOptions'> = {
	placeholder: 'e.g. 2026-03-31',
	typeOptions: { dateOnly: true },
};

export const day: Kind = (...words) => refined(moment(...words), dayOnly);

/** A list of texts: separated by commas, a JSON array, or by expression. */
export const list = kind('string', '', toList);

export const object = kind('json', '{}', toObject);

/** A list of objects, by expression or as JSON text. */
export const rows = kind('json', '[]', toRows);

/** A boolean that Veryfi takes for true when not told. */
export const onUnlessTold: Kind = (...words) => refined(boolean(...words), { default: true });

/** What the user chooses from, by value. */
const namedOptions = (values: Record<string, string>): INodePropertyOptions[] =>
	Object.entries(values).map(([value, name]) => ({ name, value }));

/** @param values names by value, in alphabetical order of the names */
export const choice = (
	wire: string,
	displayName: string,
	description: string,
	values: Record<string, string>,
	initial = Object.keys(values)[0],
): Parameter => ({
	wire,
	parse: (value, name) => toChoice(value, name, Object.keys(values)),
	field: {
		displayName,
		type: 'options',
		default: initial,
		description,
		options: namedOptions(values),
	},
});
