/**
 * Settings that n8n-core reads while it is being imported: import this file before n8n-core.
 * The user folder is a throw-away one; binary data lies in it as files, as in a default n8n.
 */
import { join } from 'node:path';

process.env.N8N_USER_FOLDER = join(
	String(process.env.SHARED_FOLDER),
	`engine-${process.env.JEST_WORKER_ID}`,
);
process.env.N8N_ENCRYPTION_KEY = 'engine-tests-only';
process.env.N8N_LOG_LEVEL ??= 'silent';
process.env.N8N_DEFAULT_BINARY_DATA_MODE ??= 'filesystem';
