import { expect, test } from '@jest/globals';

import { closeInTheEnd } from './closing.mts';

const closed: string[] = [];
const open = (name: string) => closeInTheEnd(async () => void closed.push(name));

open('of the file');

test.failing('what a test has opened stays open for it, although it fails', () => {
	open('of a test');
	expect(closed).not.toEqual([]);
});

test('is closed before the next test, and what the file has opened is not', () => {
	expect(closed).toEqual(['of a test']);
});
