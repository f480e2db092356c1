import { Refusal } from '../standIn.mts';

/**
 * An error as Frappe writes it.
 *
 * @param type the exception, with its module where it is not one of Frappe's own
 */
export function refusal(status: number, type: string, message?: string): Refusal {
	const exception = type.includes('.') ? type : `frappe.exceptions.${type}`;
	return new Refusal(status, {
		exception: message === undefined ? exception : `${exception}: ${message}`,
		exc_type: exception.split('.').at(-1),
		...(message && { _server_messages: JSON.stringify([JSON.stringify({ message })]) }),
	});
}

/** @param document e.g. `Purchase Invoice, ACC-PINV-2026-00001` */
export const mandatory = (document: string, field: string) =>
	refusal(417, 'MandatoryError', `[${document}]: ${field}`);

/** @throws Refusal 417 if a link leads nowhere; `what` is the label of the field */
export function mustBe(known: string[], what: string, name: unknown): void {
	if (!known.includes(name as string)) {
		throw refusal(417, 'LinkValidationError', `Could not find ${what}: ${String(name)}`);
	}
}
