import type {
	IDataObject,
	IExecuteFunctions,
	IGetNodeParameterOptions,
	INodeExecutionData,
	INodeProperties,
	INodePropertyOptions,
} from 'n8n-workflow';
import { NodeOperationError, UserError } from 'n8n-workflow';

import { isGiven, toBoolean, toChoice, toList, toNumber, toText } from './values';

/** An input item in a run of the node: it knows what the fields say for it, and names itself in errors. */
export class Item {
	private chosenOptions?: IDataObject;

	constructor(
		readonly context: IExecuteFunctions,
		/** Counted from 0. */
		readonly index: number,
	) {}

	/** The data and the files that came in. */
	get input(): INodeExecutionData {
		return this.context.getInputData()[this.index];
	}

	/** The workflow's time zone. */
	get timezone(): string {
		return this.context.getTimezone();
	}

	/** What the user chose in the collection Options; what was not touched is absent. */
	get options(): IDataObject {
		return (this.chosenOptions ??= this.collection('options'));
	}

	/** What the user chose in a collection, by the names of its fields. */
	collection(name: string): IDataObject {
		return this.parameter(name, {}) as IDataObject;
	}

	/** @param initial what counts where the workflow says nothing; without it n8n throws */
	parameter(name: string, initial?: unknown, options?: IGetNodeParameterOptions): unknown {
		return this.context.getNodeParameter(name, this.index, initial, options);
	}

	/** What a field gives: empty where an expression finds nothing, which must not become a text such as "undefined". */
	given({ name }: INodeProperties): unknown {
		return this.parameter(name, '') ?? '';
	}

	/**
	 * @returns without blanks around it; empty when nothing is given
	 * @throws NodeOperationError when it is no text
	 */
	optionalText(field: INodeProperties): string {
		const given = this.given(field);
		return this.reading(() => toText(given, field.displayName)).trim();
	}

	/** @throws NodeOperationError when the field is empty, or no text */
	requiredText(field: INodeProperties): string {
		const text = this.optionalText(field);
		if (text === '') throw this.emptyError(field);
		return text;
	}

	/** @throws NodeOperationError when the field has no entry, or cannot be read */
	requiredList(field: INodeProperties): string[] {
		const given = this.given(field);
		const entries = this.reading(() => toList(given, field.displayName));
		if (entries.length === 0) throw this.emptyError(field);
		return entries;
	}

	/** @throws NodeOperationError when an expression gives something else than true or false */
	boolean({ displayName, name, default: initial }: INodeProperties): boolean {
		const given = this.parameter(name, initial);
		return this.reading(() => toBoolean(given, displayName));
	}

	/** @throws NodeOperationError when an expression gives something else than can be chosen */
	choice(field: INodeProperties): string {
		return this.checkChoice(field, this.given(field));
	}

	/**
	 * Checks that what was given for a field is one of the values that it offers.
	 *
	 * @param given the field's default counts when it is empty
	 * @throws NodeOperationError
	 */
	checkChoice(
		{ displayName, default: initial, options = [] }: INodeProperties,
		given: unknown,
	): string {
		const choices = options.map((option) => String((option as INodePropertyOptions).value));
		return this.reading(() => toChoice(isGiven(given) ? given : initial, displayName, choices));
	}

	/**
	 * Checks what was given for a field against the bounds that it shows.
	 *
	 * @param given the field's default counts when it is empty
	 * @throws NodeOperationError
	 */
	checkNumber(
		{ displayName, default: initial, typeOptions = {} }: INodeProperties,
		given: unknown,
	): number {
		const { minValue = -Infinity, maxValue = Infinity } = typeOptions;
		return this.reading(() => {
			const number = toNumber(isGiven(given) ? given : initial, displayName);
			if (number >= minValue && number <= maxValue) return number;
			const bounds =
				maxValue === Infinity ? `${minValue} or more` : `from ${minValue} to ${maxValue}`;
			throw new UserError(`'${displayName}' must be ${bounds}, and is ${number}`);
		});
	}

	/**
	 * Reads fields by means of `./values`.
	 *
	 * @throws NodeOperationError for what those say of a field
	 */
	reading<T>(read: () => T): T {
		try {
			return read();
		} catch (error) {
			const advice = 'Correct the field, or the expression in it.';
			throw this.error((error as Error).message, advice);
		}
	}

	/** The error for something that is wrong with this item. */
	error(message: string, description?: string): NodeOperationError {
		const { index: itemIndex } = this;
		return new NodeOperationError(this.context.getNode(), message, { itemIndex, description });
	}

	/** The error for a required field without a value. */
	emptyError({ displayName }: INodeProperties): NodeOperationError {
		const advice = `Fill in '${displayName}', or check the expression in it.`;
		return this.error(`'${displayName}' is empty`, advice);
	}

	/** The error for something to choose that this version of the package does not have. */
	unknownChoice(displayName: string, value: string): NodeOperationError {
		return this.error(
			`'${displayName}' has the unknown value "${value}"`,
			`Choose '${displayName}' again, or update the package.`,
		);
	}
}
