import { isSameRoute, shortUrl } from './webhookUrls';

/**
 * What can be found about a webhook, in words: one place, because the trigger's errors, "Listen for
 * test event" and the Diagnose operation must say the same about the same thing.
 */
export interface Finding {
	status: 'ok' | 'problem' | 'warning' | 'skipped';
	/** What was found. */
	message: string;
	/** What to do about it; empty when there is nothing to do. */
	advice: string;
}

/** Who receives at a URL. */
export interface Owner {
	url: string;
	/** Name of the workflow, if it is one that tells. */
	workflow?: string;
	/** Whether that workflow is in this n8n. */
	isHere: boolean;
}

const finding =
	(status: Finding['status']) =>
	(message: string, advice = ''): Finding => ({
		status,
		message: shortUrl(message),
		advice: shortUrl(advice),
	});

const ok = finding('ok');
const problem = finding('problem');
const warning = finding('warning');
const skipped = finding('skipped');

/** Who receives, as people know it: a workflow of this n8n by its name alone. */
function nameOf({ url, workflow, isHere }: Owner): string {
	if (!workflow) return `another receiver, ${url}`;
	return isHere
		? `the workflow "${workflow}"`
		: `the workflow "${workflow}" of another n8n, ${url}`;
}

const PUBLIC_URL_SETTING =
	'Set the environment variable N8N_WEBHOOK_URL (WEBHOOK_URL in older n8n) to the public https address of this n8n, restart n8n and publish the workflow again.';

const WHAT_TO_CHECK =
	'Set N8N_WEBHOOK_URL (WEBHOOK_URL in older n8n) to the public https address of this n8n. Check that the reverse proxy and firewall let Veryfi through, that the certificate is valid, and that the workflow is published.';

/** Every finding, in the order in which a user meets them. */
export const findings = {
	// The URL
	urlAcceptable: (url: string) => ok(`${url} keeps Veryfi's rules for webhook URLs.`),
	notAUrl: (url: string) =>
		problem(`"${url}" is not a URL.`, 'Copy the production URL from the Veryfi Trigger node.'),
	urlTooLong: (length: number, limit: number) =>
		problem(
			`The webhook URL has ${length} characters and Veryfi accepts ${limit}.`,
			'Use a shorter address for this n8n.',
		),
	notHttps: (url: string) =>
		problem(`Veryfi only delivers to https, and n8n's webhook URL is ${url}.`, PUBLIC_URL_SETTING),
	privateHost: (url: string) =>
		problem(
			`Veryfi cannot reach n8n's webhook URL ${url}, because its host is a private one.`,
			PUBLIC_URL_SETTING,
		),
	veryfiHost: (url: string) =>
		problem(
			`Veryfi does not deliver to its own domain, and the webhook URL is ${url}.`,
			PUBLIC_URL_SETTING,
		),
	testUrl: (url: string) =>
		problem(
			`${url} is a test URL, which n8n answers for two minutes at most.`,
			'Copy the production URL from the Veryfi Trigger node instead.',
		),

	// The credentials
	mayManage: () => ok('The credentials may manage webhooks.'),
	notPermitted: (status: string) =>
		problem(
			`Veryfi does not let these credentials manage webhooks (status ${status}).`,
			"Check 'Client ID' and the key in the credential. Their user must be an admin of the Veryfi account. A scoped Bearer key needs the webhook settings in its scope.",
		),
	unreachable: (words: string) =>
		problem(
			`Veryfi's webhook settings could not be read: ${words}.`,
			"Check 'Base URL' in the credential and that this n8n can reach it, then try again.",
		),
	notAsked: (words: string, advice?: string) =>
		problem(`Veryfi could not be asked: ${words}.`, advice),
	clientSecretPresent: () => ok('The credential has a client secret to verify deliveries with.'),
	noClientSecret: () =>
		problem(
			'The credential has no client secret, so no delivery could be verified.',
			'Copy the client secret from the Veryfi portal (Settings > Keys) into the credential.',
		),

	// The URL in use
	confirmed: (url: string) => ok(`Veryfi has ${url} confirmed and delivers to it.`),
	foreignConfirmed: (url: string, other: Owner) =>
		problem(
			`Veryfi's only webhook URL is in use by ${nameOf(other)}.`,
			isSameRoute(url, other.url)
				? "It is this workflow at another address. If this n8n has moved, set the option 'If Webhook URL Is in Use' to 'Replace It'. If it is a copy of that n8n, leave it unpublished."
				: `${other.workflow ? 'Unpublish' : 'If that is your workflow, unpublish'} it, or let it pass documents on (example fan-out). To take over its webhook URL, set the option 'If Webhook URL Is in Use' to 'Replace It'.`,
		),
	hasReplaced: (url: string, other: string) =>
		warning(
			`Veryfi now delivers to ${url} instead of ${other}.`,
			'If that is a workflow, unpublish it: it gets nothing more.',
		),
	wasReplaced: (other: Owner, setBy = '') =>
		problem(
			`Veryfi now delivers to ${nameOf(other)}${setBy && ` (set by the workflow "${setBy}")`}, so this workflow gets no more documents.`,
			"Unpublish it, or let the other one pass documents on (example fan-out). To get them here again, set the option 'If Webhook URL Is in Use' to 'Replace It' and publish.",
		),
	nothingConfirmed: () =>
		problem(
			'Veryfi has no webhook URL confirmed, so it delivers nothing.',
			'Publish the workflow with the Veryfi Trigger node.',
		),
	foundConfirmed: ({ url, workflow }: Owner) =>
		ok(
			workflow
				? `Veryfi delivers to the workflow "${workflow}" of this n8n, and to no other.`
				: `Veryfi delivers to ${url}, a URL of this n8n, and to no other.`,
			'If your trigger is in another workflow, unpublish this one, or let it pass documents on (example fan-out).',
		),
	leftOverConfirmed: (url: string) =>
		problem(
			`Veryfi delivers to ${url}, a test URL that n8n answers for two minutes at most.`,
			'Wait until the test has ended, then publish the workflow with the Veryfi Trigger node again.',
		),
	refusedUrl: (url: string, words: string) =>
		problem(`Veryfi did not take the webhook URL ${url}: ${words}.`, WHAT_TO_CHECK),
	confirmRefused: (url: string, words: string) =>
		problem(
			`Veryfi did not confirm ${url}: ${words}.`,
			'Use the secret of the latest subscription event that the URL received. If the URL is not pending any more, register it again.',
		),
	clearRefused: (url: string, words: string) =>
		problem(
			`Veryfi keeps delivering to ${url}, because its API did not clear it: ${words}.`,
			'Empty the webhook URL in the Veryfi portal under Settings > Keys > Webhooks.',
		),

	// The handshake
	handshakeDone: (url: string) =>
		ok(`The confirmation request reached n8n: ${url} is now confirmed.`),
	handshakeNotNeeded: () => ok('The URL is confirmed, so its confirmation request reached n8n.'),
	notConfirmed: (url: string, isPending: boolean) =>
		problem(
			isPending
				? `Veryfi lists ${url} as pending, but its confirmation request never reached n8n.`
				: `Veryfi took the webhook URL ${url} but neither confirmed it nor lists it as pending.`,
			WHAT_TO_CHECK,
		),

	// Checks that make no sense now
	noUrlGiven: () =>
		skipped(
			'No URL was given, and Veryfi has no URL of this n8n.',
			"Enter the production URL of the Veryfi Trigger node in 'Webhook URL'.",
		),
	settingsUnread: () => skipped('The webhook URLs at Veryfi could not be read.'),
	handshakeWouldHurt: (other: string) =>
		skipped(`The handshake was not tried, because it could take the webhook away from ${other}.`),
	handshakeHopeless: () =>
		skipped('The handshake was not tried, because Veryfi would refuse the URL.'),
	handshakeNotWanted: () => skipped("The handshake was not tried, because 'Try Handshake' is off."),

	noEvents: () =>
		problem(
			'No event is chosen in the Veryfi Trigger, so it would never run.',
			"Choose one in 'Trigger On'. If that is an expression, check what it returns.",
		),

	// Whether n8n answers at the URL
	answers: (url: string) => ok(`The trigger answers at ${url}.`),
	answersPost: (url: string) => ok(`n8n takes POST requests at ${url}.`),
	notRegistered: (url: string) =>
		problem(
			`n8n answered 404 at ${url}: no published workflow has this URL.`,
			'Publish the workflow, and check that the URL is the production URL of its Veryfi Trigger node.',
		),
	unexpectedAnswer: (url: string, status: number) =>
		problem(
			`Something other than the trigger answered at ${url} (status ${status}).`,
			'Check that the reverse proxy passes the path on to n8n unchanged and asks for no login.',
		),
	untrustedCertificate: (url: string, words: string) =>
		problem(
			`The certificate at ${url} is not trusted: ${words}.`,
			'Use a certificate from a public authority and serve its whole chain.',
		),
	noAnswer: (url: string, words: string) =>
		warning(
			`This n8n could not reach ${url} itself: ${words}.`,
			'Open the URL in a browser outside of your network. If the trigger answers there, Veryfi can reach it: some networks block access to their own public address.',
		),

	// Test listening
	testUnreachable: () =>
		problem(
			'The test got no document, because this n8n does not reach its own test URL.',
			"Let n8n reach its own public address (its log says why it does not), or set the option 'While Testing' to 'Borrow and Restore'.",
		),
	latestUnread: (words: string) =>
		problem(
			`The latest document to test with could not be read. ${words}.`,
			"Or set the option 'While Testing' to 'Borrow and Restore'.",
		),
	nothingToTestWith: () =>
		problem(
			'The account has no document to test with yet.',
			'Submit one to Veryfi, and test again when it is finished.',
		),
	otherTestIsListening: (other: string) =>
		problem(
			`Another test is listening at ${other}, and Veryfi has only one webhook.`,
			'Wait until that test has ended, two minutes at most, and try again. If the URL is left over from an old test, clear it with the Veryfi node (Webhook > Clear).',
		),
	notRestored: (previous: string) =>
		problem(
			`The test has ended, but Veryfi does not deliver to ${previous} again.`,
			'Publish the workflow behind that URL again, or confirm the URL with the Veryfi node (Webhook > Register, then Confirm).',
		),
};

/** The finding as one text, for errors and logs. */
export const findingText = ({ message, advice }: Finding): string =>
	[message, advice].join(' ').trim();
