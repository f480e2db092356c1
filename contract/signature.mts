import { parseDelivery, verifyDelivery } from '../nodes/VeryfiTrigger/webhook/delivery.ts';

/** What the trigger makes of a signature; `other` is a delivery that it refuses for another reason. */
export type SignatureCheck = 'valid' | 'absent' | 'unreadable' | 'mismatch' | 'other';

const REJECTIONS: Record<string, SignatureCheck> = {
	unsigned: 'absent',
	unreadableSignature: 'unreadable',
	signatureMismatch: 'mismatch',
};

/** Has the trigger's own code read a delivery and check its signature. */
export function checkedBySignature(
	body: Buffer,
	signature: string | string[] | undefined,
	clientSecret: string,
): SignatureCheck {
	const parsed = parseDelivery(body);
	if (parsed.kind === 'rejected') return 'other';
	const verified = verifyDelivery(parsed, signature, [clientSecret]);
	if (verified.kind === 'event') return 'valid';
	if (verified.kind === 'rejected') return REJECTIONS[verified.reason] ?? 'other';
	return verified.signature === 'invalid' ? 'mismatch' : verified.signature;
}
