import { expect, it } from '@jest/globals';

import type { UploadBody } from '../../../nodes/shared/api/uploadBudget.ts';
import { openWithinBudget } from '../../../nodes/shared/api/uploadBudget.ts';

const MB = 1024 * 1024;

/** A file on its way, of which a test says what becomes of it. */
class Upload implements UploadBody {
	readonly contentType = 'application/pdf';

	readonly contentLength: number;

	isOpen = false;

	/** What the room is told when the stream has been read. */
	read: () => void = () => {};

	private ready?: ReturnType<typeof openWithinBudget>;

	constructor(
		private readonly run: object,
		megabytes: number,
		private readonly fails = false,
	) {
		this.contentLength = megabytes * MB;
	}

	async open(onRead: () => void) {
		if (this.fails) throw new Error('no such file');
		this.isOpen = true;
		this.read = onRead;
		return {
			body: Buffer.alloc(0),
			failure: () => undefined,
			close: () => (this.isOpen = false),
		};
	}

	start(signal?: AbortSignal): Promise<unknown> {
		this.ready = openWithinBudget(this.run, this, signal);
		return this.ready;
	}

	async close(): Promise<void> {
		(await this.ready)?.close();
	}
}

/** Lets everything happen that can happen. */
const settle = async () => await new Promise((resolve) => setTimeout(resolve, 5));

const starting = (run: object, ...sizes: number[]) => {
	const uploads = sizes.map((size) => new Upload(run, size));
	uploads.forEach((upload) => void upload.start());
	return uploads;
};
const areOpen = (uploads: Upload[]) => uploads.map(({ isOpen }) => isOpen);

it('lets small files travel together', async () => {
	const uploads = starting({}, ...Array.from({ length: 30 }, () => 2));
	await settle();
	expect(areOpen(uploads)).not.toContain(false);
});

it('lets three files of 20 MB travel at once, and the next when one has been read', async () => {
	const uploads = starting({}, 20, 20, 20, 20, 20);
	await settle();
	expect(areOpen(uploads)).toEqual([true, true, true, false, false]);
	uploads[1].read();
	await settle();
	expect(areOpen(uploads)).toEqual([true, true, true, true, false]);
});

it('lets a file that is larger than the room travel alone', async () => {
	const uploads = starting({}, 2, 200, 2);
	await settle();
	expect(areOpen(uploads)).toEqual([true, false, false]);
	uploads[0].read();
	await settle();
	expect(areOpen(uploads)).toEqual([true, true, false]);
	uploads[1].read();
	await settle();
	expect(areOpen(uploads)).toEqual([true, true, true]);
});

it('keeps the order, so that a large file is not passed over for ever', async () => {
	const uploads = starting({}, 40, 50, 10);
	await settle();
	expect(areOpen(uploads)).toEqual([true, false, false]);
});

it('gives the room of a file back once, although it is read and then closed', async () => {
	const uploads = starting({}, 50, 50, 50);
	await settle();
	uploads[0].read();
	await uploads[0].close();
	await settle();
	expect(areOpen(uploads)).toEqual([false, true, false]);
});

it('gives the room of a file back that was closed unread', async () => {
	const uploads = starting({}, 50, 50);
	await settle();
	await uploads[0].close();
	await settle();
	expect(areOpen(uploads)).toEqual([false, true]);
});

it('gives the room of a file back that cannot be opened', async () => {
	const run = {};
	await expect(new Upload(run, 50, true).start()).rejects.toThrow('no such file');
	const [next] = starting(run, 50);
	await settle();
	expect(next.isOpen).toBe(true);
});

it('stops waiting when the execution is cancelled', async () => {
	const run = {};
	const controller = new AbortController();
	const [first] = starting(run, 50);
	const waiting = [new Upload(run, 50), new Upload(run, 50)];
	const ready = Promise.all(waiting.map((upload) => upload.start(controller.signal)));
	await settle();
	expect(areOpen(waiting)).toEqual([false, false]);
	controller.abort();
	await ready;
	for (const upload of [first, ...waiting]) await upload.close();
	const [later] = starting(run, 64);
	await settle();
	expect(later.isOpen).toBe(true);
});

it('is one per run', async () => {
	const uploads = [...starting({}, 50), ...starting({}, 50)];
	await settle();
	expect(areOpen(uploads)).toEqual([true, true]);
});
