import type { IWebhookFunctions } from 'n8n-workflow';

import { readRawBody } from './body';
import { changedSecrets, clientSecrets } from './clientSecret';
import type { Delivery } from './delivery';
import { parseDelivery, rejectUnread, verifyDelivery } from './delivery';

/**
 * Reads a request to the webhook URL: its bytes, what they say, and whether a client secret of the account has signed
 * it. A signature that does not fit is tried once more with secrets that the credential has got meanwhile.
 *
 * @throws when the credential cannot be read
 */
export async function readVerified(context: IWebhookFunctions): Promise<Delivery> {
	const body = await readRawBody(context).catch(rejectUnread);
	const parsed = body === undefined || Buffer.isBuffer(body) ? parseDelivery(body) : body;
	if (parsed.kind === 'rejected') return parsed;
	const signature = context.getHeaderData()['x-veryfi-signature'];
	const secrets = await clientSecrets(context);
	const delivery = verifyDelivery(parsed, signature, secrets);
	if (!isMismatch(delivery)) return delivery;
	const others = await changedSecrets(context, secrets);
	return others.length === 0 ? delivery : verifyDelivery(parsed, signature, others);
}

const isMismatch = (delivery: Delivery): boolean =>
	delivery.kind === 'rejected'
		? delivery.reason === 'signatureMismatch'
		: delivery.kind === 'subscription' && delivery.signature === 'invalid';
