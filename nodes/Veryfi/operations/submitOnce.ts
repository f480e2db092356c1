import type { IDataObject } from 'n8n-workflow';

import { connectionOf } from '../../shared/api/connection';
import { isInDoubt } from '../../shared/api/errors';
import { PAGE_SIZE, readPage } from '../../shared/api/paging';
import { sharedBy } from '../../shared/concurrency/sharedBy';
import type { Item } from '../../shared/fields/item';
import { isGiven, toText } from '../../shared/fields/values';
import { externalIdFilter } from '../../shared/products/filters';
import type { Intake } from '../../shared/products/parameters';
import type { Product } from '../../shared/products/products';
import { readIfExists } from '../fields/ifExists';
import { readAdditionalFields } from './intake';

/** A document that Veryfi has. */
interface Held {
	record: IDataObject;
	/** Absent when this very call has submitted it; else whether its values are known, or its ID only. */
	before?: 'inList' | 'inRun';
}

/** The fields for an external ID, by how the product's requests take it. */
const FIELDS = ['externalId', 'metaExternalId'] as const;

const externalIdField = ({ parameters }: Intake) => FIELDS.find((key) => parameters.includes(key));

/** Whether documents can be given an external ID by which they are found again. */
export const canFindAgain = (intake: Intake, { list }: Product): boolean =>
	externalIdField(intake) !== undefined && externalIdFilter(list.filters) !== undefined;

function readExternalId(item: Item, intake: Intake): string {
	const given = readAdditionalFields(item)[externalIdField(intake) ?? ''];
	if (isGiven(given)) return item.reading(() => toText(given, 'External ID'));
	throw item.error(
		"'External ID' is empty, so 'If External ID Exists' has nothing to look for",
		"Fill in 'External ID' in 'Additional Fields', or set 'If External ID Exists' to 'Submit Anyway'.",
	);
}

/** Whether a record bears the external ID, as far as it says. */
function bears(externalId: string, { external_id: direct, meta }: IDataObject): boolean {
	const { external_id: inMeta } = (meta ?? {}) as IDataObject;
	const said = [direct, inMeta].filter(isGiven);
	return said.length === 0 || said.some((value) => String(value) === externalId);
}

const newestFirst = (a: IDataObject, b: IDataObject) =>
	String(b.created_date).localeCompare(String(a.created_date)) || Number(b.id) - Number(a.id);

/** The newest document with an external ID; undefined if Veryfi has none. */
async function find(
	item: Item,
	product: Product,
	externalId: string,
): Promise<IDataObject | undefined> {
	const query = { [externalIdFilter(product.list.filters) ?? '']: externalId };
	const { records } = await readPage(
		item.context,
		{ product, query, itemIndex: item.index },
		1,
		PAGE_SIZE,
	);
	return records.filter((record) => bears(externalId, record)).sort(newestFirst)[0];
}

/** The data of an item with an external ID, and what was made of it. */
interface Claim {
	input: object;
	held: Promise<Held>;
}

const claimsIn = sharedBy<object, Map<string, Claim>>(() => new Map());

/**
 * The claims of an execution, by what they are for: Veryfi's lists may show late what was submitted. A loop runs the
 * node several times in one execution, which the signal of its cancelling belongs to.
 */
const claimsOf = ({ context }: Item): Map<string, Claim> =>
	claimsIn(context.getExecutionCancelSignal() ?? context);

/** What an external ID is one of: an account's documents of a product. */
async function claimFor(item: Item, product: Product, externalId: string) {
	const { baseUrl, credential } = await connectionOf(item.context, item.index);
	return JSON.stringify([baseUrl, credential.data?.clientId, product.key, externalId]);
}

/**
 * Submits a document unless Veryfi has one with the same external ID and the user wants no second one. Items of an
 * execution with the same external ID follow one another, so that the second finds what the first has submitted.
 *
 * @throws NodeOperationError when there is no external ID to look for, or a document with it and the user wants to
 *   know; NodeApiError when Veryfi could not be asked, or may have what was submitted before and does not list it yet
 */
export async function submitOnce(
	item: Item,
	{ product, intake }: { product: Product; intake: Intake },
	submit: () => Promise<IDataObject>,
): Promise<Held> {
	const choice = readIfExists(item);
	if (choice === 'submit') return { record: await submit() };

	const externalId = readExternalId(item, intake);
	const claim = await claimFor(item, product, externalId);
	const earlier = claimsOf(item).get(claim);
	const look = async (): Promise<Held> => {
		// With Retry On Fail it may be the item's own.
		const isOwn = earlier?.input === item.input;
		const [outcome] = await Promise.allSettled([earlier?.held]);
		if (outcome.status === 'fulfilled' && outcome.value) {
			return isOwn ? outcome.value : { before: 'inRun', ...outcome.value };
		}
		const doubt =
			outcome.status === 'rejected' && isInDoubt(outcome.reason) ? outcome.reason : undefined;
		if (doubt && !isOwn) throw doubt;
		const listed = await find(item, product, externalId);
		if (doubt && !listed) throw doubt;
		if (listed) return doubt ? { record: { id: listed.id } } : { record: listed, before: 'inList' };
		return { record: await submit() };
	};
	const held = look();
	claimsOf(item).set(claim, { input: item.input, held });
	const { record, before } = await held;
	if (choice === 'return' || !before) return { record, before };
	throw item.error(
		`Veryfi has a document with the external ID "${externalId}" already: ${String(record.id)}`,
		'Nothing was sent. Get that document by its ID, or give another external ID.',
	);
}
