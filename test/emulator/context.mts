import { Background } from './background.mts';
import type { Credentials } from './auth.mts';
import { Clock } from './clock.mts';
import { Courier, type Delivery } from './deliveries.mts';
import { Faults } from './faults.mts';
import type { LoggedRequest } from './requestLog.mts';
import { RateLimiter } from './rateLimits.mts';
import { Store } from './store.mts';
import type { Switches } from './switches.mts';
import { AccountWebhooks } from './accountWebhooks.mts';

/** The state of one emulated account, shared by all routes. */
export class Context {
	readonly clock: Clock;
	readonly background: Background;
	readonly faults = new Faults();
	readonly store = new Store();
	readonly webhooks = new AccountWebhooks();
	readonly limiter = new RateLimiter();
	readonly courier: Courier = new Courier(this);
	readonly requests: LoggedRequest[] = [];
	readonly deliveries: Delivery[] = [];
	/** Files to download from, by path: served under `/_emulator/files/`. */
	readonly files = new Map<string, Buffer>();
	/** Where the emulator listens; known once it does. */
	baseUrl = '';

	constructor(
		readonly credentials: Credentials,
		readonly switches: Switches,
		speed = 1,
	) {
		this.clock = new Clock(speed);
		this.background = new Background(this.clock);
	}
}
