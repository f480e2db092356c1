import { N8nClient } from './client.mts';
import { N8nClientOf1 } from './clientOf1.mts';

/** In what one n8n differs from another, as far as the tests have to know. */
interface Traits {
	/** Dependencies of n8n that its own version ranges resolve to releases which cannot be installed. */
	overrides?: Record<string, string>;
	/** Parts of n8n that fetch something from the internet, or take part in nothing here: an eighth of a start. */
	disabledModules: string;
	/** Whether it starts a task runner, a process of its own, without being told to. */
	hasTaskRunner: boolean;
	Client: new (url: string, ca: string) => N8nClient;
}

/** The n8n that everything runs on, unless another is asked for (`npm run test:e2e -- --n8n <version>`). */
export const N8N_VERSION = process.env.TEST_N8N_VERSION ?? '2.41.1';

const KNOWN: Record<string, Traits> = {
	'2.41.1': {
		overrides: { linkedom: '0.18.13' },
		disabledModules:
			'mcp-registry,mcp,instance-ai,agents,chat-hub,insights,otel,external-secrets,source-control,ldap,sso-saml,sso-oidc,log-streaming,dynamic-credentials,token-exchange,provisioning',
		hasTaskRunner: true,
		Client: N8nClient,
	},
	'1.123.81': {
		overrides: { linkedom: '0.18.12', xlsx: '0.18.5' },
		disabledModules: 'mcp,chat-hub,insights',
		hasTaskRunner: false,
		Client: N8nClientOf1,
	},
};

/** Another version is taken to be like the known one of the same major version, and to need no overrides. */
export function traitsOf(version: string): Traits {
	const [major] = version.split('.');
	const [, relative] = Object.entries(KNOWN).find(([known]) => known.startsWith(`${major}.`)) ?? [];
	if (!relative) throw new Error(`It is not known how to drive n8n ${version}.`);
	return KNOWN[version] ?? { ...relative, overrides: undefined };
}
