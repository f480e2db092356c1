import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';

const run = promisify(execFile);

/** Pictures a second of the film; between two changes the screen stands still and costs next to nothing. */
const RATE = 10;

interface Frame {
	file: string;
	/** Seconds since 1970. */
	at: number;
}

/** Films what a page of Chromium shows. */
export class Screencast {
	private readonly frames: Frame[] = [];

	private readonly written: Array<Promise<void>> = [];

	private constructor(
		private readonly folder: string,
		private readonly end: () => Promise<void>,
	) {}

	/** Begins to film. */
	static async of(page: Page): Promise<Screencast> {
		const session = await page.context().newCDPSession(page);
		const folder = await mkdtemp(join(tmpdir(), 'veryfi-film-'));
		const film = new Screencast(folder, async () => {
			await session.send('Page.stopScreencast');
			await session.detach();
		});
		session.on('Page.screencastFrame', ({ data, metadata, sessionId }) => {
			film.add(data, metadata.timestamp ?? Date.now() / 1000);
			session.send('Page.screencastFrameAck', { sessionId }).catch(() => {});
		});
		await session.send('Page.startScreencast', { format: 'jpeg', quality: 90 });
		return film;
	}

	/**
	 * Ends the film and writes it.
	 *
	 * @param path ends in `.mp4`
	 * @throws Error when there is no ffmpeg
	 */
	async save(path: string): Promise<void> {
		await this.end();
		await Promise.all(this.written);
		const now = Date.now() / 1000;
		const list = this.frames.map(({ file, at }, index) => {
			const next = this.frames[index + 1]?.at ?? now;
			return `file '${file}'\nduration ${Math.max(next - at, 0.001).toFixed(3)}`;
		});
		const playlist = join(this.folder, 'frames.txt');
		await writeFile(playlist, list.join('\n'));
		const input = ['-f', 'concat', '-safe', '0', '-i', playlist];
		const picture = ['-vf', `fps=${RATE},format=yuv420p`, '-c:v', 'libx264', '-crf', '28'];
		await run('ffmpeg', ['-y', '-loglevel', 'error', ...input, ...picture, path], {
			maxBuffer: 1e8,
		});
		await rm(this.folder, { recursive: true, force: true });
	}

	private add(data: string, at: number): void {
		const file = join(this.folder, `${this.frames.length}.jpg`);
		this.frames.push({ file, at });
		this.written.push(writeFile(file, data, 'base64'));
	}
}
