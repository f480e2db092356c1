import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { NodeApiError } from 'n8n-workflow';

import { type Connection, connectionOf } from '../../shared/api/connection';
import { readPage } from '../../shared/api/paging';
import { pause } from '../../shared/api/rateLimit';
import { veryfiRequest } from '../../shared/api/transport';
import { clock } from '../../shared/clock';
import { sharedBy } from '../../shared/concurrency/sharedBy';
import type { Item } from '../../shared/fields/item';
import type { Product } from '../../shared/products/products';

/** Something that Veryfi has taken and is not finished with. */
export interface Wait {
	/** Path of what is waited for; it ends with the id. */
	path: string;
	formerPath?: string;
	/** True when Veryfi was to load the file from a URL. */
	isByUrl?: boolean;
	/** What to ask of the finished document, e.g. its confidence details. */
	query?: IDataObject;
	/** The product whose list shows it; absent for what stands in no list. */
	listedBy?: Product;
	/** The input item that waits for it. */
	item: Item;
	/** Milliseconds. */
	limit: number;
}

/** Milliseconds between two looks: the first, and the most that they grow to. */
const FIRST_LOOK = 1_000;
const LONGEST_PAUSE = 15_000;
const GROWTH = 1.5;

/**
 * Milliseconds during which "not found" is believed to mean "not yet": whether Veryfi shows a document
 * while it is being processed is documented nowhere.
 */
const GRACE = 10_000;

/** Looks that cost as much of Veryfi's limits as a page of a list: 60 a second against 5. */
const LOOKS_PER_PAGE = 12;

/** Milliseconds that one look may take: the last one, which begins at the limit, and any other. */
const LAST_LOOK = 10_000;
const LONGEST_LOOK = 60_000;

const IN_PROGRESS = /in_progress$/;

const isFinished = ({ status }: IDataObject) => !IN_PROGRESS.test(String(status ?? ''));

interface Open extends Wait {
	id: string;
	since: number;
	/** What kept the last look from an answer. */
	lastWords?: string;
	result: Promise<IDataObject>;
	resolve: (document: IDataObject) => void;
	reject: (error: Error) => void;
}

/** Refusals that stay what they are, unlike faults, limits of requests and silence. */
const isFinal = ({ httpCode }: NodeApiError) => /^4/.test(httpCode ?? '') && httpCode !== '429';

/** Looks after everything that a run waits for in one account. */
class Watch {
	/** By id, because Veryfi may answer two submissions with one document. */
	private readonly open = new Map<string, Open>();

	private isLooking = false;

	private canList = true;

	constructor(private readonly context: IExecuteFunctions) {}

	async add(wait: Wait): Promise<IDataObject> {
		const id = wait.path.split('/').at(-1) ?? '';
		const { result } = this.open.get(id) ?? this.begin(wait, id);
		return await result;
	}

	/** Looks no more; what was waited for stays without an outcome. */
	stop(): void {
		this.open.clear();
	}

	private begin(wait: Wait, id: string): Open {
		let settle!: Pick<Open, 'resolve' | 'reject'>;
		const result = new Promise<IDataObject>((resolve, reject) => (settle = { resolve, reject }));
		const open = { ...wait, id, since: clock.now(), result, ...settle };
		this.open.set(id, open);
		if (!this.isLooking) void this.keepLooking();
		return open;
	}

	/** Often as long as documents get finished, else less and less. */
	private async keepLooking(): Promise<void> {
		this.isLooking = true;
		const signal = this.context.getExecutionCancelSignal();
		for (let interval = FIRST_LOOK; this.open.size > 0;) {
			const left = Math.min(...this.all.map(({ since, limit }) => since + limit - clock.now()));
			await pause(Math.min(interval, left), signal);
			if (signal?.aborted) this.all.forEach((wait) => this.cancel(wait));
			const before = this.open.size;
			await this.look();
			const hasProgress = this.open.size < before;
			interval = hasProgress ? FIRST_LOOK : Math.min(interval * GROWTH, LONGEST_PAUSE);
			const isOver = ({ since, limit }: Open) => clock.now() >= since + limit;
			this.all.filter(isOver).forEach((wait) => this.giveUp(wait));
		}
		this.isLooking = false;
	}

	private get all(): Open[] {
		return [...this.open.values()];
	}

	/** Looks at everything once: in the list where that is cheaper, else one by one. */
	private async look(): Promise<void> {
		const { finished, unseen } = await this.readList();
		const isWorthALook = ({ since }: Open) =>
			unseen.size <= LOOKS_PER_PAGE || !this.canList || clock.now() - since > GRACE;
		const chosen = [...finished, ...[...unseen].filter(isWorthALook)];
		await Promise.all(chosen.map(async (wait) => await this.lookAt(wait)));
	}

	/** Finds out by the list, which is in the order of creation, what is finished and what it does not show. */
	private async readList(): Promise<{ finished: Open[]; unseen: Set<Open> }> {
		const finished: Open[] = [];
		const unseen = new Set(this.all);
		for (let page = 1; this.canList && unseen.size > LOOKS_PER_PAGE; page++) {
			const [{ listedBy: product, item }] = unseen;
			if (!product) break;
			let isLast = true;
			try {
				const found = await readPage(
					this.context,
					{ product, query: {}, itemIndex: item.index },
					page,
				);
				const before = unseen.size;
				for (const record of found.records) {
					const wait = this.open.get(String(record.id));
					if (wait && unseen.delete(wait) && isFinished(record)) finished.push(wait);
				}
				isLast = found.isLast || unseen.size === before;
			} catch {
				// A key may be allowed to read documents but not to list them.
				this.canList = false;
			}
			if (isLast) break;
		}
		return { finished, unseen };
	}

	private async lookAt(wait: Open): Promise<void> {
		const { path, formerPath, query, item, id, since, limit } = wait;
		try {
			const document = await veryfiRequest(this.context, {
				method: 'GET',
				path,
				formerPath,
				query,
				itemIndex: item.index,
				// The next look is the repetition.
				attempts: 1,
				timeout: Math.max(LAST_LOOK, Math.min(LONGEST_LOOK, since + limit - clock.now())),
			});
			wait.lastWords = undefined;
			if (document.status === 'failed') {
				this.fail(wait, `Veryfi could not process document ${id}`, reasonOf(wait));
			} else if (isFinished(document)) {
				this.open.delete(id);
				wait.resolve(document);
			}
		} catch (error) {
			const { message } = error as Error;
			if (!(error instanceof NodeApiError)) {
				this.fail(wait, `The result of document ${id} could not be read. ${message}`, getLater(id));
			} else if (!isFinal(error)) {
				wait.lastWords = message;
			} else if (error.httpCode !== '404') {
				// What the error advises is for the request: to run the node again would submit the document again.
				this.fail(wait, `The result of document ${id} could not be read. ${message}`, getLater(id));
			} else if (clock.now() - since > GRACE) {
				this.fail(
					wait,
					`Veryfi has no document ${id}: it could not be read, or was deleted`,
					reasonOf(wait),
				);
			}
		}
	}

	private giveUp({ lastWords, ...wait }: Open): void {
		const words = lastWords === undefined ? '' : `. When last asked: ${lastWords}`;
		this.fail(
			wait,
			`Document ${wait.id} is not finished after ${seconds(wait.limit)}${words}`,
			`${getLater(wait.id)} Raise 'Max Wait (Seconds)' if documents take that long.`,
		);
	}

	private cancel(wait: Open): void {
		this.fail(
			wait,
			`The execution was cancelled while document ${wait.id} was being processed`,
			getLater(wait.id),
		);
	}

	private fail(wait: Open, message: string, description: string): void {
		this.open.delete(wait.id);
		wait.reject(wait.item.error(message, description));
	}
}

const seconds = (milliseconds: number) =>
	milliseconds === 1000 ? '1 second' : `${milliseconds / 1000} seconds`;

const BY_URL =
	"Veryfi may not have been able to load 'File URL': check that it opens in a private browser window, without a login.";

/** What to do about a document that Veryfi has given up. */
const reasonOf = ({ isByUrl }: Wait) =>
	`${isByUrl ? BY_URL : 'Check the file.'} The Veryfi Trigger node gets the reason, with the event document.failed.`;

/** What to do about a document that Veryfi has and the execution does not. */
const getLater = (id: string) =>
	`Veryfi is still processing it. Get it later by its ID ${id}. Do not submit it again.`;

const watchesOf = sharedBy<object, Map<Connection, Watch>>(() => new Map());

/**
 * Waits until a submitted document or set is finished. All that a run waits for in an account is looked after together.
 *
 * @throws NodeOperationError when it failed, is gone, cannot be read, or is not finished within the limit;
 *   each names the document's id, so that nothing has to be submitted again
 */
export async function waitUntilFinished(wait: Wait): Promise<IDataObject> {
	const { context, index } = wait.item;
	const connection = await connectionOf(context, index);
	const watches = watchesOf(context);
	const watch = watches.get(connection) ?? new Watch(context);
	watches.set(connection, watch);
	return await watch.add(wait);
}

/** Ends all waiting of a run that has failed; what was waited for stays without an outcome. */
export function stopWaiting(context: IExecuteFunctions): void {
	watchesOf(context).forEach((watch) => watch.stop());
}
