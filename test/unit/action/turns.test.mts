import { expect, it } from '@jest/globals';

import { Turns } from '../../../nodes/shared/concurrency/serialByKey.ts';

/** Work that a test ends when it likes. */
function begin(turns: Turns, key: string, log: string[], name: string) {
	let end!: { well: () => void; badly: (error: Error) => void };
	const ended = new Promise<void>((well, badly) => (end = { well, badly }));
	const done = turns.take(key, async () => {
		log.push(name);
		await ended;
		return name;
	});
	return { ...end, done };
}

const settle = async () => await new Promise((resolve) => setTimeout(resolve, 5));

it('work under one key waits for its turn, work under another does not', async () => {
	const [turns, log]: [Turns, string[]] = [new Turns(), []];
	const [first, second, other] = [
		begin(turns, 'a', log, 'first'),
		begin(turns, 'a', log, 'second'),
		begin(turns, 'b', log, 'other'),
	];
	await settle();
	expect(log).toEqual(['first', 'other']);
	first.well();
	await settle();
	expect(log).toEqual(['first', 'other', 'second']);
	[second, other].forEach(({ well }) => well());
	expect(await Promise.all([first.done, second.done, other.done])).toEqual([
		'first',
		'second',
		'other',
	]);
});

it('work that fails does not keep the next from its turn', async () => {
	const [turns, log]: [Turns, string[]] = [new Turns(), []];
	const first = begin(turns, 'a', log, 'first');
	const second = begin(turns, 'a', log, 'second');
	first.badly(new Error('no'));
	second.well();
	await expect(first.done).rejects.toThrow('no');
	expect(await second.done).toBe('second');
});
