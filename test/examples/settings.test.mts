import { describe, expect, it } from '@jest/globals';
import { compileFunction } from 'node:vm';
import { readExample, type WorkflowNode } from '../host/index.mts';
import { CARRIERS } from './code.mts';

interface Assignment {
	name: string;
	value: unknown;
}

/** Settings that an example can do without. */
const OPTIONAL = ['bookPaid', 'quantityTolerance', 'taxId', 'taxCodeId', 'taxFreeCodeId'];

describe.each([...CARRIERS, 'match-purchase-orders'])('%s', (name) => {
	/** The settings as they come with the example, and the code that checks them. */
	async function read() {
		const { nodes } = await readExample(name);
		const find = (wanted: string) => nodes.find((node) => node.name === wanted) as WorkflowNode;
		const { assignments } = find('Settings').parameters.assignments as {
			assignments: Assignment[];
		};
		const settings = Object.fromEntries(
			assignments.map(({ name: path, value }) => [path.replace('settings.', ''), value]),
		);
		const code = String(find('Check Settings').parameters.jsCode);
		const run = compileFunction(code, ['$json', '$input']) as (
			json: unknown,
			input: unknown,
		) => unknown;
		const check = (given: object) => run({ settings: given }, { item: 'the document' });
		return { settings, check };
	}

	it('comes without accounts, and stops with the names of what is empty', async () => {
		const { settings, check } = await read();
		const empty = Object.keys(settings).filter((one) => !settings[one] && !OPTIONAL.includes(one));
		expect(empty.filter((one) => /account/i.test(one))).not.toEqual([]);
		expect(() => check(settings)).toThrow(`Fill in ${empty.join(', ')} in the node Settings.`);
	});

	it('goes on when they are filled in', async () => {
		const { settings, check } = await read();
		const filled = Object.fromEntries(
			Object.entries(settings).map(([one, value]) => [
				one,
				OPTIONAL.includes(one) ? value : value || 'filled in',
			]),
		);
		expect(check(filled)).toBe('the document');
	});
});
