/** That every operation treats many items as it treats one: each in its place, linked to its own. */
import { expect, it } from '@jest/globals';
import type { IBinaryData } from 'n8n-workflow';

import { sized } from '../sized.mts';
import type { Stage } from './actionStage.mts';
import { CASES_OF_ITEMS, filled, prepare, titled, WITH_FILE } from './operationCases.mts';
import { useInvoice } from './useInvoice.mts';

/** Fewer than there are items, so that some wait for others. */
const AT_ONCE = 5;

const ITEMS = sized(6, 50);

/** Operations that return the record whose ID the item names. */
const NAMED = ['get', 'getSplit', 'update', 'delete', 'remove'];

let stage: Stage;
let data: IBinaryData;

useInvoice((started, invoice) => {
	[stage, data] = [started, invoice];
});

it.each(titled(CASES_OF_ITEMS))(
	'%s keeps many items in order, each linked to its own',
	async (_, entry) => {
		const made = [];
		const named: unknown[] = [];
		for (let item = 0; item < ITEMS; item++) {
			const known = {
				...(await prepare(stage, data, entry)),
				waitForResult: false,
				itemsAtOnce: AT_ONCE,
				// A host that nobody knows takes the account seconds.
				fileUrls: [`${stage.veryfi.baseUrl}/1.pdf`, `${stage.veryfi.baseUrl}/2.pdf`],
			};
			const { rowId, tagId, setId, documentId }: Record<string, unknown> = known;
			named.push(rowId ?? tagId ?? setId ?? documentId);
			made.push(filled(entry, data, known, WITH_FILE, true));
		}

		// So that the answers come out of order.
		stage.veryfi.faults.add({ delay: 100, probability: 0.5 });

		const { items, error } = await stage.run(
			{ ...made[0].parameters, filters: {} },
			made.map(({ item }) => item),
		);

		expect(error).toBeUndefined();
		const links = items.map(({ pairedItem }) => (pairedItem as { item: number }).item);
		expect([...new Set(links)]).toEqual(made.map((_made, item) => item));
		expect(links).toEqual([...links].sort((a, b) => a - b));
		if (NAMED.includes(entry.operation.value)) {
			expect(items.map(({ json }) => `${json.id as number}`)).toEqual(named);
		}
		await stage.veryfi.idle();
	},
);
