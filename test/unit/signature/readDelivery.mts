import * as ours from '../../../nodes/VeryfiTrigger/webhook/delivery.ts';

/** A request to the webhook URL. */
interface RawDelivery {
	body: Buffer | undefined;
	signature: string | string[] | undefined;
	secrets: readonly string[];
}

/** What the trigger makes of a request, from its bytes to the verdict. Benches have that of the built code. */
export const deliveryReader =
	({ parseDelivery, verifyDelivery }: typeof ours) =>
	({ body, signature, secrets }: RawDelivery): ours.Delivery => {
		const delivery = parseDelivery(body);
		return delivery.kind === 'rejected' ? delivery : verifyDelivery(delivery, signature, secrets);
	};

export const readDelivery = deliveryReader(ours);
