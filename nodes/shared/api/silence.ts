type SentKind = 'timeout' | 'lost' | 'cancelled';

/** What is found out before anything is sent. */
type UnsentKind = 'cancelledBefore' | 'unreachable' | 'name' | 'certificate' | 'noTls';

/** Why there was no answer. */
export interface Silence {
	kind: SentKind | UnsentKind;
	/** The host name that was not found, or what is wrong with the certificate. */
	detail?: string;
	/** True when it may be otherwise a moment later. */
	mayPass?: boolean;
}

const SENT: ReadonlySet<Silence['kind']> = new Set<SentKind>(['timeout', 'lost', 'cancelled']);

/** Whether this outcome says that nothing has reached the other side. */
export const isUnsent = ({ kind }: Silence): boolean => !SENT.has(kind);

/** What Node.js throws for a connection, as far as it counts here. */
interface Thrown {
	code?: unknown;
	message?: unknown;
	syscall?: unknown;
	hostname?: unknown;
	cause?: unknown;
	errorResponse?: unknown;
}

/** Codes of OpenSSL's verification and of Node's check of the host name. */
const CERTIFICATE =
	/^(CERT_|ERR_TLS_CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|INVALID_(CA|PURPOSE|NON_CA)|PATH_LENGTH_|CRL_|ERROR_IN_C|SUITE_B_|EE_KEY_|CA_)/;

/** What OpenSSL says when the other side does not take part in the handshake. */
const HANDSHAKE =
	/wrong version number|packet length too long|http request|handshake|protocol version|unsupported protocol|unrecognized name|no ciphers|no shared cipher|no suitable|dh key too small|ee key too small/i;

const UNREACHABLE = new Set([
	'ECONNREFUSED',
	'EHOSTUNREACH',
	'EHOSTDOWN',
	'ENETUNREACH',
	'ENETDOWN',
	'EADDRNOTAVAIL',
]);

const NAME = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA', 'EAI_NONAME', 'ENODATA']);

const TIMED_OUT = new Set(['ECONNABORTED', 'ETIMEDOUT']);

function kindOf({ code, message, syscall, hostname }: Thrown): Silence | undefined {
	const name = String(code ?? '');
	const words = String(message ?? '');
	if (NAME.has(name)) {
		return {
			kind: 'name',
			detail: typeof hostname === 'string' ? hostname : undefined,
			mayPass: name === 'EAI_AGAIN',
		};
	}
	if (CERTIFICATE.test(name)) return { kind: 'certificate', detail: words };
	if (/^(EPROTO|ERR_SSL_)/.test(name) && HANDSHAKE.test(words)) return { kind: 'noTls' };
	const isConnecting = syscall === 'connect' || words.includes('before secure TLS connection');
	if (UNREACHABLE.has(name) || isConnecting) return { kind: 'unreachable', mayPass: true };
	return TIMED_OUT.has(name) ? { kind: 'timeout', mayPass: true } : undefined;
}

/** An error and its causes, the innermost first: it knows most. */
function linksOf(error: unknown): Thrown[] {
	const links: Thrown[] = [];
	let link = error as Thrown | undefined;
	for (let depth = 0; link && typeof link === 'object' && depth < 5; depth++) {
		links.unshift(link);
		link = (link.cause ?? link.errorResponse) as Thrown | undefined;
	}
	return links;
}

/** Finds out why there was no answer from what n8n's HTTP helper threw. */
export function silenceOf(error: unknown, signal?: AbortSignal): Silence {
	if (signal?.aborted) return { kind: 'cancelled' };
	for (const link of linksOf(error)) {
		const silence = kindOf(link);
		if (silence) return silence;
	}
	return { kind: 'lost', mayPass: true };
}
