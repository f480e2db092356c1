import type { INodePropertyOptions } from 'n8n-workflow';

import type { ProductKey } from '../shared/products/products';
import { products } from '../shared/products/products';

/** An event of Veryfi's, and what can be done about it. */
export interface VeryfiEvent {
	/** As Veryfi writes it in the `event` member of a delivery. */
	name: string;
	/** The product whose path serves the documents that the ids name. */
	product: ProductKey;
	/** `finished`: the documents can be fetched. `failed`: there is nothing to fetch. */
	outcome: 'finished' | 'failed';
	/** True where `parent_id` names a set and `id` lists the documents that it was split into. */
	set: boolean;
	/** For the event picker. */
	displayName: string;
	description: string;
}

/** Named in Veryfi's FAQ (articles 5588143, 6311471, 13928496) and API pages on splitting. */
const documented = [
	{
		name: 'document.created',
		product: 'document',
		outcome: 'finished',
		set: false, // yet `id` was a list where a PDF had been split (article 6311471)
		displayName: 'Receipt or Invoice Finished',
		description: 'A receipt or invoice was processed and can be fetched',
	},
	{
		name: 'document.failed',
		product: 'document',
		outcome: 'failed',
		set: false,
		displayName: 'Receipt or Invoice Failed',
		description: 'A receipt or invoice could not be processed',
	},
	{
		name: 'document.enriched',
		product: 'document',
		outcome: 'finished',
		set: false,
		displayName: 'Receipt or Invoice Enriched',
		description: 'Enrichments that run after processing, such as fraud checks, were added',
	},
	{
		name: 'bank_statement_set.created',
		product: 'bankStatement',
		outcome: 'finished',
		set: true,
		displayName: 'Bank Statement Set Finished',
		description: 'A file with several bank statements was split and processed',
	},
	{
		name: 'bank_statement_set.failed',
		product: 'bankStatement',
		outcome: 'failed',
		set: true,
		displayName: 'Bank Statement Set Failed',
		description: 'A file with several bank statements could not be split',
	},
	{
		name: 'w2_set.created',
		product: 'w2',
		outcome: 'finished',
		set: true,
		displayName: 'W-2 Set Finished',
		description: 'A file with several W-2 forms was split and processed',
	},
	{
		name: 'w2_set.failed',
		product: 'w2',
		outcome: 'failed',
		set: true,
		displayName: 'W-2 Set Failed',
		description: 'A file with several W-2 forms could not be split',
	},
] as const satisfies readonly VeryfiEvent[];

/** The names of events that Veryfi documents. */
export type DocumentedName = (typeof documented)[number]['name'];

const INFERRED =
	'The name of this event is inferred, as Veryfi documents none: choose All Events to see what Veryfi really sends.';

/** The two events of documents that one noun stands for, with what each means. */
const pair = (
	noun: string,
	product: ProductKey,
	set: boolean,
	title: string,
	{ finished, failed }: { finished: string; failed: string },
): VeryfiEvent[] => [
	{
		name: `${noun}.created`,
		product,
		outcome: 'finished',
		set,
		displayName: `${title} Finished`,
		description: `${finished}. ${INFERRED}`,
	},
	{
		name: `${noun}.failed`,
		product,
		outcome: 'failed',
		set,
		displayName: `${title} Failed`,
		description: `${failed}. ${INFERRED}`,
	},
];

/**
 * Veryfi says that these routes send webhooks, or offers them as asynchronous, but names no event.
 * The names follow the documented ones: the route's noun in the singular (`w2s-set` -> `w2_set`).
 */
const inferred: VeryfiEvent[] = products
	.flatMap(({ event: noun, key, name, one, many, submit, split }) =>
		noun === undefined
			? []
			: [
					...(submit
						? pair(noun, key as ProductKey, false, name, {
								finished: `A ${one} was processed and can be fetched`,
								failed: `A ${one} could not be processed`,
							})
						: []),
					...(split
						? pair(`${noun}_set`, key as ProductKey, true, `${name} Set`, {
								finished: `A file with several ${many} was split and processed`,
								failed: `A file with several ${many} could not be split`,
							})
						: []),
				],
	)
	.filter(({ name }) => !documented.some((row) => row.name === name));

/** Every event of Veryfi's that is known or can be inferred; `subscription` belongs to the handshake. */
export const EVENTS: readonly VeryfiEvent[] = [...documented, ...inferred];

/** Veryfi's pages write `any_document`, its own code `anydocument`. */
const plain = (prefix: string): string => prefix.toLowerCase().replace(/[\s_-]/g, '');

/** An event's name without what Veryfi spells now in one way, now in another. */
function plainName(name: string): string {
	const { prefix, outcome } = partsOf(name);
	return `${plain(prefix)}.${outcome.trim().toLowerCase()}`;
}

/** The last dot divides a name: `w2_set.created` is about a `w2_set`. */
function partsOf(name: string): { prefix: string; outcome: string } {
	const dot = name.lastIndexOf('.');
	return dot < 0
		? { prefix: name, outcome: '' }
		: { prefix: name.slice(0, dot), outcome: name.slice(dot + 1) };
}

const byName: ReadonlyMap<string, VeryfiEvent> = new Map(
	EVENTS.map((event) => [plainName(event.name), event]),
);

const prefixes: ReadonlySet<string> = new Set(
	EVENTS.map(({ name }) => plain(partsOf(name).prefix)),
);

/** What is known of an event, however its name is spelled; undefined for one that is not in the catalogue. */
export const describeEvent = (name: string): VeryfiEvent | undefined => byName.get(plainName(name));

/** Whether the ids of an event are documents of a known product, also where its outcome is a new one. */
export const isAboutDocuments = (name: string): boolean =>
	prefixes.has(plain(partsOf(name).prefix));

/** Whether two names mean the same event. */
export const isSameEvent = (one: string, other: string): boolean =>
	plainName(one) === plainName(other);

/** n8n's nodes panel would make "w 2" of a W-2 if left to itself. */
const inSentence = (title: string) =>
	title.replace(/[A-Z](?=[a-z])/g, (letter) => letter.toLowerCase());

/** Several events as one choice. */
const TOGETHER: ReadonlyMap<string, readonly DocumentedName[]> = new Map([
	['document.created_or_failed', ['document.created', 'document.failed']],
]);

/** The names of the events that a choice stands for; a name that stands for none is its own. */
export const eventsIn = (choice: string): readonly string[] => TOGETHER.get(choice) ?? [choice];

const asOption = ({
	name,
	displayName,
	description,
}: Pick<VeryfiEvent, 'name' | 'displayName' | 'description'>): INodePropertyOptions => ({
	name: displayName,
	value: name,
	action: `On ${inSentence(displayName)}`,
	description,
});

/** What most people want, which n8n's nodes panel offers first. */
export const USUAL_CHOICE = asOption({
	name: 'document.created_or_failed',
	displayName: 'Receipt or Invoice Finished or Failed',
	description: 'A receipt or invoice was processed and can be fetched, or could not be processed',
});

/** `Bank Statement Set` of `Bank Statement Set Finished`. */
const subjectOf = ({ displayName }: VeryfiEvent) => displayName.replace(/ \w+$/, '');

/**
 * The catalogue as options for the trigger's event picker: receipts and invoices, then the others by what they are
 * about, finished before failed. n8n's nodes panel keeps this order.
 */
const [ofReceipts, ofOthers] = [true, false].map((isOfReceipts) =>
	EVENTS.filter(({ product }) => (product === 'document') === isOfReceipts)
		.sort((a, b) => subjectOf(a).localeCompare(subjectOf(b), 'en'))
		.map(asOption),
);

/** Value of the option that stands for every event, also for those that this node does not know. */
export const ALL_EVENTS = '*';

/** What can be chosen. */
export const EVENT_OPTIONS: readonly INodePropertyOptions[] = [
	USUAL_CHOICE,
	...ofReceipts,
	{
		name: 'All Events',
		value: ALL_EVENTS,
		action: 'On any event',
		description: 'Everything that Veryfi sends, also events that this node does not know',
	},
	...ofOthers,
];
