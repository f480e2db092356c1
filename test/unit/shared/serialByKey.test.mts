import { expect, it } from '@jest/globals';

import { SerialByKey } from '../../../nodes/shared/concurrency/serialByKey.ts';

/** Work that a test ends when it likes. */
function begin(serial: SerialByKey, key: string, log: string[], name: string) {
	let end!: { well: () => void; badly: (error: Error) => void };
	const ended = new Promise<void>((well, badly) => (end = { well, badly }));
	const done = serial.run(key, async () => {
		log.push(name);
		await ended;
		return name;
	});
	return { ...end, done };
}

const settle = async () => await new Promise((resolve) => setTimeout(resolve, 5));

it('work under one key waits for its turn, work under another does not', async () => {
	const [serial, log]: [SerialByKey, string[]] = [new SerialByKey(), []];
	const [first, second, other] = [
		begin(serial, 'a', log, 'first'),
		begin(serial, 'a', log, 'second'),
		begin(serial, 'b', log, 'other'),
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
	const [serial, log]: [SerialByKey, string[]] = [new SerialByKey(), []];
	const first = begin(serial, 'a', log, 'first');
	const second = begin(serial, 'a', log, 'second');
	first.badly(new Error('no'));
	second.well();
	await expect(first.done).rejects.toThrow('no');
	expect(await second.done).toBe('second');
});
