/**
 * Words that our texts do without, and what to write instead. Readers are accountants and automation engineers,
 * often no native speakers: each thing has one name, that of n8n, of HTTP or of the trade.
 */
export const PLAIN_WORDS: Array<[word: RegExp, instead: string]> = [
	[/\b(whoever|whatever|somebody|nobody|anybody)\b/i, '"you", or what the person does'],
	[
		/^(What|Of what|Of which|Of a|Of the) (?!to set\b|is compared\b)[^?]*\.$/,
		'a noun or a verb first',
	],
	[/\bslots?\b/i, 'webhook URL'],
	[/\b(other|many|on|these) papers?\b/i, 'document'],
	[/\b(a|the|no|every|second) doubles?\b/i, 'duplicate'],
	[/\b(a|the|no|that|this|bears?|without) marks?\b/i, 'tag'],
	[/\bdoors?\b/i, 'before responding'],
	[/\blanes?\b|\bpaces?\b/i, 'rate limit'],
	[
		/\b(a|each|every|its|the|two|take|takes|in) turns?\b/i,
		'run, execution, or one after the other',
	],
	[/\brooms?\b/i, 'memory, or space'],
	[/\bcandidates?\b/i, 'secrets'],
	[/\btick(ed|s)? off\b/i, 'count as delivered'],
	[/\bin (its|the) hands\b/i, 'that were running'],
	[/\bgates?\b/i, 'readiness check'],
	[/\bbarest\b/i, 'baseline'],
	[/\b(live|lives|run|runs|exist) beside\b/i, 'be installed alongside'],
	[/\bset off\b/i, 'applied to'],
	[/\bbook(s|ed|ing)?\b(?! it)/i, 'enter or post'],
	[/\bcosts? a click\b/i, 'delete by hand'],
	[/\bterms of payment\b|\bway of payment\b/i, 'payment terms, payment method'],
	[/(?<!remittance )\badvices\b/i, 'remittance advices'],
	[/\bhandshake did not come back\b/i, "Veryfi's confirmation request never reached n8n"],
	[/\btime limit\b/i, 'Max Wait (Seconds), Request Timeout (Seconds)'],
	[/\bstands? (in|at|below|on|beside|behind|with)\b/i, 'is'],
	[/\bpatience\b|\bticks?\b/i, 'how long it waits'],
];
