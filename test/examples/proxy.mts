import { request } from 'undici';
import type { Road } from './ledger.mts';
import { listen } from './standIns/standIn.mts';

/** Headers that hold for one connection only; the host is that of the real system. */
const OWN = ['host', 'connection', 'transfer-encoding', 'content-length', 'keep-alive'];

const withoutOwn = (headers: Record<string, unknown>) =>
	Object.fromEntries(Object.entries(headers).filter(([name]) => !OWN.includes(name))) as Record<
		string,
		string
	>;

/**
 * Stands before a real system, so that answers can get lost there and requests wait, as with a stand-in. What it
 * commits cannot be held back from here: such requests wait before they are passed on.
 *
 * @param origin e.g. `http://127.0.0.1:8000`
 */
export async function startProxy(origin: string): Promise<Road> {
	return await listen((app, commitOf) => {
		app.removeAllContentTypeParsers();
		app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) =>
			done(null, body),
		);
		app.all('/*', async (incoming, reply) => {
			await commitOf(incoming)();
			const answer = await request(origin + incoming.url, {
				method: incoming.method as 'POST',
				headers: withoutOwn(incoming.headers),
				body: incoming.body as Buffer | undefined,
			});
			return await reply
				.status(answer.statusCode)
				.headers(withoutOwn(answer.headers))
				.send(Buffer.from(await answer.body.arrayBuffer()));
		});
	});
}
