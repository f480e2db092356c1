/**
 * Settings that n8n-core reads while it is being imported: import this file before n8n-core.
 * The user folder is a throw-away one; binary data lies in it as files, as in a default n8n.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll } from '@jest/globals';

const userFolder = mkdtempSync(join(tmpdir(), 'veryfi-engine-'));
// jest gives tests a process object of its own, on which nothing ever exits.
afterAll(() => rmSync(userFolder, { recursive: true, force: true }));

process.env.N8N_USER_FOLDER = userFolder;
process.env.N8N_ENCRYPTION_KEY = 'engine-tests-only';
process.env.N8N_LOG_LEVEL ??= 'silent';
process.env.N8N_DEFAULT_BINARY_DATA_MODE ??= 'filesystem';
