import { LAZY_EXPRESSIONS } from '../../e2e/stage.mts';
import type { N8nInstallation, N8nOptions } from '../../host/index.mts';
import { withAccount } from './account.mts';
import type { Row } from './compare.mts';
import type { Host, Runnable } from './host.mts';
import { startHost } from './host.mts';

const SETTINGS: Record<string, Record<string, string>> = {
	'as it comes': {},
	N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: LAZY_EXPRESSIONS,
};

/**
 * Measures with n8n as it comes, and with a fresh one as advised.
 *
 * @param measure gets a first column for its rows
 */
export const withEverySetting = async <R extends Runnable>(
	create: (installation: N8nInstallation, options: N8nOptions) => Promise<R>,
	measure: (host: Host<R>, documentIds: number[], heading: Row) => Promise<Row[]>,
): Promise<Row[]> =>
	await withAccount(async (veryfi, documentIds) => {
		const rows: Row[] = [];
		for (const [setting, env] of Object.entries(SETTINGS)) {
			const host = await startHost(
				veryfi,
				async (installation, install) => await create(installation, { env, install }),
			);
			try {
				rows.push(...(await measure(host, documentIds, { n8n: setting })));
			} finally {
				await host.stop();
			}
		}
		return rows;
	});
