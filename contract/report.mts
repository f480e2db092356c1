import { writeFile } from 'node:fs/promises';
import manifest from '../package.json' with { type: 'json' };
import type { Row } from './runner.mts';
import type { Secrets } from './secrets.mts';
import type { Findings } from './session.mts';

export interface Report {
	package: string;
	date: string;
	/** The emulator, Veryfi's own address, or some other. */
	service: 'emulator' | 'api.veryfi.com' | 'another base URL';
	withWebhook: boolean;
	requests: number;
	documents: number;
	rows: Row[];
}

/** What goes into the report: nothing of the account but how Veryfi treats it. */
export const makeReport = (
	{ rows, requests, documents }: Findings,
	{ service, withWebhook }: Pick<Report, 'service' | 'withWebhook'>,
): Report => ({
	package: `${manifest.name} ${manifest.version}`,
	date: new Date().toISOString().slice(0, 10),
	service,
	withWebhook,
	requests,
	documents,
	rows,
});

/**
 * Writes the report, ready to be attached to an issue.
 *
 * @param secrets taken out of it
 * @param path of the file
 */
export const writeReport = async (report: Report, secrets: Secrets, path: string): Promise<void> =>
	await writeFile(path, `${secrets.redact(JSON.stringify(report, null, 2))}\n`);
