import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join } from 'node:path';
import forge from 'node-forge';

export interface KeyPair {
	/** PEM text of the private key. */
	key: string;
	/** PEM text, for clients that shall trust it. */
	cert: string;
}

export interface Certificate extends Pick<KeyPair, 'cert'> {
	keyPath: string;
	certPath: string;
}

/** The names that this machine calls itself. */
const LOCAL = ['localhost', '127.0.0.1'];

/**
 * A positive number of 16 bytes, in hexadecimal. It begins with 01: a leading zero is read as padding, and
 * OpenSSL refuses a certificate whose number carries more of that than it needs.
 */
const serialNumber = () => `01${randomBytes(15).toString('hex')}`;

const DAY = 24 * 3600_000;

/** Makes a certificate that signs itself; see {@link certificateFor}. */
export const selfSigned = (
	hosts: readonly string[] = LOCAL,
	serial?: string,
	validity?: readonly [from: number, to: number],
): KeyPair => certificateFor(hosts, { serial, validity });

/**
 * Makes a certificate, valid for a week if nothing else is said. Pure JavaScript, because a fresh machine need not have
 * openssl.
 *
 * @param hosts names and addresses that it stands for
 * @param options.serial its number, in hexadecimal
 * @param options.validity days from now on which it begins and ends to be valid
 * @param options.issuer what signs it; it signs itself by default
 */
export function certificateFor(
	hosts: readonly string[],
	{
		serial = serialNumber(),
		validity = [-1, 7],
		issuer,
	}: { serial?: string; validity?: readonly [from: number, to: number]; issuer?: KeyPair },
): KeyPair {
	const keys = forge.pki.rsa.generateKeyPair(2048);
	const certificate = forge.pki.createCertificate();
	certificate.publicKey = keys.publicKey;
	certificate.serialNumber = serial;
	const [notBefore, notAfter] = validity.map((days) => new Date(Date.now() + days * DAY));
	Object.assign(certificate.validity, { notBefore, notAfter });
	const name = [{ name: 'commonName', value: hosts[0] }];
	certificate.setSubject(name);
	certificate.setIssuer(
		issuer ? forge.pki.certificateFromPem(issuer.cert).subject.attributes : name,
	);
	certificate.setExtensions([
		{ name: 'basicConstraints', cA: true },
		{ name: 'keyUsage', digitalSignature: true, keyEncipherment: true, keyCertSign: true },
		{ name: 'extKeyUsage', serverAuth: true },
		{
			name: 'subjectAltName',
			altNames: hosts.map((host) =>
				isIP(host) ? { type: 7, ip: host } : { type: 2, value: host },
			),
		},
	]);
	const signer = issuer ? forge.pki.privateKeyFromPem(issuer.key) : keys.privateKey;
	certificate.sign(signer, forge.md.sha256.create());
	return {
		key: forge.pki.privateKeyToPem(keys.privateKey),
		cert: forge.pki.certificateToPem(certificate),
	};
}

/**
 * Makes a throw-away certificate in `folder`: webhook URLs must be https.
 *
 * @param hosts as for `selfSigned`
 */
export async function createCertificate(
	folder: string,
	hosts?: readonly string[],
): Promise<Certificate> {
	const { key, cert } = selfSigned(hosts);
	const keyPath = join(folder, 'key.pem');
	const certPath = join(folder, 'cert.pem');
	await mkdir(folder, { recursive: true });
	await writeFile(keyPath, key, { mode: 0o600 });
	await writeFile(certPath, cert);
	return { keyPath, certPath, cert };
}
