/** That every operation treats many items as it treats one: each in its place, linked to its own. */
import { expect, it } from '@jest/globals';
import type { IBinaryData } from 'n8n-workflow';

import type { Stage } from './actionStage.mts';
import { CASES_OF_ITEMS, filled, prepare, titled, WITH_FILE } from './operationCases.mts';
import { useInvoice } from './useInvoice.mts';

/** Lists keep to five requests a second, so that as many as of the others would take minutes. */
const countOf = (operation: string) => (operation.startsWith('getMany') ? 10 : 100);

let stage: Stage;
let data: IBinaryData;

useInvoice((started, invoice) => {
	[stage, data] = [started, invoice];
});

it.each(titled(CASES_OF_ITEMS))(
	'%s keeps many items in order, each linked to its own',
	async (_, entry) => {
		const made = [];
		for (let item = 0; item < countOf(entry.operation.value); item++) {
			const known = { ...(await prepare(stage, data, entry)), waitForResult: false };
			made.push(filled(entry, data, known, WITH_FILE, true));
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
