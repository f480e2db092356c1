import { validate, type Schema } from './validation.mts';

/** What can be made to go wrong with a request to the API. */
export interface RequestFault {
	on?: 'request';
	/** Only this method; any by default. */
	method?: string;
	/** Only paths that match; `*` stands for anything. Any path by default. */
	path?: string;
	/** Answer with this status instead of doing the work. */
	status?: number;
	/** Seconds for the `retry-after` header that goes with `status`. */
	retryAfter?: number;
	/** Body that goes with `status`; Veryfi's general error form by default, `''` for none. */
	body?: unknown;
	/** Milliseconds to wait before anything else happens. */
	delay?: number;
	/** Close the connection without doing the work. */
	drop?: boolean;
	/** Do the work, then close the connection instead of answering. */
	loseAnswer?: boolean;
	/** Do the work, then answer with JSON that breaks off in the middle. */
	brokenJson?: boolean;
	/** Do the work, then answer with the right status and no body. */
	emptyBody?: boolean;
}

/** What can be made to go wrong with a delivery to the webhook. */
export interface DeliveryFault {
	on: 'delivery';
	/** Only this event; `*` stands for anything. Any event by default. */
	event?: string;
	/** The delivery is never sent, and nobody is told. */
	drop?: boolean;
	/** Milliseconds before the first attempt. */
	delay?: number;
	/** The delivery is sent this many times more. */
	duplicate?: number;
	/** The delivery is held back until the next one has been sent. */
	reorder?: boolean;
	/** One attempt fails on the way, as if the connection had broken. */
	fail?: boolean;
}

export type Fault = (RequestFault | DeliveryFault) & {
	/** How often it strikes; for ever by default. */
	times?: number;
	/** How many matches it lets pass first. */
	after?: number;
	/** Chance (0 to 1) that it strikes on a match; 1 by default. */
	probability?: number;
};

const FAULT: Schema = {
	on: { type: 'string', oneOf: ['request', 'delivery'] },
	method: { type: 'string' },
	path: { type: 'string' },
	status: { type: 'integer' },
	retryAfter: { type: 'number' },
	body: { type: 'any', nullable: true },
	delay: { type: 'number', min: 0 },
	drop: { type: 'boolean' },
	loseAnswer: { type: 'boolean' },
	brokenJson: { type: 'boolean' },
	emptyBody: { type: 'boolean' },
	event: { type: 'string' },
	duplicate: { type: 'integer', min: 0 },
	reorder: { type: 'boolean' },
	fail: { type: 'boolean' },
	times: { type: 'integer', min: 0 },
	after: { type: 'integer', min: 0 },
	probability: { type: 'number', min: 0, max: 1 },
};

interface Armed {
	fault: Fault;
	seen: number;
	struck: number;
}

/** Faults that are armed at the moment; each strikes on the matches it was made for. */
export class Faults {
	private armed: Armed[] = [];

	/** @throws ApiError 400 naming what is no part of a fault, or not of its kind */
	add(fault: Fault): void {
		this.armed.push({ fault: validate({ ...fault }, FAULT), seen: 0, struck: 0 });
	}

	clear(): void {
		this.armed = [];
	}

	get list(): Array<Fault & { struck: number }> {
		return this.armed.map(({ fault, struck }) => ({ ...fault, struck }));
	}

	forRequest(method: string, path: string): RequestFault {
		return this.strike<RequestFault>(
			(fault) =>
				fault.on !== 'delivery' &&
				matches(fault.method?.toUpperCase(), method) &&
				matches(fault.path, path.replace(/\/+$/, '')),
		);
	}

	/** Faults for a whole delivery (`fail` is asked for attempt by attempt). */
	forDelivery(event: string): DeliveryFault {
		return this.strike<DeliveryFault>(
			(fault) => fault.on === 'delivery' && !fault.fail && matches(fault.event, event),
		);
	}

	forAttempt(event: string): DeliveryFault {
		return this.strike<DeliveryFault>(
			(fault) => fault.on === 'delivery' && fault.fail === true && matches(fault.event, event),
		);
	}

	private strike<F>(applies: (fault: Fault) => boolean): F {
		const struck: object = {};
		for (const armed of this.armed) {
			const { times = Infinity, after = 0, probability = 1 } = armed.fault;
			if (armed.struck >= times || !applies(armed.fault) || armed.seen++ < after) continue;
			if (probability < 1 && Math.random() >= probability) continue;
			armed.struck++;
			Object.assign(struck, armed.fault);
		}
		return struck as F;
	}
}

function matches(pattern: string | undefined, text: string): boolean {
	if (pattern === undefined) return true;
	const parts = pattern
		.replace(/\/+$/, '')
		.split('*')
		.map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'));
	return new RegExp(`^${parts.join('.*')}$`).test(text);
}
