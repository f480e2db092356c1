import { expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';

import { EDITIONS, NEVER, printableSince } from '../../../nodes/shared/signature/printable.ts';

/**
 * SHA-256 of 1,114,112 bytes, one per code point: 1 where `chr(i).isprintable()`. Made with CPython
 * 3.7.16, 3.8.18, 3.9.18, 3.11.7, 3.12.1 and 3.13.0; for 16.0 and 17.0, which no Python at hand had,
 * from the general categories of the Unicode character database.
 */
const FINGERPRINTS: Record<string, string> = {
	'11.0': '03bec11300f9847f236ad444d97ce48a3521dc9b84e8d970a1033bd1388bbd29',
	'12.1': 'c29ed4f0a9ae085468a5841f5ee376bd2acb678b0a148bcf1e7dce406da45326',
	'13.0': '11503b9bce276488203e93c996ac857c06e442e47515191559d233c0ab931737',
	'14.0': '8a3c3a3d69c6e08239dab306dcf53a58ec670792bac351388902bb0a4c818343',
	'15.0': 'a24a109bc8e347f9490466c59e4160d0dc9dd1006a5be9a4c91af71cd2e7fa99',
	'15.1': 'bf0b550942f03d97e5623f688d8398cc2222ecfa58bfdef567d72d4bb994e4d9',
	'16.0': '88d55a36f9cfaa0fb3f843f787cc267686953939f2e295f7b3156d63d184adb4',
	'17.0': '0557adde1a9973a2936eb4f729e5dfdc215ee3edd6b4069a6fef886f4eca826a',
};

const since = Uint8Array.from({ length: 0x110000 }, (_, codePoint) => printableSince(codePoint));

test.each(Object.entries(FINGERPRINTS))(
	'knows what a Python with Unicode %s prints',
	(unicode, fingerprint) => {
		const edition = EDITIONS.indexOf(unicode as (typeof EDITIONS)[number]);
		const printable = since.map((first) => (first <= edition ? 1 : 0));
		expect(createHash('sha256').update(printable).digest('hex')).toBe(fingerprint);
	},
);

test('never prints controls, spaces, surrogates, private use and noncharacters', () => {
	for (const codePoint of [
		0, 0x7f, 0xa0, 0xad, 0x200b, 0x2028, 0x3000, 0xd800, 0xdfff, 0xe000, 0xfdd0, 0xfeff, 0xffff,
		0xe0001, 0x10ffff,
	]) {
		expect(printableSince(codePoint)).toBe(NEVER);
	}
});

test('leaves it open whether a future Python prints what is unassigned today', () => {
	expect(EDITIONS[printableSince(0x378)]).toBe('later');
});
