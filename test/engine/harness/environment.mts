/**
 * Settings that n8n-core reads while it is being imported: import this file before n8n-core.
 * The user folder is a throw-away one; binary data lies in it as files, as in a default n8n.
 */
import { sharedPath } from '../../host/sharedFolder.mts';

process.env.N8N_USER_FOLDER = sharedPath('n8n-core');
process.env.N8N_ENCRYPTION_KEY = 'engine-tests-only';
process.env.N8N_LOG_LEVEL ??= 'silent';
process.env.N8N_DEFAULT_BINARY_DATA_MODE ??= 'filesystem';
