/** A file that was attached to a bill. */
export interface StoredFile {
	name: string;
	mimeType: string;
	bytes: Buffer;
}

/** A bill as every system has it, however it calls its fields. Money as that system returns it. */
export interface BookedBill {
	/** What the vendor owes, and not what is owed to it. */
	isCredit: boolean;
	vendor: string;
	number: string;
	date: string;
	dueDate: string;
	currency: string;
	lines: Array<{
		description: string;
		quantity: number;
		unitPrice: number;
		amount: number;
		/** Where a stand-in tells it. */
		account?: string;
	}>;
	tax: number;
	total: number;
	/** Where the reference to Veryfi stands. */
	note: string;
	files: StoredFile[];
}

/** Where a request can be made to wait: when it comes, before others see what it has written, before its answer. */
export type Point = 'arrival' | 'commit' | 'answer';

/**
 * Decides how long a request waits at a point.
 *
 * @param request method, address and body, e.g. `POST /bill {"DocNumber":"A-1"}`
 * @returns what to wait for, if anything
 */
export type Pause = (point: Point, request: string) => Promise<unknown> | undefined;

/** The way to an accounting system and back, on which a test lets things happen. */
export interface Road {
	readonly url: string;
	/**
	 * From now on works on such requests, and then breaks the connection instead of answering.
	 *
	 * @param request to be found in method, address and body, e.g. `POST /bill {"DocNumber":"A-1"}`
	 * @param times how many of them
	 */
	loseAnswersTo(request: RegExp, times?: number): void;
	/** From now on lets requests wait. Those that wait already go on as they would have. */
	pause(pause: Pause): void;
	/** From now on answers 503 to such requests, and does nothing. */
	refuse(request: RegExp): void;
	/** Ends what {@link loseAnswersTo}, {@link pause} and {@link refuse} began. */
	behave(): void;
	stop: () => Promise<void>;
}

/** An accounting system that a test can look into: a stand-in, or a real one behind a proxy. */
export interface Ledger extends Road {
	/** Oldest first, without what is cancelled. */
	bills(): Promise<BookedBill[]>;
	/** Names of the vendors it knows, oldest first. */
	vendors(): Promise<string[]>;
	/**
	 * Puts a vendor there as if somebody had entered it by hand.
	 *
	 * @param days after which its bills are due by the payment terms that were agreed, where there can be such
	 */
	addVendor(name: string, taxId?: string, days?: number): Promise<void>;
	/** Posts every draft, as somebody does who agrees with it. */
	post?(): Promise<void>;
	/** Lets the time pass for which the system remembers the keys of requests, if it does. */
	forgetKeys?(): void;
	/** Forgets bills, vendors and files. */
	reset(): Promise<void>;
}
