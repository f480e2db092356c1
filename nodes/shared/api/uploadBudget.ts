import type { IHttpRequestOptions } from 'n8n-workflow';

import { sharedBy } from '../concurrency/sharedBy';
import { unlessCancelled } from './cancelling';

/** A file that is being read for one attempt at a request. */
export interface OpenedUpload {
	/** A Buffer or a stream. */
	body: IHttpRequestOptions['body'];
	/** What has kept the content from being read to its end so far, if anything. */
	failure: () => Error | undefined;
	/** Closes what the request may have left unread. */
	close: () => void;
}

/** A body that is not a JSON object held in memory: a file on its way to Veryfi. */
export interface UploadBody {
	contentType: string;
	/** Bytes. */
	contentLength: number;
	/**
	 * Opens the content; called once for every attempt.
	 *
	 * @param onRead called when a stream has been read to its end, or has failed
	 */
	open: (onRead: () => void) => Promise<OpenedUpload>;
}

/** Bytes of uploads that a run has on their way at once: three files of 20 MB, or one of 50 MB. */
const SIZE = 64 * 1024 * 1024;

/**
 * The memory that the uploads of a run share while they are being read. Every stream leaves buffers behind
 * for the garbage collector, so that memory would grow with the number of large files at once. They come
 * in one after the other in the order in which they asked; one that is larger than the budget has it alone.
 */
class UploadBudget {
	private taken = 0;

	private last: Promise<void> = Promise.resolve();

	private look?: () => void;

	/**
	 * Resolves when the budget allows, and at once when the execution is cancelled.
	 *
	 * @returns what gives the share back; to call it again does nothing
	 */
	async take(bytes: number, signal?: AbortSignal): Promise<() => void> {
		const share = Math.min(bytes, SIZE);
		const granted = this.last.then(async () => await this.wait(share, signal));
		this.last = granted;
		await granted;
		let held = share;
		return () => {
			this.taken -= held;
			held = 0;
			this.look?.();
		};
	}

	private async wait(share: number, signal?: AbortSignal): Promise<void> {
		const change = async () => await new Promise<void>((resolve) => (this.look = resolve));
		while (this.taken + share > SIZE && !signal?.aborted) await unlessCancelled(change, signal);
		this.taken += share;
	}
}

const budgetOf = sharedBy<object, UploadBudget>(() => new UploadBudget());

/**
 * Opens an upload when the budget of the run allows, and gives its share back when it has been read or closed.
 *
 * @param context the n8n context of the run
 */
export async function openWithinBudget(
	context: object,
	upload: UploadBody,
	signal?: AbortSignal,
): Promise<OpenedUpload> {
	const leave = await budgetOf(context).take(upload.contentLength, signal);
	let opened: OpenedUpload | undefined;
	try {
		opened = await upload.open(leave);
	} finally {
		if (!opened) leave();
	}
	const { close } = opened;
	return {
		...opened,
		close: () => {
			close();
			leave();
		},
	};
}
