import { Agent, FormData, request } from 'undici';
import type { Certificate } from './certificate.mts';

/** A form that n8n shows, as a browser gets it. */
export interface Form {
	title: string;
	/** What stands above the fields. */
	description: string;
	/** Addresses that it links to. */
	links: string[];
	/** What stands in its fields at first, by label. */
	values: Record<string, string>;
	/** Fills in what differs, by label, and sends it. */
	send: (changes: Record<string, string | File>) => Promise<void>;
}

/**
 * Opens a form of n8n's.
 *
 * @param url address that the workflow gave
 * @throws Error when there is no form at that address
 */
export async function openForm(url: string, { cert: ca }: Certificate): Promise<Form> {
	const call = async (method: 'GET' | 'POST', form?: FormData) => {
		const dispatcher = new Agent({ connect: { ca } });
		try {
			const { statusCode, body } = await request(url, { method, body: form, dispatcher });
			const text = await body.text();
			if (statusCode !== 200) throw new Error(`The form answered ${statusCode}: ${text}`);
			return text;
		} finally {
			await dispatcher.destroy();
		}
	};
	const html = await call('GET');
	const fields = [
		...html.matchAll(/<label[^>]*for='(field-\d+)'>([^<]*)<\/label>\s*<input([^>]*)/g),
	];
	const values = Object.fromEntries(
		fields.map(([, , label, attributes]) => [label, /value="([^"]*)"/.exec(attributes)?.[1] ?? '']),
	);
	return {
		title: /<h1>([^<]*)</.exec(html)?.[1].trim() ?? '',
		description: /<p style="white-space: pre-line">([^<]*)</.exec(html)?.[1].trim() ?? '',
		links: [...html.matchAll(/<a href="([^"]*)"/g)].map(([, link]) => link),
		values,
		async send(changes) {
			const form = new FormData();
			for (const [, field, label] of fields) form.append(field, changes[label] ?? values[label]);
			await call('POST', form);
		},
	};
}
