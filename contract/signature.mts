import { readDelivery } from '../nodes/VeryfiTrigger/delivery.ts';

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
	const read = readDelivery({ body, signature, secrets: [clientSecret] });
	if (read.kind === 'event') return 'valid';
	if (read.kind === 'rejected') return REJECTIONS[read.reason] ?? 'other';
	return read.signature === 'invalid' ? 'mismatch' : read.signature;
}
