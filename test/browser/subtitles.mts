import { runInNewContext } from 'node:vm';
import type { Locator } from 'playwright-core';
import { resources } from '../../nodes/Veryfi/resources/index.ts';
import { Veryfi } from '../../nodes/Veryfi/Veryfi.node.ts';
import { EVENT_OPTIONS } from '../../nodes/VeryfiTrigger/events.ts';
import { VeryfiTrigger } from '../../nodes/VeryfiTrigger/VeryfiTrigger.node.ts';

const evaluate = (subtitle: string, $parameter: object) =>
	runInNewContext(subtitle.replace(/^={{|}}$/g, ''), { $parameter }) as string;

/** All that can stand below the two nodes on the canvas, by what they are set to. */
export function allSubtitles(): string[] {
	const [trigger, action] = [new VeryfiTrigger(), new Veryfi()].map(
		({ description }) => description.subtitle as string,
	);
	return [
		...EVENT_OPTIONS.map(({ value }) => evaluate(trigger, { events: [value] })),
		...resources.flatMap(({ value: resource, operations }) =>
			operations.map(({ value: operation }) => evaluate(action, { resource, operation })),
		),
	];
}

/** @returns the texts that the editor would cut off in this place */
export const cutOff = (place: Locator, texts: string[]): Promise<string[]> =>
	place.evaluate((element, candidates) => {
		const shown = element.textContent;
		const cut = candidates.filter((text) => {
			element.textContent = text;
			return element.scrollWidth > element.clientWidth;
		});
		element.textContent = shown;
		return cut;
	}, texts);
