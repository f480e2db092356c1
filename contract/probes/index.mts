import type { Probe } from '../probe.mts';
import { ACCESS } from './access.mts';
import { ASYNCHRONOUS } from './asynchronous.mts';
import { DELETION, DOCUMENTS } from './documents.mts';
import { FAILING } from './failing.mts';
import { LIMITS } from './limits.mts';
import { LISTS } from './lists.mts';
import { OTHER_URLS } from './otherUrls.mts';
import { OTHER_PRODUCTS } from './products.mts';
import { SETS } from './sets.mts';
import { UPLOADS } from './uploads.mts';
import { HANDSHAKE } from './webhook.mts';

/** All probes, in the order in which they are run. */
export const PROBES: readonly Probe[] = [
	...ACCESS,
	...HANDSHAKE,
	...DOCUMENTS,
	...UPLOADS,
	...LISTS,
	...DELETION,
	...ASYNCHRONOUS,
	...OTHER_PRODUCTS,
	...SETS,
	...FAILING,
	...OTHER_URLS,
	...LIMITS,
];
