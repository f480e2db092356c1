/**
 * Which characters Python prints as they are and which it escapes: `str.isprintable`, for every
 * Python that keeps the order of a dict (3.7 and later).
 *
 * A character is escaped until the sender's Unicode version knows it, and we cannot know that
 * version. So each code point carries the Unicode edition since which it is printable. The table
 * is our own, not `\p{...}`, because what that means depends on the Node that n8n runs on.
 */

/** Unicode versions in which printable characters were added, with the first Python to use each. */
export const EDITIONS = [
	'11.0', // or older; Python 3.7
	'12.1', // 3.8
	'13.0', // 3.9
	'14.0', // 3.11
	'15.0', // 3.12
	'15.1', // 3.13
	'16.0', // 3.14
	'17.0', // 3.15
	'later', // unassigned up to 17.0, so a newer Python may print it
] as const;

/** What `printableSince` says of characters that no edition prints: controls, spaces, surrogates. */
export const NEVER = EDITIONS.length;

/**
 * Runs of code points from U+0000 up: a length in base 36 (1 is left out) and a letter, A for
 * EDITIONS[0], B for EDITIONS[1] and so on, J for NEVER. The unit tests compare every code point
 * with CPython's own answers.
 */
const RUNS =
	'wJ2nAyJcAJjuA2I6A4I7AIAIkAIb1AI12A2I1eA2I3AI1jA8IrA4I6AbI6JmAJD5bAJ1cAIJ1nA2I2tAeI1nA2I1dA2I' +
	'fAIsA2IAIbA5IvDH2J5IG8DlAD8AaCbDfAJ4hAI8A2I2A2ImAI7AIA3I4A2I9A2I2A2I4A8IA4I2AI5A2IpA2I3AI6A' +
	'4I2A2ImAI7AI2AI2AI2A2IAI5A4I2A2I3A3IA7I4AIA7IhAaI3AI9AI3AImAI7AI2AI5A2IaAI3AI3A2IAfI4A2IcA7I' +
	'7AI3AI8A2I2A2ImAI7AI2AI5A2I9A2I2A2I3A7IC2A4I2AI5A2IiAaI2AI6A3I3AI4A3I2AIAI2A3I2A3I3A3IcA4I5A' +
	'3I3AI4A2IA6IAeIlA5IdAI3AInAIgA2ID8AI3AI4A7I2AI3AIHD2I4A2IaA7IBlAI3AInAIaAI5A2I9AI3AI4A7I2A5I' +
	'HDAI4A2IaAI2AEcI4AC8AI3AI1fAI3AI6A4IgA2IqAIC2AIiA3IoAI9AIA2I7A3IA4I6AIAI8A6IaA2I3AcI1mA4ItA' +
	'11I2AIAIB2ABAIBA6B4AB7AB3AIAIA2B2ABdAB3A2I5AIAI6AEIaA2I4AwI20AI10A4I13AI10AIfAIdA11I5iAIA5IA' +
	'2IahAI4A2I7AIAI4A2I15AI4A2IxAI4A2I7AIAI4A2IfAI1lAI4A2I1vA2IwA3IqA6I2eA2I6A2IhsAJsA3I2hA7IdAD' +
	'7AD9IDnA9IkAcIdAI3AI2AcI2mA2IaA6IaA6IeAJDaA6I2hA7I17A5I1yAaIvAIcA4IcA4IA3I16A2I5AbI18A4IqA6I' +
	'bA3I1qA2I1tAItA2IbA6IaA6IeA2IfA2CeDfH2IcHkI24ADI2G19A2DG38A8I1oA3IfA3I1oA2G5I17A2IbA8I16AB5I' +
	'6yAD7vA2I6A2I12A2I6A2I8AIAIAIAIvA2I1hAIfAIeA2I6AIjA2I3AI9AIgJoA8J1bA6JIaJ2A2IrAIdA3IwADHeIxA' +
	'fI3wA4IifA3GmIbAlI1ecA2IwAHC1dAB1hAB1bAD1bAD44A5I19AIA5IA2I1kA7I2AeIoA9I7AI7AI7AI7AI7AI7AI7A' +
	'I7AI33AB3CbDyIqAI2hAcI5yAqIcA4FJ1rAI2eA2I2vA5I17AI2mAI17A5C10A2G9IF1bAI67AB59yAaCg8gAdC3DwdA' +
	'3I1jA9I9oAkI54A8I56A6B2D5B4C3G2H2DHDH5D3GkIH3D2C1hAC3IaA6I1kA8I1yA8IcA6I38AbIuA3I26AIbA4IxAI' +
	'1jA9IeA2IaA2I2vAoIsAaI6A2I6A2I6A9I7AI7AI1iA2B4C4I3iA2IaA6I8mcAcInA4I1dA4I6ioJa6A2I2yA12I7AcI' +
	'5A5IqAI5AIAI2AI2AI3gADgHa5AgD1sA2H1iA7HDwJeA2DqA6I1fAIjAI4A4I5AI3rA2IJI5aA3I6A2I6A2I6A2I3A3I' +
	'7AI7AaI3J2A2JcAIqAIjAI2AIfA2IeAyI3fA5I3A4I19A3I2gAIcAC3IA1bI1aA3mItA3I1dAfIsA4I10A9IuA5I17A' +
	'5IuAI11A4IeA16I4eA2IaA6I10A4I10A4I14A8I1gAbIAbDIfDI7DI2DIbDIfDI7DI2D3I1gGcI8nA9ImAaI8AoI6DI' +
	'16DI9D1xI6A2IAI18AI2A3IA2InAI20A8I9A1cIjAI2A5IxA3IrA5IAqH12I1kA4IkA2I1eAI2A5I8AI3AItA2I3A4I' +
	'aA7I9A7I1sAwI13A4IcA9I1iA3ItA2IrA5IqA7I4AcI7A28I21A1jI1fAdI1fA7I1aA8IaA6I12G3ItG8I2G5sIvAI' +
	'16CI3C2I2CgI3G3H8I9HxI2HG3E14A8I16AmIqD12IsCkInB9I26A4IuA6D9I1qAJ4ADaIJ2IpA7IaA6I1hAIhAC8I' +
	'13A9I26A2CgAIkAbIiAI18A3E1qI7AIAI4AIfAIbA6I1nA5IaA6I4AI8A2I2A2ImAI7AI2AI5AIaA2I2A2I3A2IA6IA' +
	'5I7A2I7A3I5AbIaGIG2IGI12GIaGIG2IGI4GIaGI2G8I2GtI2iACAI2AB2CuI20A8IaA4mI1iA2I12AyI1xAbIaA6IdA' +
	'jI1kABD6IaA6IkGsIrA2IfA4IgA7D55I1oA2sI2bAcIA7C2IC2I8CI2CIuCI2C2IcC9IaC1yI8B2I1aB2IbBrI20A8I' +
	'1gA2BtAdIgD1lA7IaE2eI8H2gIyGeIaG6I9AI19AIeAaItA3IwA2ImAIeA21I7AI2AI18A3IAI2AI9A8IaA6I6AI2AI' +
	'11AI2AI6A7IaA6I18H4IaH6uIpA7IhEI15E3IsEG2dICfI1eBdIBpmA2uI33AI5AbI5gA218I2rDdItrAEgJmEaI32zG' +
	'5Ig7A5a1I1mG1c6IftA7IvAIaA4I2A27DIaD6IuA2I6AaI1yAaIaAI7AIlA5IjAc0I1mG5iI2jA5IpH2IpH18I1xA6B' +
	'4IB1bA9B7IhA1sI2A2BCbI2C5H9I4qaA6B8HkzAdfC15IG9CmH2pI37H6ppI4DI7DI2DI7zA4DfIEtI3B2IEeI4B8I' +
	'b0A1s4I2zA5IdA3I9A7IaA2I4A4J318I6yG3H3Ic4G6InHfIhHfI1aD2InD9I38D1oI6uAaI13A2I22A8J32A2DlI1yA' +
	'3eIkEcIkAcI2fA9IpA3rI2dAI1zAI2A2IA2I2A2I4AIcAIAI7AI1tAI4A2I8AI7AIsAI4AI5AIA3I7AI9gA2I84A2I' +
	'jiAfI5AIfAuoIvD6I6E5xI7AIhA2I7AI2AI5A5I1qExIE34I19B3IeB2IaB4I2B8wIvDhI1mB5IBcwI16E5yI17G4IG' +
	'5cIvHImH8I2H68I7DI4DI2DIfDI5hA2IgA15I23AB4IaA4I2AltI1wA24I1pB5eI4AIrAI2AIA2IAIaAI4AIAIA6IA4I' +
	'AIAIAI3AI2AIA2IAIAIAIAIAI2AIA2I4AI7AI4AI4AIAIaAIhA5I3AI5AIhA1gI2A7iI18A4I2sAcIfA2IfAIfAI11A' +
	'aIdA3C2kAB3C1pAC1kItAdI18A4I9A7I2AeI6A4aIr9AB2CH3IE3DdA3IaAB2C3I38A3E4H5E2hAE6IcB4IDfIcA4I' +
	'1kA8IaA6I14A8IuA2I2CaG4I2GeI9H13IcAC3B1bAB1dABC4A2CDAB13A2C6B3C2BaA6B3A8BCD3B1cA2cB4H8IeA2I' +
	'4BC3E3B2D3I3B4C2EGH3IHG6BjC4D3E7C4D3EGE3C3DGIH4IH2E7C3D2EG2IG8DEGH4IH7D2E7I43CI1jC11GaCHsjI' +
	'2JwyfA7C2DwI379A4DE6H66A2I4g2AcH2I5rlAfIhaF1wiIf2A15sI2J3t7C5I38gE3beH1478I2J1ekeI2J1ekeI2J' +
	'1ekeI2J1ekeI2J1ekeI2J1ekeI2J1ekeI2J1ekeI2J1ekeI2J1ekeI2JIJuI2oJ3kI6oA1e6mI2t4yJ';

interface Runs {
	/** First code point of each run, and behind the last one the end of Unicode. */
	starts: number[];
	/** Index in EDITIONS of each run, or NEVER. */
	editions: number[];
}

let runs: Runs | undefined;

function readRuns(): Runs {
	const starts: number[] = [];
	const editions: number[] = [];
	let start = 0;
	for (const [, length, letter] of RUNS.matchAll(/([0-9a-z]{0,4})([A-J])/g)) {
		starts.push(start);
		editions.push(letter.charCodeAt(0) - 'A'.charCodeAt(0));
		start += length === '' ? 1 : parseInt(length, 36);
	}
	starts.push(start);
	return { starts, editions };
}

/** The run that was asked for last: characters of a text are often of one script. */
let latest = 0;

/** The index in EDITIONS since which Python prints the code point as it is, or NEVER. */
export function printableSince(codePoint: number): number {
	if (codePoint >= 0x20 && codePoint < 0x7f) return 0;
	// Not when this file is loaded: most processes of n8n never need it.
	runs ??= readRuns();
	const { starts, editions } = runs;
	if (codePoint < starts[latest] || codePoint >= starts[latest + 1]) {
		latest = runOf(codePoint, runs);
	}
	return editions[latest];
}

function runOf(codePoint: number, { starts, editions }: Runs): number {
	let low = 0;
	let high = editions.length;
	while (high - low > 1) {
		const middle = (low + high) >> 1;
		if (starts[middle] <= codePoint) low = middle;
		else high = middle;
	}
	return low;
}
