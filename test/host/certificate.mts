import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import forge from 'node-forge';

export interface Certificate {
	keyPath: string;
	certPath: string;
	/** PEM text, for clients that shall trust it. */
	cert: string;
}

/**
 * Makes a throw-away certificate for localhost in `folder`: webhook URLs must be https.
 * Pure JavaScript, because a fresh machine need not have openssl.
 */
export async function createCertificate(folder: string): Promise<Certificate> {
	const keys = forge.pki.rsa.generateKeyPair(2048);
	const certificate = forge.pki.createCertificate();
	certificate.publicKey = keys.publicKey;
	// A serial number is signed; a leading zero keeps it positive.
	certificate.serialNumber = `00${randomBytes(15).toString('hex')}`;
	certificate.validity.notBefore = new Date(Date.now() - 24 * 3600_000);
	certificate.validity.notAfter = new Date(Date.now() + 7 * 24 * 3600_000);
	const name = [{ name: 'commonName', value: 'localhost' }];
	certificate.setSubject(name);
	certificate.setIssuer(name);
	certificate.setExtensions([
		{ name: 'basicConstraints', cA: true },
		{ name: 'keyUsage', digitalSignature: true, keyEncipherment: true, keyCertSign: true },
		{ name: 'extKeyUsage', serverAuth: true },
		{
			name: 'subjectAltName',
			altNames: [
				{ type: 2, value: 'localhost' },
				{ type: 7, ip: '127.0.0.1' },
			],
		},
	]);
	certificate.sign(keys.privateKey, forge.md.sha256.create());

	const cert = forge.pki.certificateToPem(certificate);
	const keyPath = join(folder, 'key.pem');
	const certPath = join(folder, 'cert.pem');
	await mkdir(folder, { recursive: true });
	await writeFile(keyPath, forge.pki.privateKeyToPem(keys.privateKey), { mode: 0o600 });
	await writeFile(certPath, cert);
	return { keyPath, certPath, cert };
}
