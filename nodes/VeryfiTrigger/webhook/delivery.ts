import type { IDataObject } from 'n8n-workflow';

import type { Json, JsonObject } from '../../shared/signature/json';
import { parseJson } from '../../shared/signature/json';
import { toPlain } from '../../shared/signature/plain';
import { decodeUtf8 } from '../../shared/signature/utf8';
import type { Verdict } from '../../shared/signature/verify';
import { verify } from '../../shared/signature/verify';
import type { DocumentedName } from '../events';
import type { EventName } from '../notification';

/** What a body says, as long as nobody knows who sent it. */
export interface UnverifiedDelivery {
	kind: 'unverified';
	event: EventName;
	data: JsonObject;
}

/** A verified notification. `data` comes from the very parse whose text was verified. */
export interface EventDelivery {
	kind: 'event';
	/** The name is not covered by the signature, only `data` is. */
	event: EventName;
	data: IDataObject;
}

/**
 * The first half of the handshake. Veryfi does not say whether it is signed, so the caller decides
 * what to believe. `secret` belongs to the handshake and must not be logged or stored.
 */
export interface SubscriptionDelivery {
	kind: 'subscription';
	secret: string;
	signature: 'valid' | 'invalid' | 'absent';
}

/** Not to be acted upon. `message` says what happened and what to do, and holds nothing secret. */
export interface RejectedDelivery {
	kind: 'rejected';
	reason: RejectionReason;
	status: 400 | 401 | 413;
	message: string;
}

/** What a request to the webhook URL turns out to be. */
export type Delivery = EventDelivery | SubscriptionDelivery | RejectedDelivery;

/**
 * Deliveries name documents, they do not carry them: a set of 250 pages, the most that Veryfi splits,
 * comes to about 3 kB. 64 KiB leave ample room and bound what a stranger's body can cost before its
 * signature is refused (`npm run bench -- hostile` has the figures). n8n itself reads up to 16 MB.
 */
export const MAX_BODY_BYTES = 64 * 1024;

/** In the old form the body is the data itself and names no event; Veryfi sent it when documents were finished. */
const EVENT_OF_OLD_FORM: DocumentedName = 'document.created';

const REJECTIONS = {
	empty: {
		status: 400,
		message: 'The delivery has no body. Check that no proxy in front of n8n drops it.',
	},
	unread: { status: 400, message: 'The body could not be read.' },
	tooLarge: {
		status: 413,
		message: `The delivery is larger than ${MAX_BODY_BYTES} bytes. Veryfi sends no such deliveries, so look for another sender of this URL.`,
	},
	notJson: {
		status: 400,
		message:
			'The body of the delivery is not JSON in UTF-8. Look for another sender of this URL, or a proxy that changes the body.',
	},
	notADelivery: {
		status: 400,
		message:
			'The body is JSON but not a Veryfi delivery, which has an "event" and its "data". Look for another sender of this URL.',
	},
	unsigned: {
		status: 401,
		message:
			'The delivery has no x-veryfi-signature header. Either Veryfi did not send it, or a proxy in front of n8n removes the header.',
	},
	unreadableSignature: {
		status: 401,
		message:
			'The x-veryfi-signature header does not hold one base64 text of 32 bytes. Either Veryfi did not send the delivery, or a proxy in front of n8n changes the header.',
	},
	signatureMismatch: {
		status: 401,
		message:
			'The signature does not fit the data. Check that the client secret of the credential belongs to the account that sends the deliveries, and that no proxy in front of n8n changes the body.',
	},
} as const satisfies Record<string, { status: 400 | 401 | 413; message: string }>;

export type RejectionReason = keyof typeof REJECTIONS;

/** Why a signature that is not valid is refused. */
const SIGNATURE_REJECTIONS: Readonly<Record<Exclude<Verdict, 'valid'>, RejectionReason>> = {
	absent: 'unsigned',
	unreadable: 'unreadableSignature',
	mismatch: 'signatureMismatch',
};

/** The rejection of a body that n8n could not read; it says 413 for one over its own limit. */
export const rejectUnread = (error: unknown): RejectedDelivery =>
	reject((error as { status?: number } | undefined)?.status === 413 ? 'tooLarge' : 'unread');

/**
 * Reads the body of a request to the webhook URL. What another parser makes of the same body (n8n's own,
 * for one) plays no part: the data that comes out in the end is that of this parse, over which the
 * signature is checked.
 *
 * Never throws, whatever the bytes are. The work is in proportion to their number.
 *
 * @param body the bytes after n8n undid any gzip; undefined if n8n read none
 */
export function parseDelivery(body: Buffer | undefined): UnverifiedDelivery | RejectedDelivery {
	if (body === undefined || body.length === 0) return reject('empty');
	if (body.length > MAX_BODY_BYTES) return reject('tooLarge');
	const text = decodeUtf8(body);
	const payload = text === undefined ? undefined : parseJson(text);
	if (payload === undefined) return reject('notJson');
	return readPayload(payload) ?? reject('notADelivery');
}

function readPayload(payload: Json): UnverifiedDelivery | undefined {
	if (!(payload instanceof Map)) return undefined;
	const event = payload.get('event');
	const data = payload.get('data');
	if (event === undefined && data === undefined && payload.has('id')) {
		return { kind: 'unverified', event: EVENT_OF_OLD_FORM, data: payload };
	}
	if (typeof event !== 'string' || event === '' || !(data instanceof Map)) return undefined;
	return { kind: 'unverified', event, data };
}

/**
 * Decides by the signature what a delivery is.
 *
 * @param signature the `x-veryfi-signature` header as Node's HTTP server gives it
 * @param secrets the account's client secret, and the one before it while that is still accepted
 */
export function verifyDelivery(
	{ event, data }: UnverifiedDelivery,
	signature: string | string[] | undefined,
	secrets: readonly string[],
): Delivery {
	const verdict = verify(data, signature, secrets);
	if (event === 'subscription') return readSubscription(data, verdict);
	if (verdict !== 'valid') return reject(SIGNATURE_REJECTIONS[verdict]);
	return { kind: 'event', event, data: toPlain(data) };
}

function readSubscription(data: JsonObject, verdict: Verdict): Delivery {
	const secret = data.get('secret');
	if (typeof secret !== 'string' || secret === '') return reject('notADelivery');
	const isWrong = verdict === 'unreadable' || verdict === 'mismatch';
	return { kind: 'subscription', secret, signature: isWrong ? 'invalid' : verdict };
}

function reject(reason: RejectionReason): RejectedDelivery {
	return { kind: 'rejected', reason, ...REJECTIONS[reason] };
}
