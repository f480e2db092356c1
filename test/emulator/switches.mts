/**
 * Everything Veryfi's documentation leaves open or says in two ways is a switch. This one table
 * gives the programmatic defaults, the command-line options and their help.
 */
export interface Switch<T> {
	/** Value used by `startEmulator()` when the caller gives none. */
	default: T;
	/** Value used by the stand-alone program when it should be more life-like than the tests'. */
	programDefault?: T;
	/** How the command line shows the values. */
	values: string;
	help: string;
	/** SerialByKey a command-line text into a value; throws an Error that names what is allowed. */
	parse: (text: string) => T;
}

const choice = <const T extends string | number>(
	allowed: readonly T[],
	help: string,
): Switch<T> => ({
	default: allowed[0],
	values: allowed.join('|'),
	help,
	parse: (text) => {
		const found = allowed.find((value) => String(value) === text);
		if (found === undefined) throw new Error(`one of ${allowed.join(', ')} expected`);
		return found;
	},
});

const flag = (byDefault: boolean, help: string, programDefault?: boolean): Switch<boolean> => ({
	default: byDefault,
	programDefault,
	values: 'true|false',
	help,
	parse: (text) => {
		if (text !== 'true' && text !== 'false') throw new Error('true or false expected');
		return text === 'true';
	},
});

const parseNumber = (text: string) => {
	const value = Number(text);
	if (text.trim() === '' || !Number.isFinite(value) || value < 0) {
		throw new Error('a number of 0 or more expected');
	}
	return value;
};

const number = (byDefault: number, help: string, programDefault?: number): Switch<number> => ({
	default: byDefault,
	programDefault,
	values: 'NUMBER',
	help,
	parse: parseNumber,
});

const numbers = (
	byDefault: number[],
	help: string,
	programDefault?: number[],
): Switch<number[]> => ({
	default: byDefault,
	programDefault,
	values: 'N,N,...',
	help,
	parse: (text) => text.split(',').map(parseNumber),
});

const text = (byDefault: string, help: string): Switch<string> => ({
	default: byDefault,
	values: 'TEXT',
	help,
	parse: (value) => value,
});

export const SWITCHES = {
	// Webhook settings and handshake
	handshakeTiming: choice(
		['before', 'during', 'after', 'never'],
		'when adding a webhook answers: before the subscription callback is sent, while it is under way, after it was answered; never: no callback is sent',
	),
	handshakeDelay: number(20, 'milliseconds between the two steps of handshake-timing', 300),
	addStatus: choice([200, 201, 202, 204], 'status of a successful add'),
	addBody: choice(['status', 'empty', 'webhook'], 'body of a successful add'),
	confirmStatus: choice([204, 200], 'status of a successful confirm'),
	confirmRefusals: number(
		0,
		'how many confirms of a newly added URL are refused before one is accepted',
	),
	pendingFrom: choice(
		['request', 'answer'],
		'a URL is pending (listed, confirmable) from the add request on, or only once the add was answered',
	),
	pendingUrls: choice(['many', 'one'], 'how many URLs may be pending at once'),
	pendingLifetime: number(0, 'milliseconds after which a pending URL is forgotten (0: never)'),
	subscriptionSigned: flag(false, 'the subscription callback carries x-veryfi-signature'),
	subscriptionSecret: choice(['new', 'same'], 'secret sent when the same URL is added again'),
	subscriptionAttempts: number(1, 'attempts to deliver the subscription callback'),
	failedHandshake: choice(
		['pending', 'refused'],
		'with handshake-timing after: what a callback answered with 400 or more means for the add call',
	),
	clearWebhook: choice(
		['allowed', 'refused'],
		'adding an empty url clears the webhook, or is a 400',
	),
	readdConfirmed: choice(['allowed', 'refused'], 'adding the URL that is confirmed already'),
	allowInsecureWebhooks: flag(false, 'accept http:// webhook URLs'),
	allowPrivateWebhooks: flag(true, 'accept webhook URLs on private hosts such as localhost'),
	admin: flag(true, 'the credentials may manage webhooks; otherwise 403'),

	// Deliveries
	insecureWebhookTls: flag(true, 'accept any certificate on webhook URLs'),
	webhookCa: text('', 'PEM text of a certificate authority to trust for webhook URLs'),
	deliveryAttempts: number(3, 'attempts per delivery in total'),
	connectTimeout: number(3000, 'milliseconds a receiver has to accept the connection'),
	responseTimeout: number(20_000, 'milliseconds a receiver has to respond'),
	retryIntervals: numbers([50, 100], 'milliseconds between attempts', [10_000, 60_000]),
	failedWithError: flag(true, 'document.failed carries the reason in data.error'),
	legacyBody: flag(false, 'deliver the bare data object without event and data, signed as a whole'),
	deliveryJson: choice(['compact', 'python'], 'how delivery bodies are written'),

	// Requests
	missingCredentialsStatus: choice([403, 401], 'status when no credentials are sent'),
	unauthorizedKey: choice(
		['message', 'error'],
		'body key that carries the text when credentials are wrong',
	),
	bearerScope: text(
		'',
		'comma-separated path prefixes the Bearer key is limited to (empty: full access)',
	),
	requestSignature: choice(
		['ignore', 'check', 'require'],
		'x-veryfi-request-signature: ignore it, check it where present, require it',
	),
	unknownFields: choice(['ignore', 'reject'], 'unknown fields in a body'),
	trailingSlash: choice(
		['accepted', 'redirected'],
		'a path with a slash at its end: taken as it is, or redirected to the one without',
	),
	errorKey: choice(['error', 'message'], 'body key that carries the text of a refusal'),
	accountState: choice(
		['active', 'trial_ended', 'quota_used'],
		'what the account may process: everything, or nothing any more (403)',
	),
	disabledTypes: text(
		'',
		'comma-separated file extensions that the account may not send, such as txt,html (400)',
	),
	fileNameRequired: flag(false, 'file_name must come with file_data'),
	rateLimits: flag(false, 'enforce the documented limits per second'),
	documentsPerSecond: number(60, 'limit of POST /documents'),
	listsPerSecond: number(5, 'limit of GET lists of documents'),
	slowProductsPerSecond: number(20, 'limit of processing bank statements, checks and W-9 forms'),
	othersPerSecond: number(60, 'limit of everything else'),
	rateLimitStatus: choice([429, 409], 'status of a rate-limited request'),
	retryAfter: flag(true, 'rate-limited answers carry retry-after'),

	// Documents
	syncStatus: choice([201, 200], 'status of synchronous processing'),
	asyncStatus: choice([201, 200, 202], 'status of an accepted asynchronous submission'),
	processingDelay: numbers(
		[20],
		'milliseconds asynchronous processing takes: N, or a range N,N',
		[1500, 3000],
	),
	inProgressGet: choice(['in_progress', 'not_found'], 'GET of a document still being processed'),
	failedGet: choice(['not_found', 'in_progress'], 'GET of a document whose processing failed'),
	autoDelete: choice(
		['first_get', 'extraction'],
		'when an asynchronous auto_delete document disappears',
	),
	enrichments: flag(true, 'honour allowed_async_enrichments and send document.enriched'),
	enrichmentDelay: number(20, 'milliseconds background enrichments take', 2000),
	documentStatus: choice(
		['present', 'absent'],
		'documents have a status, or none, as before the middle of 2024',
	),
	confidenceDetails: flag(
		true,
		'the account has confidence details; otherwise they are asked for in vain',
	),
	duplicates: choice(
		['unnoticed', 'listed', 'flagged'],
		'a receipt that was there before: not noticed, named in meta.duplicates, or also flagged as a duplicate',
	),
	oddRows: choice(
		['none', 'no_description', 'no_price', 'no_total', 'tax_row', 'payment_row', 'tax_line_twice'],
		'what is odd about the rows of receipts and invoices: the last line lacks a value, a tax or payment stands among the lines, one tax comes as two equal tax lines',
	),
	tagsAs: choice(['objects', 'strings'], 'tags of a document'),
	addTagAnswer: choice(['tag', 'tags', 'status'], 'answer to adding one tag'),
	addTagsAnswer: choice(['status', 'tags'], 'answer to adding several tags'),
	unlinkAnswer: choice(['status', 'empty'], 'answer to unlinking tags'),
	deleteAnswer: choice(['message', 'status'], 'answer to deleting a document'),
	taxLinesKey: choice(['tax_lines', 'results'], 'key that holds the list of tax lines'),
	readImages: flag(
		false,
		'read photos and scans by OCR, which takes seconds; otherwise their values are made up',
		true,
	),
	smallestImage: number(0, 'pixels that an image needs on its short side'),
	bulkEnabled: flag(true, 'the account may use /documents/bulk; otherwise 403'),

	// Other products and sets
	otherEvents: choice(
		['product', 'document', 'none'],
		'events of asynchronous products other than documents: any_document.created and the like, document.created, or nothing',
	),
	eventPrefixes: choice(
		['joined', 'underscored'],
		'how those events write a name of two words: anydocument.created, or any_document.created',
	),
	documentsSetEvent: choice(
		['document.created', 'document_set.created', 'documents_set.created'],
		'event of a finished /documents-set; the first carries a list of ids and no parent_id',
	),
	documentsSetKey: choice(['documents_id', 'document_ids'], 'key of the ids in a /documents-set'),
	setStatusCode: choice([202, 201, 200], 'status of an accepted set'),
	setAnswer: choice(
		['full', 'id'],
		'an accepted set is answered with id, ids and status, or the bare id',
	),
	setInProgress: choice(['in_progress', 'split_in_progress'], 'status of a set being split'),
	splitPageLimit: choice([250, 100], 'pages that a splitter takes'),
	splitMegabytes: choice([50, 20], 'megabytes that a splitter takes'),
	markdownPath: choice(['both', 'parse', 'document-to-markdown'], 'path of the markdown product'),
	transactionsIn: choice(['top', 'accounts'], 'where a bank statement holds its transactions'),
	accountNumberIn: choice(
		['number', 'account_number', 'both'],
		'where the accounts of a bank statement hold their number',
	),
	classifyId: flag(false, 'a classification has an id'),
	classifyUrl: choice(['accepted', 'refused'], 'file_url and file_urls in a request to classify'),
	defaultPageSize: choice(
		[50, 100],
		'documents per page when page_size is absent (who asks for more than 50 gets 50)',
	),
} as const;

type Values = {
	[K in keyof typeof SWITCHES]: (typeof SWITCHES)[K] extends Switch<infer T> ? T : never;
};
/** The live values: change one at any time, the next request sees it. */
export type Switches = { -readonly [K in keyof Values]: Values[K] };

/**
 * @param given  values that differ from the defaults
 * @param program  true for the stand-alone program's defaults
 */
export function switchValues(given: Partial<Switches> = {}, program = false): Switches {
	const values: Record<string, unknown> = {};
	for (const [name, row] of Object.entries(SWITCHES) as Array<[string, Switch<unknown>]>) {
		values[name] = program && row.programDefault !== undefined ? row.programDefault : row.default;
	}
	for (const [name, value] of Object.entries(given)) {
		if (value !== undefined) values[name] = value;
	}
	return values as Switches;
}
