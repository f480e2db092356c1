import { Agent, FormData, request } from 'undici';
import type { Sample } from '../samples/index.mts';

/**
 * Posts a file to the submit workflow as a browser or a scanner would.
 *
 * @param ca certificate to trust, PEM
 * @returns the id that Veryfi gave the document, which the workflow answers with
 */
export async function upload(
	url: string,
	ca: string,
	sample: Pick<Sample, 'fileName' | 'mimeType' | 'bytes'>,
): Promise<number> {
	const form = new FormData();
	form.append(
		'data',
		new File([new Uint8Array(sample.bytes)], sample.fileName, { type: sample.mimeType }),
	);
	const agent = new Agent({ connect: { ca } });
	try {
		const { statusCode, body } = await request(url, {
			method: 'POST',
			body: form,
			dispatcher: agent,
		});
		const text = await body.text();
		const { id } = statusCode < 300 ? (JSON.parse(text) as { id?: number }) : {};
		if (typeof id !== 'number') {
			throw new Error(`${sample.fileName} was not accepted (${statusCode}): ${text}`);
		}
		return id;
	} finally {
		await agent.destroy();
	}
}
