import { passport } from './newProduct.mts';

import { expect, it } from '@jest/globals';
import type { INodeParameters } from 'n8n-workflow';

import { EVENTS } from '../../nodes/VeryfiTrigger/events.ts';
import type { Stage } from './actionStage.mts';
import { API, byId, pdf } from './actionStage.mts';
import { useActionStage } from './useActionStage.mts';

let stage: Stage;

useActionStage((started) => (stage = started));

const id = { documentId: byId('7') };
const RECORD = { id: 7, name: { value: 'Ann', score: 0.9 }, text: 'long', meta: { tags: ['a'] } };

it.each([
	['submit', 'POST', '/passports/async', {}, { id: 7 }],
	['process', 'POST', '/passports', {}, { id: 7, name: 'Ann', tags: ['a'] }],
	['get', 'GET', '/passports/7', id, { id: 7, name: 'Ann', tags: ['a'] }],
	[
		'update',
		'PUT',
		'/passports/7',
		{ ...id, fields: { metaTags: 'a' } },
		{ id: 7, name: 'Ann', tags: ['a'] },
	],
	['delete', 'DELETE', '/passports/7', id, { id: 7, deleted: true }],
] as Array<[string, string, string, INodeParameters, object]>)(
	'one row in the table of products is all that a new one takes: %s',
	async (operation, method, path, parameters, expected) => {
		const body = operation === 'submit' ? { id: 7 } : RECORD;
		stage.veryfi.faults.add({ method, path: API + path, status: 200, body });
		const data = await stage.stored(await pdf('Total 1.00'), 'a.pdf');
		const { items, error } = await stage.run({ resource: passport.key, operation, ...parameters }, [
			{ json: {}, binary: { data } },
		]);
		expect(error).toBeUndefined();
		expect(items[0].json).toEqual(expected);
		expect(stage.veryfi.requests.map((request) => `${request.method} ${request.path}`)).toEqual([
			`${method} ${API}${path}/`,
		]);
	},
);

it('its list, its tags and its events are there, too', async () => {
	const list = { count: 1, next: '', previous: '', results: [RECORD] };
	stage.veryfi.faults.add({ path: `${API}/passports`, status: 200, body: list });
	stage.veryfi.faults.add({ path: `${API}/passports/7/tags`, status: 200, body: { tags: ['a'] } });
	const getMany = { resource: passport.key, operation: 'getMany' };
	expect((await stage.run(getMany)).items[0].json).toMatchObject({ id: 7, name: 'Ann' });
	const tags = { resource: 'tag', operation: 'getMany', product: passport.key, ...id };
	expect((await stage.run(tags)).items[0].json).toEqual({ name: 'a' });
	expect(EVENTS.filter(({ product }) => product === (passport.key as never))).toMatchObject([
		{ name: 'passport.created', displayName: 'Passport Finished' },
		{ name: 'passport.failed', displayName: 'Passport Failed' },
	]);
});
