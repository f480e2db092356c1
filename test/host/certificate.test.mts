import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:tls';

import { describe, expect, it } from '@jest/globals';

import { selfSigned } from './certificate.mts';

/** A zero byte that the next one does not need for its sign. */
const PADDED = '00'.repeat(2) + '7f'.repeat(14);

describe('a self-signed certificate', () => {
	it('is trusted for the hosts that it was made for, and for no other', async () => {
		const { key, cert } = selfSigned(['accounting.example.com', '127.0.0.1']);
		const server = createServer({ key, cert }).listen(0, '127.0.0.1');
		await once(server, 'listening');
		const { port } = server.address() as AddressInfo;
		const greet = async (servername: string) => {
			const socket = connect({ host: '127.0.0.1', port, servername, ca: cert });
			try {
				await once(socket, 'secureConnect');
				return 'trusted';
			} catch (error) {
				return (error as NodeJS.ErrnoException).code;
			} finally {
				socket.destroy();
			}
		};

		expect(await greet('accounting.example.com')).toBe('trusted');
		expect(await greet('localhost')).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
		server.close();
	});

	it('has a number that is never read as padded, unlike one that begins with zeros', () => {
		const numbers = Array.from({ length: 3 }, () => new X509Certificate(selfSigned().cert));

		expect(numbers.map(({ serialNumber }) => serialNumber)).toEqual(
			numbers.map(() => expect.stringMatching(/^01[0-9A-F]{30}$/)),
		);
		expect(() => new X509Certificate(selfSigned(undefined, PADDED).cert)).toThrow(
			/illegal padding/,
		);
	});
});
