import { afterAll, afterEach, beforeEach } from '@jest/globals';

type Close = () => Promise<void>;

/** What a test has opened, and what belongs to the tests of a whole file. */
const ofTest: Close[] = [];
const ofFile: Close[] = [];

/** Where what is opened now belongs: before the first test and between tests it is for several. */
let current = ofFile;

const closeAll = async (opened: Close[]) => {
	await Promise.all(opened.splice(0).map(async (close) => await close()));
};

beforeEach(() => {
	current = ofTest;
});
afterEach(async () => {
	current = ofFile;
	await closeAll(ofTest);
});
afterAll(async () => await closeAll(ofFile));

/**
 * Closes what is open when the test that opened it has ended, or else the file: also after a failure, where open
 * servers would keep jest from ending.
 */
export const closeInTheEnd = (close: Close): void => void current.push(close);
