import type { IWebhookFunctions } from 'n8n-workflow';

import { clock } from '../shared/clock';
import { clientSecretOf, CREDENTIAL } from '../shared/connection';
import { createBudget } from './budget';

/** Milliseconds that a client secret is kept: reading a credential is the dearest step at the door. */
const LIFETIME = 60_000;

/** A forged delivery looks like a changed secret, so forgers get one fresh reading in five seconds. */
const freshReadings = createBudget(1, 5_000);

/** A reading of a credential, which deliveries that come meanwhile share. */
interface Reading {
	secret: Promise<string>;
	begunAt: number;
}

/** The latest by credential id; nothing but memory, and one entry per credential that triggers use. */
const readings = new Map<string, Reading>();

/** The client secret of the node's credential, as it was within the last minute. */
export async function clientSecret(context: IWebhookFunctions): Promise<string> {
	const latest = readings.get(credentialId(context));
	const isFresh = latest !== undefined && clock.now() - latest.begunAt < LIFETIME;
	return await (isFresh ? latest : read(context)).secret;
}

/**
 * The client secret as the credential holds it now, for a signature that the tried one does not fit.
 *
 * @param tried as `clientSecret` gave it
 * @returns undefined when nothing newer is known than the tried one
 */
export async function changedSecret(
	context: IWebhookFunctions,
	tried: string,
): Promise<string | undefined> {
	const id = credentialId(context);
	const latest = freshReadings.take(id) ? read(context) : readings.get(id);
	const secret = await latest?.secret;
	return secret === tried ? undefined : secret;
}

function read(context: IWebhookFunctions): Reading {
	const id = credentialId(context);
	const reading: Reading = { secret: decrypt(context), begunAt: clock.now() };
	readings.set(id, reading);
	reading.secret.catch(() => {
		if (readings.get(id) === reading) readings.delete(id);
	});
	return reading;
}

const decrypt = async (context: IWebhookFunctions): Promise<string> =>
	clientSecretOf(await context.getCredentials(CREDENTIAL));

const credentialId = (context: IWebhookFunctions): string =>
	context.getNode().credentials?.[CREDENTIAL]?.id ?? '';
