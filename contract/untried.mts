import type { Row } from './runner.mts';

/** What is not known of Veryfi and cannot be found out by this program, with the reason. */
const UNTRIED: Record<string, [question: string, reason: string]> = {
	'regional-hosts': [
		'Which regional hosts there are',
		'no list is public; run the program with --base-url for the host that your portal shows',
	],
	'source-addresses': [
		'From which addresses Veryfi delivers',
		'one run sees few of them; a tunnel may show one in x-forwarded-for, see delivery-sender',
	],
	'legacy-signature': [
		'What the signature of a delivery without event covers',
		'Veryfi chooses the form; if legacy-body differs, delivery-signature says whether ours fits',
	],
	'repeated-submission': [
		'Whether Veryfi knows a submission that is repeated',
		'no key for it is documented, and trying costs documents',
	],
	'device-data': ['Which keys device_data has', 'the names are not public'],
	'enrichment-names': [
		'Which enrichments there are beyond fraud, duplicates and rules',
		'the names are not public',
	],
	'tls-certificates': [
		'What TLS certificates in the settings are for',
		'trying would change how Veryfi delivers to everybody of the account',
	],
	'connection-deadline': [
		'How long a receiver may take to accept the connection',
		'a URL that takes no connection is never confirmed',
	],
	'scoped-keys': [
		'How the refusal of a scoped Bearer key looks',
		'needs a second key, made in the portal',
	],
	'other-limits': [
		'The limits of requests other than lists',
		'more than 20 documents, or 60 requests, in one second',
	],
	'set-events-w2-bank': [
		'The events of split W-2 forms and bank statements',
		'documented by Veryfi, and they cost documents',
	],
};

/** Their rows in the table. */
export const untriedRows = (): Row[] =>
	Object.entries(UNTRIED).map(([probe, [assumption, seen]]) => ({
		probe,
		assumption,
		verdict: 'not tried',
		seen,
		files: [],
	}));
