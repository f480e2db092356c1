import { LAZY_EXPRESSIONS } from '../../e2e/stage.mts';
import type { N8nInstallation, N8nOptions } from '../../host/index.mts';
import { withAccount } from './account.mts';
import type { Rounds, Row } from './compare.mts';
import { RIVALS } from './contestants.mts';
import type { Host, Runnable } from './host.mts';
import { startHost } from './host.mts';

interface Setting {
	/** What is set in n8n's environment. */
	env: Record<string, string>;
	rounds: Rounds;
}

export interface Size {
	/** Deliveries to each contestant in a round. */
	deliveries: number;
	/** By the name that a setting has in the tables. */
	settings: Record<string, Setting>;
}

export const asItComes = (rounds: Rounds) => ({ 'as it comes': { env: {}, rounds } });

export const asAdvised = (rounds: Rounds) => ({
	N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: { env: LAZY_EXPRESSIONS, rounds },
});

/** A few deliveries to see that the bench works. */
export const QUICK: Size = { deliveries: 2, settings: asAdvised([[2, 1]]) };

/**
 * Measures with n8n in every setting, each time with a fresh one.
 *
 * @param measure gets how often to measure, and a first column for its rows
 */
export const withEverySetting = async <R extends Runnable>(
	{ deliveries, settings }: Size,
	create: (installation: N8nInstallation, options: N8nOptions) => Promise<R>,
	measure: (host: Host<R>, documentIds: number[], rounds: Rounds, heading: Row) => Promise<Row[]>,
): Promise<Row[]> =>
	await withAccount(deliveries, async (veryfi, documentIds) => {
		const rows: Row[] = [];
		for (const [setting, { env, rounds }] of Object.entries(settings)) {
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
