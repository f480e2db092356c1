import type { IDataObject } from 'n8n-workflow';

import type { Json, JsonObject } from '../shared/signature/json';
import { parseJson } from '../shared/signature/json';
import { toPlain } from '../shared/signature/plain';
import { decodeUtf8 } from '../shared/signature/utf8';
import type { SignatureCheck } from '../shared/signature/verify';
import { checkSignature } from '../shared/signature/verify';

/** What arrived at the webhook URL. */
export interface RawDelivery {
	/** The bytes of the body after n8n undid any gzip; undefined where n8n read none. */
	body: Buffer | undefined;
	/** The `x-veryfi-signature` header as Node's HTTP server gives it. */
	signature: string | string[] | undefined;
	/** The account's client secret; several while a cached one may be out of date. */
	secrets: readonly string[];
}

/** A verified notification. `data` comes from the very parse whose text was verified. */
export interface EventDelivery {
	kind: 'event';
	/** The name is not covered by the signature, only `data` is. */
	event: string;
	data: IDataObject;
	/** True for the old form: the body is the data itself and names no event. */
	legacy: boolean;
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

/** What a request to the webhook URL turned out to be. */
export type Delivery = EventDelivery | SubscriptionDelivery | RejectedDelivery;

/**
 * Deliveries name documents, they do not carry them: a set of 250 pages, the most that Veryfi splits,
 * comes to about 3 kB. 64 KiB leave ample room and bound what a stranger's body can cost before its
 * signature is refused (`npm run bench -- hostile` has the figures). n8n itself reads up to 16 MB.
 */
export const MAX_BODY_BYTES = 64 * 1024;

/** The old form names no event; Veryfi sent it when documents were finished. */
const LEGACY_EVENT = 'document.created';

const REJECTIONS = {
	empty: {
		status: 400,
		message: 'The delivery has no body. Check that no proxy in front of n8n drops it.',
	},
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
const SIGNATURE_REJECTIONS: Readonly<Record<Exclude<SignatureCheck, 'valid'>, RejectionReason>> = {
	absent: 'unsigned',
	unreadable: 'unreadableSignature',
	mismatch: 'signatureMismatch',
};

/**
 * Reads and verifies one request to the webhook URL. Everything that comes back was read by one
 * parse of the raw bytes, the one that the signature was checked against: what another parser made
 * of the same body (n8n's own, for one) plays no part.
 *
 * Never throws, whatever the bytes are.
 */
export function readDelivery(raw: RawDelivery): Delivery {
	if (raw.body === undefined || raw.body.length === 0) return reject('empty');
	if (raw.body.length > MAX_BODY_BYTES) return reject('tooLarge');

	const text = decodeUtf8(raw.body);
	const payload = text === undefined ? undefined : parseJson(text);
	if (payload === undefined) return reject('notJson');

	const notification = readNotification(payload);
	if (notification === undefined) return reject('notADelivery');

	const { event, data, legacy } = notification;
	const check = checkSignature(data, raw.signature, raw.secrets);
	if (event === 'subscription') return readSubscription(data, check);
	if (check !== 'valid') return reject(SIGNATURE_REJECTIONS[check]);
	return { kind: 'event', event, data: toPlain(data), legacy };
}

interface Notification {
	event: string;
	data: JsonObject;
	legacy: boolean;
}

function readNotification(payload: Json): Notification | undefined {
	if (!(payload instanceof Map)) return undefined;
	const event = payload.get('event');
	const data = payload.get('data');
	if (event === undefined && data === undefined && payload.has('id')) {
		return { event: LEGACY_EVENT, data: payload, legacy: true };
	}
	if (typeof event !== 'string' || event === '' || !(data instanceof Map)) return undefined;
	return { event, data, legacy: false };
}

function readSubscription(data: JsonObject, check: SignatureCheck): Delivery {
	const secret = data.get('secret');
	if (typeof secret !== 'string' || secret === '') return reject('notADelivery');
	const signature = check === 'unreadable' || check === 'mismatch' ? 'invalid' : check;
	return { kind: 'subscription', secret, signature };
}

function reject(reason: RejectionReason): RejectedDelivery {
	return { kind: 'rejected', reason, ...REJECTIONS[reason] };
}
