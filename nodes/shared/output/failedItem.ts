import type { IDataObject } from 'n8n-workflow';

const ADVICE = 'Check the item and the fields of the node.';

/**
 * What a failed item becomes where the node goes on. These two members and no other: n8n before 2.36 would send an
 * item that has more by the output for what succeeded.
 *
 * @param failure an error of the node; what to do next stands in its description
 */
export const failedItem = ({
	message,
	description,
}: {
	message: string;
	description?: string | null;
}): IDataObject => ({ error: message, message: description || ADVICE });
