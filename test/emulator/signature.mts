import { createHmac } from 'node:crypto';
import { pythonText } from './pythonText.mts';

/**
 * The value of `x-veryfi-signature`: HMAC-SHA256 over CPython's text of the delivery's `data`, in
 * base64 (Veryfi's article on asynchronous processing).
 *
 * @param dataText  the `data` member as JSON text, byte for byte as it goes on the wire
 * @param secret  the account's client secret (not the secret of the subscription event)
 */
export function deliverySignature(dataText: string, secret: string): string {
	return createHmac('sha256', secret).update(pythonText(dataText), 'utf8').digest('base64');
}
