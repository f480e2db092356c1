/**
 * n8n gives a regular expression 250 ms of the clock, also to the one by which it checks an ID that is
 * typed in. A process that stands still for so long in this moment, on a machine with too much to do, has
 * its execution fail. What is tested here does not depend on it: no limit, then.
 */
import { setSafeRegexEngine } from 'n8n-workflow';

setSafeRegexEngine({
	exec: (pattern, input, flags) => new RegExp(pattern, flags).exec(input),
	test: (pattern, input, flags) => new RegExp(pattern, flags).test(input),
	replace: (pattern, input, flags, replacement) =>
		input.replace(new RegExp(pattern, flags), replacement),
	matchAll: (pattern, input, flags = '') => [
		...input.matchAll(new RegExp(pattern, flags.includes('g') ? flags : `${flags}g`)),
	],
	split: (pattern, input, flags) => input.split(new RegExp(pattern, flags)),
});
