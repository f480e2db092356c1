import { createRequire } from 'node:module';

import type * as delivery from '../../nodes/VeryfiTrigger/webhook/delivery.ts';
import { deliveryReader } from '../unit/signature/readDelivery.mts';

/** Of the package as it ships, which is what is measured: build first (`npm run bench` does). */
export const readDelivery = deliveryReader(
	createRequire(import.meta.url)(
		'../../dist/nodes/VeryfiTrigger/webhook/delivery.js',
	) as typeof delivery,
);
