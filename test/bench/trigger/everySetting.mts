import { LAZY_EXPRESSIONS } from '../../e2e/stage.mts';
import type { N8nInstallation, N8nOptions } from '../../host/index.mts';
import { withAccount } from './account.mts';
import type { Rounds, Row } from './compare.mts';
import { RIVALS } from './contestants.mts';
import type { Host, Runnable } from './host.mts';
import { startHost } from './host.mts';

/** What is set in n8n, by the name that it has in the tables. */
const AS_IT_COMES = { 'as it comes': {} };
const AS_ADVISED = { N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: LAZY_EXPRESSIONS };

export interface Size {
	/** Deliveries to each contestant in a round. */
	deliveries: number;
	rounds: Rounds;
	settings: Record<string, Record<string, string>>;
}

export const COMPARING: Record<'full' | 'quick', Size> = {
	full: {
		deliveries: 100,
		rounds: [
			[1, 5],
			[8, 5],
			[32, 5],
		],
		settings: { ...AS_IT_COMES, ...AS_ADVISED },
	},
	quick: { deliveries: 2, rounds: [[2, 1]], settings: AS_ADVISED },
};

/**
 * Measures with n8n in every setting, each time with a fresh one.
 *
 * @param measure gets a first column for its rows
 */
export const withEverySetting = async <R extends Runnable>(
	{ deliveries, settings }: Size,
	create: (installation: N8nInstallation, options: N8nOptions) => Promise<R>,
	measure: (host: Host<R>, documentIds: number[], heading: Row) => Promise<Row[]>,
): Promise<Row[]> =>
	await withAccount(deliveries, async (veryfi, documentIds) => {
		const rows: Row[] = [];
		for (const [setting, env] of Object.entries(settings)) {
			const host = await startHost(
				veryfi,
				async (installation, install) => await create(installation, { env, install }),
				RIVALS,
			);
			try {
				rows.push(...(await measure(host, documentIds, { n8n: setting })));
			} finally {
				await host.stop();
			}
		}
		return rows;
	});
