import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cacheDir, projectRoot } from './paths.mts';
import { traitsOf } from './versions.mts';
import { PATIENCE_MS } from './waitFor.mts';

/** For an n8n whose editor is looked at. */
export const WITH_EDITOR = { N8N_DISABLE_UI: 'false' };

/**
 * What every n8n process of the tests runs with. Built from nothing: the settings of a n8n that the user runs
 * must not leak in.
 *
 * @param process.version of n8n
 * @param process.node Node binary
 * @param process.folder n8n's user folder, also its home
 * @param process.url where the outside world finds this n8n
 */
export function n8nEnvironment({
	version,
	node,
	folder,
	url,
}: {
	version: string;
	node: string;
	folder: string;
	url: string;
}): Record<string, string> {
	return {
		// Task runners and npm look up "node".
		PATH: `${dirname(node)}:${process.env.PATH ?? ''}`,
		HOME: folder,
		TMPDIR: tmpdir(),
		NODE_ENV: 'production',
		// n8n is a lot of JavaScript: what was compiled for one start serves the next.
		NODE_COMPILE_CACHE: join(cacheDir(), 'compile-cache'),

		N8N_USER_FOLDER: folder,
		N8N_HOST: 'localhost',
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_EDITOR_BASE_URL: url,
		// The old and the new name of the same setting.
		WEBHOOK_URL: `${url}/`,
		N8N_WEBHOOK_URL: `${url}/`,

		// Nothing of this may call home, nor ask the user anything.
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_DYNAMIC_BANNERS_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
		N8N_VERIFIED_PACKAGES_ENABLED: 'false',
		N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
		N8N_DISABLED_MODULES: traitsOf(version).disabledModules,
		EXTERNAL_FRONTEND_HOOKS_URLS: '',

		// Without it n8n starts a third sooner: it copies all files of its editor at every start.
		N8N_DISABLE_UI: 'true',

		EXTERNAL_HOOK_FILES: join(projectRoot, 'test', 'host', 'regularExpressions.cjs'),

		// Where a disk stands still for five seconds, n8n else answers 503 to everybody until it looks again.
		DB_PING_TIMEOUT_MS: String(PATIENCE_MS),

		// Longer than what runs can take: where n8n is stopped in good order, it finishes that.
		N8N_GRACEFUL_SHUTDOWN_TIMEOUT: String(PATIENCE_MS / 1_000),
		N8N_LOG_LEVEL: 'info',
	};
}
