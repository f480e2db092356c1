import type { IWebhookFunctions } from 'n8n-workflow';

import { CREDENTIAL } from '../shared/transport';
import { createBudget } from './budget';

/** Milliseconds that a client secret is kept: reading a credential is the dearest step at the door. */
const LIFETIME = 60_000;

/** A forged delivery looks like a changed secret, so forgers get one fresh reading in five seconds. */
const freshReadings = createBudget(1, 5_000);

/** By credential id; nothing but memory, and one entry per credential that triggers use. */
const known = new Map<string, { secret: string; readAt: number }>();

/** The client secret of the node's credential, as it was within the last minute. */
export async function clientSecret(context: IWebhookFunctions): Promise<string> {
	const entry = known.get(credentialId(context));
	if (entry && Date.now() - entry.readAt < LIFETIME) return entry.secret;
	return await readSecret(context);
}

/**
 * The client secret as the credential holds it now, for a signature that the known one does not fit.
 *
 * @returns undefined when it was read only just now, or is the known one
 */
export async function changedSecret(context: IWebhookFunctions): Promise<string | undefined> {
	const id = credentialId(context);
	if (!freshReadings.take(id)) return undefined;
	const before = known.get(id)?.secret;
	const secret = await readSecret(context);
	return secret === before ? undefined : secret;
}

async function readSecret(context: IWebhookFunctions): Promise<string> {
	const { clientSecret: secret = '' } = await context.getCredentials<{ clientSecret?: string }>(
		CREDENTIAL,
	);
	known.set(credentialId(context), { secret, readAt: Date.now() });
	return secret;
}

const credentialId = (context: IWebhookFunctions): string =>
	context.getNode().credentials?.[CREDENTIAL]?.id ?? '';
