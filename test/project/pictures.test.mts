/** No picture of the documentation is older than what it shows. */
import { describe, expect, it } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { recorded, shownIn } from '../browser/shown.mts';
import { projectRoot } from '../host/index.mts';

const pictures = readdirSync(join(projectRoot, 'docs', 'images'), {
	recursive: true,
	encoding: 'utf8',
})
	.filter((file) => file.endsWith('.png'))
	.map((file) => file.replace('.png', ''));

const CHATS = ['slack-approval', 'telegram-approval', 'telegram-receipt'];

/** The command that takes a picture. */
function commandFor(picture: string): string {
	if (picture.startsWith('examples/'))
		return `canvases.main.mts ${picture.replace('examples/', '')}`;
	return CHATS.includes(picture) ? 'chats.main.mts' : `screenshots.main.mts ${picture}`;
}

describe.each(pictures)('docs/images/%s.png', (picture) => {
	it('shows what is there today', () => {
		const taken = recorded()[picture];
		const command = `npm run build && npx tsx test/browser/${commandFor(picture)}`;
		const state = taken === shownIn(picture) ? 'up to date' : `old. Take it anew: ${command}`;
		expect(state).toBe('up to date');
	});
});

it('every picture that was recorded is still there', () => {
	expect(Object.keys(recorded()).filter((picture) => !pictures.includes(picture))).toEqual([]);
});
