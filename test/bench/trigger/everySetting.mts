import { LAZY_EXPRESSIONS } from '../../e2e/stage.mts';
import type { N8nInstallation, N8nOptions } from '../../host/index.mts';
import { withAccount } from './account.mts';
import type { Rounds, Row } from './compare.mts';
import { RIVALS } from './contestants.mts';
import type { Host, Runnable } from './host.mts';
import { startHost } from './host.mts';

/** What is set in n8n's environment, by the name that it has in the tables. */
const SETTINGS = {
	'as it comes': {},
	N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: LAZY_EXPRESSIONS,
};

type Setting = keyof typeof SETTINGS;

export interface Size {
	/** Deliveries to each contestant in a round. */
	deliveries: number;
	rounds: Partial<Record<Setting, Rounds>>;
}

/** A few deliveries to see that the bench works. */
export const QUICK: Size = {
	deliveries: 2,
	rounds: { N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: [[2, 1, 2]] },
};

/**
 * Measures with n8n in every setting, each time with a fresh one.
 *
 * @param measure gets how often to measure, and a first column for its rows
 */
export const withEverySetting = async <R extends Runnable>(
	{ deliveries, rounds: bySetting }: Size,
	create: (installation: N8nInstallation, options: N8nOptions) => Promise<R>,
	measure: (host: Host<R>, documentIds: number[], rounds: Rounds, heading: Row) => Promise<Row[]>,
): Promise<Row[]> =>
	await withAccount(deliveries, async (veryfi, documentIds) => {
		const rows: Row[] = [];
		for (const [setting, rounds] of Object.entries(bySetting)) {
			const env = SETTINGS[setting as Setting];
			const host = await startHost(
				veryfi,
				async (installation, install) => await create(installation, { env, install }),
				RIVALS,
			);
			try {
				rows.push(...(await measure(host, documentIds, rounds, { n8n: setting })));
			} finally {
				await host.stop();
			}
		}
		return rows;
	});
