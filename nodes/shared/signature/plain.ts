import type { GenericValue, IDataObject } from 'n8n-workflow';

import type { Json, JsonObject } from './json';

/**
 * Turns verified data into what an n8n item can hold. Nothing is rounded: integers that a
 * JavaScript number cannot hold (beyond 2^53 - 1) become text with all their digits, and floats
 * that overflowed become the text `Infinity` or `-Infinity`, which JSON could not carry.
 */
export function toPlain(object: JsonObject): IDataObject {
	const plain: IDataObject = {};
	for (const [name, value] of object) {
		// Defined, not assigned: a member called `__proto__` must not become the prototype.
		Object.defineProperty(plain, name, {
			value: plainValue(value),
			configurable: true,
			enumerable: true,
			writable: true,
		});
	}
	return plain;
}

function plainValue(value: Json): GenericValue | IDataObject | GenericValue[] {
	if (typeof value === 'bigint') {
		const number = Number(value);
		return Number.isSafeInteger(number) ? number : value.toString();
	}
	if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
	if (Array.isArray(value)) return value.map(plainValue) as GenericValue[];
	return value instanceof Map ? toPlain(value) : value;
}
