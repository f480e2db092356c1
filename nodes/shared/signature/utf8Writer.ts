/** From this length on a native copy is quicker than a loop. */
const LONG = 40;

const BACKSLASH = 0x5c;
const HEX_DIGITS = '0123456789abcdef';
/** The letter behind the backslash, by the number of digits. */
const ESCAPE_LETTER: Readonly<Record<number, string>> = { 2: 'x', 4: 'u', 8: 'U' };

/** A growing text in UTF-8. What is in it is copied when it grows and at no other time. */
export class Utf8Writer {
	length = 0;

	private buffer = Buffer.allocUnsafe(512);

	get bytes(): Buffer {
		return this.buffer.subarray(0, this.length);
	}

	/** @param text of ASCII characters only */
	ascii(text: string): void {
		this.makeRoom(text.length);
		if (text.length < LONG) {
			for (let at = 0; at < text.length; at++) this.add(text.charCodeAt(at));
		} else {
			this.length += this.buffer.write(text, this.length, 'latin1');
		}
	}

	/** @param text without halves of surrogate pairs */
	utf8(text: string): void {
		if (text === '') return;
		this.makeRoom(3 * text.length);
		this.length += this.buffer.write(text, this.length, 'utf8');
	}

	/** Adds one character outside ASCII, quicker than a text of one. */
	character(codePoint: number): void {
		this.makeRoom(4);
		if (codePoint < 0x800) {
			this.add(0xc0 | (codePoint >> 6));
		} else {
			if (codePoint < 0x10000) {
				this.add(0xe0 | (codePoint >> 12));
			} else {
				this.add(0xf0 | (codePoint >> 18));
				this.add(0x80 | ((codePoint >> 12) & 0x3f));
			}
			this.add(0x80 | ((codePoint >> 6) & 0x3f));
		}
		this.add(0x80 | (codePoint & 0x3f));
	}

	/** Python's escape for a character by its number: `\x7f`, `\u200b`, `\U000e0001`. */
	escape(codePoint: number): void {
		const digits = codePoint <= 0xff ? 2 : codePoint <= 0xffff ? 4 : 8;
		this.makeRoom(2 + digits);
		this.add(BACKSLASH);
		this.add(ESCAPE_LETTER[digits].charCodeAt(0));
		for (let shift = (digits - 1) * 4; shift >= 0; shift -= 4) {
			this.add(HEX_DIGITS.charCodeAt((codePoint >> shift) & 0xf));
		}
	}

	/** Adds a part of another text. */
	copy(source: Buffer, from: number, to: number): void {
		this.makeRoom(to - from);
		if (to - from < LONG) {
			for (let at = from; at < to; at++) this.add(source[at]);
		} else {
			this.length += source.copy(this.buffer, this.length, from, to);
		}
	}

	private add(byte: number): void {
		this.buffer[this.length++] = byte;
	}

	private makeRoom(count: number): void {
		if (this.length + count <= this.buffer.length) return;
		const larger = Buffer.allocUnsafe(2 * (this.length + count));
		this.buffer.copy(larger, 0, 0, this.length);
		this.buffer = larger;
	}
}
