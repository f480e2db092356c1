/** That every operation treats many items as it treats one: each in its place, linked to its own. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { IBinaryData } from 'n8n-workflow';

import type { Stage } from './actionStage.mts';
import { pdf, setStage } from './actionStage.mts';
import { CASES, FILE, filled, prepare } from './operationCases.mts';

const WAY = { bounds: 'inclusive', source: FILE } as const;

/** Lists keep to five requests a second, so that as many as of the others would take minutes. */
const countOf = (operation: string) => (operation.startsWith('getMany') ? 10 : 100);

/** Veryfi's only webhook is the same for every item; its operations have a file of their own. */
const cases = CASES.filter(({ resource }) => resource.value !== 'webhook');

let stage: Stage;
let data: IBinaryData;

beforeAll(async () => {
	stage = await setStage();
	data = await stage.stored(await pdf('Papier Nord', 'Invoice A-1042', 'Total 120.00'), 'a.pdf');
});
afterAll(async () => await stage.stop());

it.each(cases.map((entry) => [entry.title, entry] as const))(
	'%s keeps many items in order, each linked to its own',
	async (_, entry) => {
		stage.veryfi.reset();
		const made = [];
		for (let item = 0; item < countOf(entry.operation.value); item++) {
			const known = { ...(await prepare(stage, data, entry)), waitForResult: false };
			made.push(filled(entry, data, known, WAY, true));
		}

		const { items, error } = await stage.run(
			{ ...made[0].parameters, filters: {} },
			made.map(({ item }) => item),
		);

		expect(error).toBeUndefined();
		const links = items.map(({ pairedItem }) => (pairedItem as { item: number }).item);
		expect([...new Set(links)]).toEqual(made.map((_made, item) => item));
		expect(links).toEqual([...links].sort((a, b) => a - b));
		await stage.veryfi.idle();
	},
);
