import type { IWebhookFunctions } from 'n8n-workflow';

import { clientSecretsOf, CREDENTIAL, readCredential } from '../../shared/api/connection';
import { clock } from '../../shared/clock';
import { createBudget } from './budget';

/** Milliseconds that a client secret is kept: reading a credential is the dearest step before the answer. */
const LIFETIME = 60_000;

/** A forged delivery looks like a changed secret, so forgers get one fresh reading in five seconds. */
const freshReadings = createBudget(1, 5_000);

/** A reading of a credential, which deliveries that come meanwhile share. */
interface Reading {
	secrets: Promise<string[]>;
	begunAt: number;
}

/** The latest by credential id; nothing but memory, and one entry per credential that triggers use. */
const readings = new Map<string, Reading>();

/** The client secrets of the node's credential, as they were within the last minute. */
export async function clientSecrets(context: IWebhookFunctions): Promise<string[]> {
	const latest = readings.get(credentialId(context));
	const isFresh = latest !== undefined && clock.now() - latest.begunAt < LIFETIME;
	return await (isFresh ? latest : read(context)).secrets;
}

/**
 * The client secrets that the credential holds now, for a signature that the tried ones do not fit.
 *
 * @param tried as `clientSecrets` gave them
 * @returns those that have not been tried
 */
export async function changedSecrets(
	context: IWebhookFunctions,
	tried: string[],
): Promise<string[]> {
	const id = credentialId(context);
	const latest = freshReadings.take(id) ? read(context) : readings.get(id);
	const secrets = (await latest?.secrets) ?? [];
	return secrets.filter((secret) => !tried.includes(secret));
}

function read(context: IWebhookFunctions): Reading {
	const id = credentialId(context);
	const reading: Reading = { secrets: decrypt(context), begunAt: clock.now() };
	readings.set(id, reading);
	reading.secrets.catch(() => {
		if (readings.get(id) === reading) readings.delete(id);
	});
	return reading;
}

const decrypt = async (context: IWebhookFunctions): Promise<string[]> =>
	clientSecretsOf(await readCredential(context));

const credentialId = (context: IWebhookFunctions): string =>
	context.getNode().credentials?.[CREDENTIAL]?.id ?? '';
