/** What stands for a secret in everything that the program prints or writes. */
const REDACTED = '[secret]';

/** Shorter ones would take ordinary words out of the report. */
const SHORTEST = 4;

/** Takes secrets out of texts, in every notation in which an answer may have them. */
export class Secrets {
	private patterns: RegExp[] = [];
	private readonly known = new Set<string>();

	constructor(secrets: readonly string[]) {
		for (const secret of secrets) this.add(secret);
	}

	add(secret: string): void {
		if (secret.length < SHORTEST || this.known.has(secret)) return;
		this.known.add(secret);
		const forms = [...this.known].flatMap(formsOf);
		// The longest first: a part must not be taken out of what would then no longer be found.
		this.patterns = [...new Set(forms)]
			.sort((one, other) => other.length - one.length)
			.map((form) => new RegExp(escape(form), 'gi'));
	}

	redact(text: string): string {
		return this.patterns.reduce((rest, pattern) => rest.replace(pattern, REDACTED), text);
	}
}

const escape = (text: string) => text.replace(/[\\^$.|?*+()[\]{}-]/g, '\\$&');

function formsOf(secret: string): string[] {
	const encoded = encodeURIComponent(secret);
	const everyByte = [...Buffer.from(secret)].map((byte) => byte.toString(16).padStart(2, '0'));
	return [
		secret,
		JSON.stringify(secret).slice(1, -1),
		encoded,
		encoded.replace(/%20/g, '+'),
		encodeURI(secret),
		everyByte.map((byte) => `%${byte}`).join(''),
		everyByte.join(''),
		...base64Forms(secret),
	];
}

/**
 * The secret in base64, also in the middle of a longer text such as `user:key`: a secret that begins one or
 * two bytes into a group of three looks different, and the characters at its ends hold bits of its neighbours.
 */
function base64Forms(secret: string): string[] {
	const bytes = Buffer.from(secret);
	return [0, 1, 2].flatMap((shift) => {
		const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
		const whole = Math.ceil((shift * 8) / 6);
		const end = Math.floor(((shift + bytes.length) * 8) / 6);
		const inner = text.slice(whole, end);
		if (inner.length < SHORTEST) return [];
		return [inner, inner.replace(/\+/g, '-').replace(/\//g, '_'), encodeURIComponent(inner)];
	});
}
