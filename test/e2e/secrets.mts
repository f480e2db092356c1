import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Stage } from './stage.mts';

/** Where a run wrote something: n8n's database, settings, binary files and log, and the account's request log. */
interface Place {
	path: string;
	bytes: Buffer;
}

/** Everything that the account shares with n8n and nobody else, subscription secrets included. */
function secretsOf({ emulator }: Stage): string[] {
	const { clientSecret, apiKey, bearerKey } = emulator.credentials;
	const subscriptions = emulator.deliveries
		.filter(({ event }) => event === 'subscription')
		.map(({ body }) => (JSON.parse(body) as { data: { secret: string } }).data.secret);
	if (subscriptions.length === 0) throw new Error('There was no handshake to look at.');
	return [clientSecret, apiKey, bearerKey, ...subscriptions];
}

const spellings = (secret: string): string[] => [
	secret,
	encodeURIComponent(secret),
	Buffer.from(secret).toString('base64').replace(/=+$/, ''),
	Buffer.from(secret).toString('hex'),
];

/** Reads all that a run has written. n8n must have ended, so that its database is whole. */
export async function writtenBy(stage: Stage): Promise<Place[]> {
	const entries = await readdir(stage.n8n.folder, { withFileTypes: true, recursive: true });
	const files = await Promise.all(
		entries
			.filter((entry) => entry.isFile())
			.map(({ parentPath, name }) => join(parentPath, name))
			.map(async (path) => ({ path, bytes: await readFile(path) })),
	);
	const requests = Buffer.from(JSON.stringify(stage.emulator.requests));
	return [...files, { path: "the account's request log", bytes: requests }];
}

/** Names the places that hold a text. */
export const placesWith = (places: Place[], text: string): string[] =>
	places.filter(({ bytes }) => bytes.includes(text)).map(({ path }) => path);

/** Names the places that hold one of the account's secrets, however it is spelled. */
export const placesWithSecrets = (stage: Stage, places: Place[]): string[] =>
	secretsOf(stage)
		.flatMap(spellings)
		.flatMap((text) => placesWith(places, text));
