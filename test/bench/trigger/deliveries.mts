/** Deliveries as Veryfi sends them, a number of them at once. */
import { createHmac } from 'node:crypto';

import { Agent, request } from 'undici';

export interface Receiver {
	url: string;
	/** Certificate to trust, PEM. */
	ca: string;
	clientSecret: string;
}

export interface Answers {
	/** Milliseconds until each answer, ascending. */
	waits: number[];
}

let created = Date.UTC(2026, 0, 1);

/** An event that no other is like, with the signature that Veryfi gives it. */
function delivery(documentId: number, clientSecret: string) {
	created += 1000;
	const time = new Date(created).toISOString().slice(0, 19).replace('T', ' ');
	const signed = `{'id': ${documentId}, 'created': '${time}'}`;
	return {
		body: JSON.stringify({ event: 'document.created', data: { id: documentId, created: time } }),
		signature: createHmac('sha256', clientSecret).update(signed).digest('base64'),
	};
}

/** @throws Error for an answer other than 200 */
export async function deliver(
	{ url, ca, clientSecret }: Receiver,
	documentIds: number[],
	atOnce: number,
): Promise<Answers> {
	const agent = new Agent({ connect: { ca } });
	const waits: number[] = [];
	const toSend = documentIds.values();
	const sender = async () => {
		for (const id of toSend) {
			const { body, signature } = delivery(id, clientSecret);
			const began = performance.now();
			const answer = await request(url, {
				method: 'POST',
				dispatcher: agent,
				headers: { 'content-type': 'application/json', 'x-veryfi-signature': signature },
				body,
			});
			const text = await answer.body.text();
			waits.push(performance.now() - began);
			if (answer.statusCode !== 200) throw new Error(`${url}: ${answer.statusCode} ${text}`);
		}
	};
	try {
		await Promise.all(Array.from({ length: atOnce }, sender));
	} finally {
		await agent.destroy();
	}
	return { waits: waits.sort((a, b) => a - b) };
}
