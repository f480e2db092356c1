import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { NodeApiError } from 'n8n-workflow';

import { externalIdFilter } from './fields/filters';
import { readIfExists } from './fields/ifExists';
import { fieldError, reading } from './fields/reading';
import { isGiven, toText } from './fields/values';
import { readAdditionalFields } from './intake';
import { PAGE_SIZE, readPage } from './paging';
import type { Intake, Product } from './products';

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

function readExternalId(context: IExecuteFunctions, itemIndex: number, intake: Intake): string {
	const given = readAdditionalFields(context, itemIndex)[externalIdField(intake) ?? ''];
	if (isGiven(given)) return reading(context, itemIndex, () => toText(given, 'External ID'));
	throw fieldError(
		context,
		itemIndex,
		'External ID is empty, so If External ID Exists has nothing to look for',
		'Fill in External ID in Additional Fields, or set If External ID Exists to Submit Anyway.',
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
	context: IExecuteFunctions,
	itemIndex: number,
	product: Product,
	externalId: string,
): Promise<IDataObject | undefined> {
	const query = { [externalIdFilter(product.list.filters) ?? '']: externalId };
	const { records } = await readPage(context, { product, query, itemIndex }, 1, PAGE_SIZE);
	return records.filter((record) => bears(externalId, record)).sort(newestFirst)[0];
}

/** Whether Veryfi surely did not take what a call has sent, if it has sent anything. */
const isRefusal = (error: unknown) =>
	!(error instanceof NodeApiError) || /^4/.test(error.httpCode ?? '');

/**
 * What an earlier item of the run has made of the external ID; undefined where that is surely nothing.
 *
 * @throws what kept the earlier item from knowing: Veryfi may have its document, and need not list it yet
 */
async function heldSince(earlier: Promise<Held> | undefined): Promise<Held | undefined> {
	const [outcome] = await Promise.allSettled([earlier]);
	if (outcome.status === 'rejected' && isRefusal(outcome.reason)) return undefined;
	const held = await earlier;
	return held && { before: 'inRun', ...held };
}

const runs = new WeakMap<object, Map<string, Promise<Held>>>();

/** What the items of a run have made of each external ID so far. Lists may show late what was submitted. */
function heldBy(context: IExecuteFunctions): Map<string, Promise<Held>> {
	const held = runs.get(context) ?? new Map<string, Promise<Held>>();
	runs.set(context, held);
	return held;
}

/**
 * Submits a document unless Veryfi has one with the same external ID and the user wants no second one. Items of
 * a run with the same external ID take turns, so that the second finds what the first has submitted.
 *
 * @throws NodeOperationError when there is no external ID to look for, or a document with it and the user wants to
 *   know; NodeApiError when Veryfi could not be asked, or an item before may have submitted it
 */
export async function submitOnce(
	context: IExecuteFunctions,
	itemIndex: number,
	{ product, intake }: { product: Product; intake: Intake },
	submit: () => Promise<IDataObject>,
): Promise<Held> {
	const choice = readIfExists(context, itemIndex);
	if (choice === 'submit') return { record: await submit() };

	const externalId = readExternalId(context, itemIndex, intake);
	const earlier = heldBy(context).get(externalId);
	const look = async (): Promise<Held> => {
		const since = await heldSince(earlier);
		if (since) return since;
		const listed = await find(context, itemIndex, product, externalId);
		return listed ? { record: listed, before: 'inList' } : { record: await submit() };
	};
	const held = look();
	heldBy(context).set(externalId, held);
	const { record, before } = await held;
	if (choice === 'return' || !before) return { record, before };
	throw fieldError(
		context,
		itemIndex,
		`Veryfi has a document with the external ID "${externalId}" already: ${String(record.id)}`,
		'Nothing was sent. Get that document by its ID, or give another External ID.',
	);
}
