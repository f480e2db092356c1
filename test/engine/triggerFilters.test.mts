/** Only documents that fit come out of the trigger. */
import { beforeEach, describe, expect, test } from '@jest/globals';

import { API } from './actionStage.mts';
import type { NodeSettings } from './harness/index.mts';
import type { Stage } from './triggerStage.mts';
import { startStage } from './triggerStage.mts';

type Parameters = NonNullable<NodeSettings['parameters']>;

let stage: Stage;
beforeEach(async () => {
	stage = await startStage({ deliveryAttempts: 1 });
});

/** Delivers an event about documents that are like this, and returns the execution. */
const deliver = async (
	parameters: Parameters,
	documents: object[] = [{}],
	event = 'document.created',
) => {
	const workflow = stage.trigger({ events: ['*'], ...parameters });
	await stage.host.activate(workflow);
	const ids = documents.map((document, index) => {
		const path = `${API}/documents/${index + 1}`;
		const body = { id: index + 1, ...document };
		stage.emulator.faults.add({ method: 'GET', path, status: 200, body });
		return index + 1;
	});
	await stage.emulator.deliver(event, { id: ids, created: '2026-01-01 00:00:00' });
	await stage.host.settled();
	return stage.host.executions[0];
};

const scored = (total: number, score: number) => ({ total: { value: total, score } });
const WARNED = { meta: { warnings: [{ type: 'totals_missmatch', message: 'Off' }] } };
const REVIEW = { options: { reviewChecks: ['totals_missmatch'] } };

const cases: Array<
	[what: string, filters: object, documents: object[], fitting: number[], more?: Parameters]
> = [
	['no filter at all', {}, [{}, { total: 1 }], [1, 2]],
	['empty filters', { tags: '', minimumTotal: '' }, [{}], [1]],
	[
		'document types',
		{ documentTypes: 'invoice, Credit_Note' },
		[
			{ document_type: 'invoice' },
			{ document_type: 'receipt' },
			{ document_type: 'credit_note' },
			{},
		],
		[1, 3],
	],
	[
		'document types by expression, with scores beside the values',
		{ documentTypes: '={{ ["invoice"] }}' },
		[{ document_type: { value: 'invoice', score: 0.9 } }, { document_type: null }],
		[1],
	],
	[
		'a tag, however Veryfi writes it',
		{ tags: 'March' },
		[
			{ tags: [{ id: 1, name: 'march' }] },
			{ tags: ['march'] },
			{ meta: { tags: ['MARCH'] } },
			{ tags: ['marching'] },
			{},
		],
		[1, 2, 3],
	],
	['all of several tags', { tags: 'a, b' }, [{ tags: ['a', 'b', 'c'] }, { tags: ['a'] }], [1]],
	[
		'the beginning of the external ID',
		{ externalIdPrefix: 'travel-' },
		[
			{ external_id: 'travel-1' },
			{ meta: { external_id: 'travel-2' } },
			{ external_id: 'Travel-1' },
			{ external_id: 'x-travel-1' },
			{},
		],
		[1, 2],
	],
	[
		'a minimum total',
		{ minimumTotal: 100 },
		[{ total: 100 }, { total: 99.99 }, { total: null }, {}, { total: 1000 }, { total: -200 }],
		[1, 5],
	],
	[
		'a minimum total of 0, which a document without a total does not have',
		{ minimumTotal: 0 },
		[{ total: 0 }, {}],
		[1],
	],
	[
		'a minimum total, with its score beside it',
		{ minimumTotal: '={{ "5" }}' },
		[scored(5, 0.9), scored(4, 0.9)],
		[1],
	],
	[
		'duplicates',
		{ isDuplicate: true },
		[
			{ is_duplicate: true },
			{ is_duplicate: false },
			{ duplicate_of: 9 },
			{ meta: { duplicates: [9] } },
			{},
		],
		[1, 3, 4],
	],
	[
		'what is no duplicate',
		{ isDuplicate: false },
		[{ is_duplicate: true }, { is_duplicate: false }, {}],
		[2, 3],
	],
	['what needs a review', { needsReview: true }, [WARNED, {}], [1], REVIEW],
	['what needs no review', { needsReview: '={{ "false" }}' }, [WARNED, {}], [2], REVIEW],
	[
		'what Veryfi is not sure of',
		{ needsReview: true },
		[scored(5, 0.5), scored(5, 0.99), { total: 5 }],
		[1, 3],
		{ options: { reviewBelow: 0.9 } },
	],
	[
		'all filters at once',
		{ documentTypes: 'invoice', minimumTotal: 10 },
		[
			{ document_type: 'invoice', total: 10 },
			{ document_type: 'invoice', total: 9 },
			{ document_type: 'receipt', total: 10 },
		],
		[1],
	],
	['raw documents', { minimumTotal: 10 }, [{ total: 10 }, { total: 9 }], [1], { simplify: false }],
];

test.each(cases)('%s', async (_what, filters, documents, fitting, more = {}) => {
	const { status, items } = await deliver({ filters: { ...filters }, ...more }, documents);
	expect([status, items.map(({ json }) => json.documentId)]).toEqual(['success', fitting]);
});

describe('with filters', () => {
	test('an execution without any fitting document ends without output', async () => {
		const execution = await deliver({ filters: { minimumTotal: 100 } }, [{ total: 1 }]);
		expect(execution).toMatchObject({ status: 'success', items: [] });
	});

	test('an event without a document comes out all the same', async () => {
		const filters = { minimumTotal: 100 };
		const { items } = await deliver({ filters }, [{}], 'document.failed');
		expect(items).toMatchObject([{ json: { event: 'document.failed' } }]);
	});

	test('no file of a document that does not fit is downloaded', async () => {
		const parameters = { filters: { minimumTotal: 100 }, downloadFile: true };
		expect((await deliver(parameters, [{ total: 1 }])).status).toBe('success');
	});

	test.each([
		[{ minimumTotal: '={{ "much" }}' }, '\'Minimum Total\' is not a number: "much"'],
		[{ isDuplicate: '={{ "maybe" }}' }, '\'Is Duplicate\' is neither true nor false: "maybe"'],
		[
			{ needsReview: true },
			"'Needs Review' needs one of the options 'Review Below Score' and 'Review Warnings'",
		],
	])('the execution fails when %j cannot be read', async (filters, message) => {
		const { status, error } = await deliver({ filters }, [{ total: 1 }]);
		expect([status, error?.message]).toEqual(['error', message]);
	});
});
