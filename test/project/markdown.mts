import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../host/index.mts';

const FOLDERS = ['.', 'docs', 'deploy', 'examples', '.github'];

export interface Page {
	/** From the project's root, e.g. `docs/queue-mode.md`. */
	path: string;
	text: string;
}

/** Everything that is written for people. */
export const pages: Page[] = FOLDERS.filter((folder) => existsSync(join(projectRoot, folder)))
	.flatMap((folder) => readdirSync(join(projectRoot, folder)).map((file) => join(folder, file)))
	.filter((path) => path.endsWith('.md'))
	.map((path) => ({ path, text: readFileSync(join(projectRoot, path), 'utf8') }));

export const page = (path: string): Page => pages.find((page) => page.path === path)!;

const BLOCK = /^```(\w*)\n([\s\S]*?)^```$/gm;

/** The text of each block of code in a language, e.g. `sh`. */
export const blocks = ({ text }: Page, language: string): string[] =>
	[...text.matchAll(BLOCK)].filter(([, found]) => found === language).map(([, , code]) => code);

/** What stands in `backticks` outside of blocks. */
export const inlineCodes = ({ text }: Page): string[] =>
	[...text.replace(BLOCK, '').matchAll(/`([^`\n]+)`/g)].map(([, code]) => code);

/** Every shell command: the lines of shell blocks, without comments, and what is named in the text. */
export const commands = (page: Page): string[] => [
	...blocks(page, 'sh').flatMap((block) =>
		block
			.split('\n')
			.map((line) => line.replace(/(^|\s)#.*/, '').trim())
			.filter(Boolean),
	),
	...inlineCodes(page).filter((code) => /^(npm|npx|docker|node|cp|curl) /.test(code)),
];

/** Targets of links and pictures. */
export const links = ({ text }: Page): string[] => [
	...[...text.replace(BLOCK, '').matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target),
	...[...text.matchAll(/(?:src|srcset|href)="([^"]+)"/g)].map(([, target]) => target),
];

/** What a heading is called in a link, as GitHub does it. */
export const anchors = ({ text }: Page): string[] =>
	[...text.replace(BLOCK, '').matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
		heading
			.toLowerCase()
			.replace(/[^\p{L}\p{N}\s_-]/gu, '')
			.replace(/ /g, '-'),
	);
