import type { IExecuteFunctions, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { NodeOperationError, UserError } from 'n8n-workflow';

import { isGiven, toBoolean, toChoice, toList, toNumber, toText } from './values';

/** The error for a field whose value cannot be used; it names the item, and says what to do. */
export const fieldError = (
	context: IExecuteFunctions,
	itemIndex: number,
	message: string,
	description: string,
) => new NodeOperationError(context.getNode(), message, { itemIndex, description });

/** The error for a required field without a value. */
export const emptyError = (
	context: IExecuteFunctions,
	itemIndex: number,
	{ displayName }: INodeProperties,
) =>
	fieldError(
		context,
		itemIndex,
		`'${displayName}' is empty`,
		`Fill in '${displayName}', or check the expression in it.`,
	);

/** The error for something to choose that this version of the package does not have. */
export const unknownChoice = (
	context: IExecuteFunctions,
	itemIndex: number,
	displayName: string,
	value: string,
) =>
	fieldError(
		context,
		itemIndex,
		`'${displayName}' has the unknown value "${value}"`,
		`Choose '${displayName}' again, or update the package.`,
	);

/**
 * Reads fields by means of `./values`.
 *
 * @throws NodeOperationError for what those say of a field
 */
export function reading<T>(context: IExecuteFunctions, itemIndex: number, read: () => T): T {
	try {
		return read();
	} catch (error) {
		const advice = 'Correct the field, or the expression in it.';
		throw fieldError(context, itemIndex, (error as Error).message, advice);
	}
}

/** What a field gives: empty where an expression finds nothing, which must not become a text such as "undefined". */
export const givenIn = (
	context: IExecuteFunctions,
	itemIndex: number,
	{ name }: INodeProperties,
): unknown => context.getNodeParameter(name, itemIndex, '') ?? '';

/**
 * @returns without blanks around it; empty when nothing is given
 * @throws NodeOperationError when it is no text
 */
export function optionalText(
	context: IExecuteFunctions,
	itemIndex: number,
	field: INodeProperties,
): string {
	const given = givenIn(context, itemIndex, field);
	return reading(context, itemIndex, () => toText(given, field.displayName)).trim();
}

/** @throws NodeOperationError when the field is empty, or no text */
export function requiredText(
	context: IExecuteFunctions,
	itemIndex: number,
	field: INodeProperties,
): string {
	const text = optionalText(context, itemIndex, field);
	if (text === '') throw emptyError(context, itemIndex, field);
	return text;
}

/** @throws NodeOperationError when the field has no entry, or cannot be read */
export function requiredList(
	context: IExecuteFunctions,
	itemIndex: number,
	field: INodeProperties,
): string[] {
	const given = givenIn(context, itemIndex, field);
	const entries = reading(context, itemIndex, () => toList(given, field.displayName));
	if (entries.length === 0) throw emptyError(context, itemIndex, field);
	return entries;
}

/** @throws NodeOperationError when an expression gives something else than true or false */
export function readBoolean(
	context: IExecuteFunctions,
	itemIndex: number,
	{ displayName, name, default: initial }: INodeProperties,
): boolean {
	const given = context.getNodeParameter(name, itemIndex, initial);
	return reading(context, itemIndex, () => toBoolean(given, displayName));
}

/**
 * Checks that what was given for a field is one of the values that it offers.
 *
 * @param given the field's default counts when it is empty
 * @throws NodeOperationError
 */
export function checkChoice(
	context: IExecuteFunctions,
	itemIndex: number,
	{ displayName, default: initial, options = [] }: INodeProperties,
	given: unknown,
): string {
	const choices = options.map((option) => String((option as INodePropertyOptions).value));
	return reading(context, itemIndex, () =>
		toChoice(isGiven(given) ? given : initial, displayName, choices),
	);
}

/** @throws NodeOperationError when an expression gives something else than can be chosen */
export const readChoice = (
	context: IExecuteFunctions,
	itemIndex: number,
	field: INodeProperties,
): string => checkChoice(context, itemIndex, field, givenIn(context, itemIndex, field));

/**
 * Checks what was given for a field against the bounds that it shows.
 *
 * @param given the field's default counts when it is empty
 * @throws NodeOperationError
 */
export function checkNumber(
	context: IExecuteFunctions,
	itemIndex: number,
	{ displayName, default: initial, typeOptions = {} }: INodeProperties,
	given: unknown,
): number {
	const { minValue = -Infinity, maxValue = Infinity } = typeOptions;
	return reading(context, itemIndex, () => {
		const number = toNumber(isGiven(given) ? given : initial, displayName);
		if (number >= minValue && number <= maxValue) return number;
		const bounds =
			maxValue === Infinity ? `${minValue} or more` : `from ${minValue} to ${maxValue}`;
		throw new UserError(`'${displayName}' must be ${bounds}, and is ${number}`);
	});
}
