import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { runPython } from '../host/python.mts';
import { pythonText } from './pythonText.mts';
import { deliverySignature } from './signature.mts';

const VECTORS = [
	[
		'{"id":123456789,"created":"2021-10-20 15:27:26"}',
		'+81LBihMyZp6xRcax6F248RWx+V1tGwFLA3Mrysvug8=',
	],
	[
		`{"id":123456789,"created":"2023-08-10 19:11:32","error":"Couldn't download file from provided url."}`,
		'LUbVR4Y1je/YrmD7R7zTUVIcpTNLT3EtUTllW55gyis=',
	],
	[
		'{"id":1,"created":"2023-08-10 19:11:32","error":"Bad file, too big"}',
		'Dbe8DnomqVhnobLknS1XgsY4XqGsNQ5wUc2Y9XWypCs=',
	],
	[
		`{"id":1,"created":"2023-08-10 19:11:32","error":"can't read \\"p.pdf\\""}`,
		'I4UmCfGoCwYwQ7nAVOVI6SmenClTi3aFee8COZ2B48s=',
	],
	[
		'{"id":1,"created":"2023-08-10 19:11:32","error":null}',
		'kRkJ1ynEgxOrcDODjemzhg3hJ3zQr+HGx34seYtuHk4=',
	],
	[
		'{"id":[1031,1032,1033],"created":"2022-06-01 20:00:00"}',
		'zL2QO6XJtU/iv2/8NLXnTOP+dEnd4YNLihirJayphus=',
	],
	[
		'{"parent_id":42000,"id":[690001,690003,690004],"created":"2026-02-24 20:42:09"}',
		'eivz9tMVSWJH0Gj1A+KB2LvBXIbyT9GpewCEQF/ENEQ=',
	],
	[
		'{"parent_id":42000,"id":[],"created":"2026-02-24 20:42:09"}',
		'0VStO/hV+di09YrVuwAHNuAyR6RnP+VCCB/oopUfSRc=',
	],
	[
		'{"id":1,"error":"Caf\\u00e9 \\u2200 \\u00a0|\\u200b|\\ud83d\\ude00"}',
		'gdu+gWFz6b5sl7C9ke3oCRvj3WqdObPSZZcBXdy7xPU=',
	],
	[
		'{"id":9007199254740993,"a":1.0,"b":0.00001,"c":1e16,"t":true,"f":false}',
		'f5sj8xMsTq9V7gCdAe+roZupPwscvyZffEcCUE72apI=',
	],
];

describe('delivery signature', () => {
	it.each(VECTORS)('signs %s as CPython does', (data, signature) => {
		expect(deliverySignature(data, 'kat-secret-0001')).toBe(signature);
	});

	it("gives the known answer of the official PHP SDK's test", () => {
		const secret =
			'fAKEB2oJMLbHwBN5jEd6h3f3Lj1o9gK5kcz2xAf8Kyi2X1PNaJ6F612344YcOsSllGkFAkeUiZV5ZTNoPkk6bXyctGGAdfcratu4Dl2CA2XtU6En5icHxjVRUNoSFGP';
		const data = '{"id":63184393,"created":"2022-03-28 21:12:14"}';
		expect(deliverySignature(data, secret)).toBe('m89UF6aTlce2YcVbGw5LTZuA+bc5MPVS9AOicjkS7qM=');
	});

	it('depends on the secret', () => {
		expect(deliverySignature('{}', 'a')).not.toBe(deliverySignature('{}', 'b'));
	});
});

describe("CPython's text", () => {
	it.each([
		'',
		'{',
		'{"a":}',
		'[1,]',
		'{"a":1}x',
		'{a:1}',
		'01',
		'"\n"',
		'NaN',
		'{"a" 1}',
		"{'a':1}",
	])('refuses %j, which is not JSON', (text) =>
		expect(() => pythonText(text)).toThrow(SyntaxError),
	);

	it('equals what CPython prints for 20,000 random values', async () => {
		const lines = fc.sample(jsonText(), { numRuns: 20_000, seed: 20_260_302 });
		const expected = await pythonTexts(lines);
		const wrong = lines.filter((line, number) => pythonText(line) !== expected[number]);
		expect(wrong).toEqual([]);
		expect(expected).toHaveLength(lines.length);
	});
});

/** `str(json.loads(line))` of every line, by CPython itself. */
async function pythonTexts(lines: string[]): Promise<string[]> {
	const program = [
		'import json, sys',
		'sys.set_int_max_str_digits(0)',
		'for line in sys.stdin.buffer:',
		'    print(json.dumps(str(json.loads(line))))',
	].join('\n');
	const printed = await runPython(['-c', program], lines.join('\n'));
	return printed
		.trimEnd()
		.split('\n')
		.map((line) => JSON.parse(line) as string);
}

/** JSON text with every notation that the wire may have. Each value is one line. */
function jsonText(): fc.Arbitrary<string> {
	// Ranges to which no Unicode version of the last years has added a character: what is
	// unassigned counts as unprintable, and python3 and Node may know different versions.
	const ranges = [
		[0x20, 0x7e],
		[0, 0xff],
		[0x100, 0x6ff],
		[0x2000, 0x20bf],
		[0x2100, 0x2426],
		[0x2460, 0x2b73],
		[0x3000, 0x30ff],
		[0xdc00, 0xdfff],
		[0xe000, 0xf8ff],
		[0xfe00, 0xffff],
		[0x1f300, 0x1f5ff],
		[0xe0000, 0xe01ff],
	];
	const character = fc.oneof(
		fc.constantFrom("'", '"', '\ud800 ', '\\', '\n', '\r', '\t', ',', ': '),
		...ranges.map(([min, max]) =>
			fc.integer({ min, max }).map((code) => String.fromCodePoint(code)),
		),
	);
	const text = fc
		.tuple(fc.array(character, { maxLength: 12 }), fc.boolean())
		.map(([characters, escape]) => {
			const json = JSON.stringify(characters.join(''));
			return escape
				? json.replace(
						/[^ -~]/g,
						(unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
					)
				: json;
		});
	const digits = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }).map(String);
	const number = fc.oneof(
		digits,
		fc.integer().map(String),
		fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => JSON.stringify(value)),
		fc
			.tuple(fc.integer(), fc.nat(), fc.integer({ min: -330, max: 330 }))
			.map(([a, b, c]) => `${a}.${b}e${c}`),
		fc.constantFrom(
			'-0',
			'-0.0',
			'0.0',
			'1.0',
			'1E2',
			'1e15',
			'1e16',
			'0.0001',
			'0.00001',
			'1e400',
			'-1e400',
		),
	);
	const key = fc.oneof(text, fc.constantFrom('"1"', '"2"', '"id"', '"created"', '"__proto__"'));
	const { value } = fc.letrec<{ value: string }>((tie) => ({
		value: fc.oneof(
			{ maxDepth: 4, withCrossShrink: true },
			fc.constantFrom('null', 'true', 'false'),
			number,
			text,
			fc.array(tie('value'), { maxLength: 4 }).map((members) => `[${members.join(',')}]`),
			fc
				.array(fc.tuple(key, tie('value')), { maxLength: 5 })
				.map(
					(members) => `{ ${members.map(([name, member]) => `${name} : ${member}`).join(' , ')}}`,
				),
		),
	}));
	// `data` is an object; the text of a bare string would have no quotes.
	return value.map((member) => `{"data":${member}}`);
}
