import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { selectors, type Browser, type Locator, type Page, type Request } from 'playwright-core';
import { OWNER, PATIENCE_MS, waitFor, type N8n } from '../host/index.mts';
import { launchChromium } from './chromium.mts';

selectors.setTestIdAttribute('data-test-id');

/** How Chromium calls it that a network interface of the machine has come or gone. */
const NETWORK_CHANGED = 'net::ERR_NETWORK_CHANGED';

/** The page with the list of workflows. */
const HOME = '/home/workflows';

export type Theme = 'light' | 'dark';

/** n8n's editor in a real browser, with its owner logged in. */
export class Editor {
	/** What went wrong in the editor itself, by its console. */
	readonly complaints: string[] = [];

	private constructor(
		private readonly browser: Browser,
		readonly page: Page,
		private readonly home: string,
	) {}

	/** @param slowMotion milliseconds between two steps, for somebody who watches */
	static async open(
		n8n: N8n,
		{ theme = 'light', slowMotion }: { theme?: Theme; slowMotion?: number } = {},
	): Promise<Editor> {
		// The certificate is one that only this n8n and its clients know.
		const { cert: certificate } = n8n.certificate;
		const browser = await launchChromium({ certificate, slowMo: slowMotion });
		try {
			const context = await browser.newContext({
				viewport: { width: 1280, height: 800 },
				colorScheme: theme,
			});
			context.setDefaultTimeout(PATIENCE_MS);
			// Nobody sees them, and to draw them is a quarter of the browser's work.
			if (slowMotion === undefined) await context.addInitScript(stopAnimations);
			const editor = new Editor(browser, await context.newPage(), n8n.url);
			await editor.logIn();
			editor.listen();
			return editor;
		} catch (error) {
			await browser.close();
			throw error;
		}
	}

	async close(): Promise<void> {
		await this.browser.close();
	}

	/** An element by the name that n8n gives it for its own tests. */
	part(name: string): Locator {
		return this.page.getByTestId(name).filter({ visible: true });
	}

	/**
	 * Opens another page of the editor from the one that is shown, as a link does: to load the editor anew takes ten times
	 * the work.
	 *
	 * @param path e.g. `/workflow/new`
	 * @param sign by which the page is to be known
	 */
	async goTo(path: string, sign = this.part('canvas-wrapper')): Promise<void> {
		// What is shown already would stay as it is.
		await this.follow(HOME);
		const home = this.part('project-tabs');
		const leave = this.page.getByRole('button', { name: 'Leave without saving' });
		await home.or(leave).waitFor();
		if (await leave.isVisible()) await leave.click();
		await home.waitFor();
		await this.follow(path);
		await sign.waitFor();
	}

	private async follow(path: string): Promise<void> {
		await this.page.evaluate((to) => {
			history.pushState({}, '', to);
			dispatchEvent(new PopStateEvent('popstate'));
		}, path);
	}

	/**
	 * Loads a page of the editor, e.g. `/home/credentials`, and once more each time that a change of the machine's
	 * network cut the visit off: Chromium then drops what is under way, also from this very machine, and half of its
	 * scripts leave the editor blank for ever. That happens where containers come and go.
	 *
	 * @param sign by which the page is to be known
	 */
	async visit(path: string, sign = this.page.locator('#app > *').first()): Promise<void> {
		let isCutOff = false;
		const note = (request: Request) =>
			(isCutOff ||= request.failure()?.errorText === NETWORK_CHANGED);
		const go = async () => {
			isCutOff = false;
			await this.page.goto(`${this.home}${path}`).catch((error: unknown) => {
				if (!isCutOff) throw error;
			});
		};
		this.page.on('requestfailed', note);
		await go();
		await waitFor(`${path} to be shown`, PATIENCE_MS, async () => {
			if (isCutOff) await go();
			return await sign.isVisible();
		});
		this.page.off('requestfailed', note);
	}

	/** The messages that pop up in a corner. */
	get toasts(): Locator {
		return this.page.getByRole('alert');
	}

	/** Saves what is to be seen, and returns the file's path. */
	async takePicture(): Promise<string> {
		const path = join(await mkdtemp(join(tmpdir(), 'veryfi-editor-')), 'editor.png');
		await this.page.screenshot({ path });
		return path;
	}

	/** Waits until nothing is loaded and no message covers anything, so that a picture shows what is meant. */
	async settle(): Promise<void> {
		await this.page.waitForLoadState('networkidle');
		for (const button of await this.page.locator('.el-notification__closeBtn').all()) {
			await button.click();
			await button.waitFor({ state: 'detached' });
		}
		await this.page.mouse.move(0, 0);
	}

	private async logIn(): Promise<void> {
		await this.visit('/signin', this.page.getByLabel('Email'));
		await this.page.getByLabel('Email').fill(OWNER.email);
		await this.page.getByLabel('Password').fill(OWNER.password);
		await this.page.getByRole('button', { name: 'Sign in' }).click();
		await this.page.waitForURL(/\/home\//);
	}

	private listen(): void {
		this.page.on('pageerror', ({ message }) => this.complaints.push(message));
		this.page.on('console', (message) => {
			const isOurs = message.location().url.startsWith(this.home);
			if (message.type() === 'error' && isOurs) this.complaints.push(message.text());
		});
	}
}

/** Runs in each page before its own scripts. */
function stopAnimations(): void {
	addEventListener('DOMContentLoaded', () => {
		const style = document.createElement('style');
		style.textContent =
			'*, ::before, ::after { animation: none !important; transition: none !important }';
		document.head.append(style);
	});
}
