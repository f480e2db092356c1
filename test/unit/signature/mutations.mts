import type { Random } from './random.mts';

/** Every way to replace one byte. */
export function* everyReplacement(original: Buffer): Generator<Buffer> {
	for (let at = 0; at < original.length; at++) {
		for (let byte = 0; byte < 256; byte++) {
			if (byte === original[at]) continue;
			const changed = Buffer.from(original);
			changed[at] = byte;
			yield changed;
		}
	}
}

/**
 * Every byte in turn: replaced by its neighbour, by the other case, by no ASCII, by what ends or bends a JSON
 * string, and left out.
 */
export function* everyPlace(original: Buffer): Generator<Buffer> {
	for (const [at, byte] of original.entries()) {
		const before = original.subarray(0, at);
		const after = original.subarray(at + 1);
		yield Buffer.concat([before, after]);
		for (const other of new Set([byte ^ 1, byte ^ 0x20, byte ^ 0x80, QUOTE, BACKSLASH])) {
			if (other !== byte) yield Buffer.concat([before, Buffer.of(other), after]);
		}
	}
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** One byte replaced, flipped in one bit, left out, doubled or put in, anywhere. */
export function mutate(original: Buffer, random: Random): Buffer {
	const at = random.below(original.length);
	const byte = original[at];
	const replacement = random.pick([
		() => [byte ^ (1 << random.below(8))],
		() => [random.below(256)],
		() => [random.pick(SYNTAX)],
		() => [],
		() => [byte, byte],
		() => [byte, random.pick(SYNTAX)],
	])();
	return Buffer.concat([
		original.subarray(0, at),
		Buffer.from(replacement),
		original.subarray(at + 1),
	]);
}

/** Bytes that mean something in JSON, so that a change more often leaves it readable. */
const SYNTAX = [...Buffer.from('{}[]:,"\'\\ \n0123456789eE.+-ntfu')];
