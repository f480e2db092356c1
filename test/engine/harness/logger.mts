import { createRequire } from 'node:module';

/** The class that n8n's contexts log with; n8n-core may carry a copy of its own. */
export const { Logger } = createRequire(require.resolve('n8n-core'))('@n8n/backend-common') as {
	Logger: { prototype: Record<'error' | 'warn' | 'info' | 'debug', (message: string) => void> };
};
