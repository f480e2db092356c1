/**
 * What every operation does when Veryfi refuses, fails or is silent. The operations on the webhook put such
 * answers into findings of their own, which webhookOperations.test.mts looks at.
 */
import { describe, expect, it } from '@jest/globals';
import type { IBinaryData, IDataObject, INodeParameters } from 'n8n-workflow';

import { findProduct } from '../../nodes/shared/products/products.ts';
import type { Outcome } from './harness/engine.mts';
import type { Stage } from './actionStage.mts';
import { setStage } from './actionStage.mts';
import type { Case } from './operationCases.mts';
import { CASES_OF_ITEMS, filled, prepare, titled, WITH_FILE } from './operationCases.mts';
import { everything } from './secrets.mts';
import { useInvoice } from './useInvoice.mts';

let stage: Stage;
let data: IBinaryData;

useInvoice((started, invoice) => {
	[stage, data] = [started, invoice];
});

/** Operations that only look: they may be repeated. */
const READS = /^(get|getMany|getSplit|getManySplits|download)$/;
const reads = CASES_OF_ITEMS.filter(({ operation }) => READS.test(operation.value));
const writes = CASES_OF_ITEMS.filter(({ operation }) => !READS.test(operation.value));

const KNOWN = { itemsAtOnce: 1, waitForResult: false };

/** An item, about something of its own, with every field filled by an expression. */
async function itemFor(entry: Case) {
	return filled(entry, data, { ...(await prepare(stage, data, entry)), ...KNOWN }, WITH_FILE, true);
}

interface Refusal {
	status: number;
	body: IDataObject;
	words: string;
	advice: RegExp;
}

const REFUSALS: Refusal[] = [
	{
		status: 400,
		body: {
			code: 400,
			error: 'Malformed parameters',
			details: [{ type: 'value_error', loc: ['tags', 0], msg: 'too short' }],
		},
		words: 'Malformed parameters. tags.0: too short',
		advice: /Correct what Veryfi names/,
	},
	{
		status: 401,
		body: { status: 'fail', message: 'Not Authorized' },
		words: 'Not Authorized',
		advice: /'Client ID' and the key/,
	},
	{
		status: 403,
		body: { status: 'fail', error: 'Not allowed.' },
		words: 'Not allowed',
		advice: /scope/,
	},
	{
		status: 409,
		body: { status: 'fail', error: 'Access limit reached' },
		words: 'Access limit reached',
		advice: /limits of the account/,
	},
	{
		status: 413,
		body: { status: 'fail', error: 'Request body too large' },
		words: 'Request body too large',
		advice: /Make the file smaller/,
	},
	{
		status: 429,
		body: { status: 'fail', error: 'You have been rate limited' },
		words: 'You have been rate limited',
		advice: /Items at Once/,
	},
	{
		status: 404,
		body: { status: 'fail', error: 'Document not found' },
		words: 'Document not found',
		advice: /^Check/,
	},
];

/** What to check after a 404: what was asked for, or whether it was Veryfi that was asked. */
const whereNothingIs = ({ operation: { properties } }: Case) =>
	properties.some(({ name }) => /^(document|row|set|tag)Id$/.test(name))
		? /^Check (the ID|'Document' and)/
		: /^Check 'Base URL'/;

/** Items before and after those that Veryfi refuses. */
const FIRST = 0;
const LAST = REFUSALS.length + 1;

it.each(titled(CASES_OF_ITEMS))(
	'%s names each refusal on its item and goes on with the others',
	async (_, entry) => {
		const made = [];
		for (let item = FIRST; item <= LAST; item++) made.push(await itemFor(entry));
		const { formerPath } = findProduct(entry.resource.value) ?? {};
		REFUSALS.forEach(({ status, body }, index) =>
			stage.veryfi.faults.add({
				status,
				body,
				// More patience than anybody has, so that a 429 is not waited for.
				retryAfter: 3600,
				after: index + 1,
				times: status === 404 && formerPath ? 2 : 1,
			}),
		);
		const {
			items,
			run,
			status: ended,
		} = await stage.run(
			// Whatever the account has, so that a list has something for each item.
			{ ...made[0].parameters, filters: {} },
			made.map(({ item }) => item),
			{ settings: { onError: 'continueRegularOutput' } },
		);
		expect(ended).toBe('success');
		expect(items.filter(({ json }) => json.error !== undefined)).toEqual(
			REFUSALS.map(({ status, words, advice }, index) => ({
				json: {
					error: `Veryfi answered ${status}: ${words}`,
					message: expect.stringMatching(status === 404 ? whereNothingIs(entry) : advice),
				},
				pairedItem: { item: index + 1 },
			})),
		);
		const links = items.map(({ pairedItem }) => (pairedItem as { item: number }).item);
		expect([...new Set(links)]).toEqual(made.map((_made, item) => item));
		expect(links).toEqual([...links].sort((a, b) => a - b));
		// A refusal is not asked again.
		expect(stage.veryfi.requests).toHaveLength(made.length + (formerPath ? 1 : 0));
		expectNoSecret(run);
		await stage.veryfi.idle();
	},
);

function expectNoSecret(value: unknown) {
	const { clientId, clientSecret, apiKey } = stage.veryfi.credentials;
	const text = everything(value);
	for (const secret of [clientId, clientSecret, apiKey]) expect(text).not.toContain(secret);
}

/** Where the user is sent to look. */
const LOOK = /external ID|Get Many|Get, Get Many|counted twice/;

describe.each(titled(writes))('%s', (_, entry) => {
	it.each([
		['a fault', { status: 500 }, /^Veryfi answered 500: Emulated fault 500$/],
		['a lost answer', { loseAnswer: true }, /^The connection to Veryfi broke/],
	])('is sent once only in spite of %s, and tells where to look', async (_name, fault, message) => {
		const { parameters, item } = await itemFor(entry);
		stage.veryfi.faults.add(fault);
		const { error, run } = await stage.run(parameters, [item]);
		expect(error?.message).toMatch(message);
		expect(error?.description).toMatch(/not known whether Veryfi took the request/);
		expect(error?.description).toMatch(LOOK);
		expect(error?.context?.itemIndex).toBe(0);
		expect(stage.veryfi.requests).toHaveLength(1);
		expectNoSecret(run);
		await stage.veryfi.idle();
	});
});

/** Runs operations all together, for those have to wait before they give up. */
async function together(
	entries: Case[],
	on: Stage,
	parametersOf: (entry: Case) => INodeParameters = () => ({}),
): Promise<Map<Case, Outcome>> {
	const outcomes = await Promise.all(
		entries.map(async (entry, index) => {
			const id = String(1000 + index);
			const known = { documentId: id, rowId: id, tagId: id, setId: id, ...KNOWN };
			const { parameters, item } = filled(entry, data, known, WITH_FILE, false);
			return await on.run({ ...parameters, ...parametersOf(entry) }, [item]);
		}),
	);
	return new Map(entries.map((entry, index) => [entry, outcomes[index]]));
}

describe('operations that read', () => {
	it.each([
		['faults', { status: 500 }, 'Veryfi answered 500: Emulated fault 500', /later/],
		[
			'broken connections',
			{ drop: true },
			'The connection to Veryfi broke before an answer came',
			/again/,
		],
	])('are repeated after %s, and say so in the end', async (_, fault, message, advice) => {
		stage.veryfi.faults.add(fault);
		const outcomes = await together(reads, stage);
		for (const [{ title }, { error, run }] of outcomes) {
			expect([title, error?.message]).toEqual([title, message]);
			expect(error?.description).toMatch(advice);
			expect(error?.description).not.toMatch(/not known whether/);
			expect(error?.context?.itemIndex).toBe(0);
			expectNoSecret(run);
		}
		expect(stage.veryfi.requests).toHaveLength(4 * reads.length);
	});

	it.each([
		[
			'a body that is no JSON',
			{ brokenJson: true },
			/^Veryfi answered 200 with something that is not JSON$/,
		],
		['an empty body', { emptyBody: true }, /^Veryfi answered 200 with an empty body$/],
	])('do not take %s for an answer', async (_, fault, message) => {
		for (const entry of reads) {
			stage.veryfi.reset();
			const { parameters, item } = await itemFor(entry);
			stage.veryfi.faults.add(fault);
			const { error } = await stage.run(parameters, [item]);
			expect([entry.title, error?.message]).toEqual([entry.title, expect.stringMatching(message)]);
		}
	});
});

describe('operations that can take long', () => {
	const long = CASES_OF_ITEMS.filter(({ operation }) =>
		JSON.stringify(operation.properties).includes('"name":"timeout"'),
	);

	it('are sent once only when they time out, and tell where to look', async () => {
		stage.veryfi.faults.add({ delay: 4000 });
		const outcomes = await together(long, stage, () => ({ options: { timeout: 1 } }));
		for (const [{ title }, { error, run }] of outcomes) {
			expect([title, error?.message]).toEqual([title, 'Veryfi did not answer in time']);
			expect(error?.description).toMatch(/not known whether Veryfi took the request/);
			expect(error?.description).toMatch(LOOK);
			expect(error?.context?.itemIndex).toBe(0);
			expectNoSecret(run);
		}
		expect(stage.veryfi.requests).toHaveLength(long.length);
		expect(long.length).toBeGreaterThan(20);
	});
});

it('every operation says when Veryfi cannot be reached, and that nothing was sent', async () => {
	const gone = await setStage();
	await gone.veryfi.stop();
	const outcomes = await together(CASES_OF_ITEMS, gone);
	for (const [{ title }, { error }] of outcomes) {
		expect([title, error?.message]).toEqual([
			title,
			expect.stringMatching(/^Veryfi could not be reached: there is no connection to/),
		]);
		expect(error?.description).toMatch(/^Nothing was sent\. .*'Base URL'/);
		expect(error?.context?.itemIndex).toBe(0);
	}
});
