import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

import { closeInTheEnd } from './closing.mts';

/** Starts a server on a free port of 127.0.0.1, which ends with the test or file that started it; gives its origin. */
export async function serve(answer: RequestListener): Promise<string> {
	const server = createServer(answer);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	closeInTheEnd(async () => {
		server.close();
		server.closeAllConnections();
	});
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
