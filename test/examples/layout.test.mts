import { describe, expect, it } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { plainNode, projectRoot, readExample, type WorkflowDefinition } from '../host/index.mts';
import { backward, overlaps, stray, tooWide, wiredInto } from './layout.mts';
import { covered, crossings, hiddenLabels } from './wires.mts';

const names = readdirSync(join(projectRoot, 'examples'))
	.filter((file) => file.endsWith('.json'))
	.map((file) => file.replace('.json', ''));

/** What is one long conversation, from the question to the bill, takes more than one screen. */
const SCREENS: Record<string, number> = { 'approve-in-slack': 2, 'approve-in-telegram': 2 };

describe.each(names)('examples/%s', (name) => {
	it('lies on the canvas from left to right, nothing on anything else', async () => {
		const example = await readExample(name);
		expect([...overlaps(example), ...backward(example)]).toEqual([]);
	});

	it('keeps its notes clear of the wires that lead nowhere', async () => {
		expect(wiredInto(await readExample(name))).toEqual([]);
	});

	it('crosses no wire with another, and leads none through a node', async () => {
		const example = await readExample(name);
		expect([...crossings(example), ...covered(example)]).toEqual([]);
	});

	it('hides no label of an output', async () => {
		expect(hiddenLabels(await readExample(name))).toEqual([]);
	});

	const screens = SCREENS[name] ?? 1;

	it(`is not wider than ${screens} screen(s)`, async () => {
		expect(tooWide(await readExample(name), screens)).toBe(0);
	});

	it('is shown in docs/examples.md', async () => {
		const page = await readFile(join(projectRoot, 'docs', 'examples.md'), 'utf8');
		expect(page).toContain(`](images/examples/${name}.png)`);
	});

	it('says what to replace beside the nodes that are to be replaced', async () => {
		expect(stray(await readExample(name))).toEqual([]);
	});
});

describe('a workflow whose If leads to', () => {
	/** An If with a node above and one below. */
	const drawn = (above: string, below: string): WorkflowDefinition => {
		const at = (name: string, type: string, position: number[]) => ({
			...plainNode(name, type, 1),
			position,
		});
		const [up, down] = [above, below].map((node) => [{ node, type: 'main', index: 0 }]);
		return {
			name: 'Drawn',
			nodes: [at('If', 'if', [0, 0]), at('A', 'noOp', [200, -80]), at('B', 'noOp', [200, 80])],
			connections: { If: { main: [up, down] } },
		};
	};

	it('the upper node first has no wires that cross', () => {
		expect(crossings(drawn('A', 'B'))).toEqual([]);
	});

	it('the lower node first has two', () => {
		expect(crossings(drawn('B', 'A'))).toEqual(['If (1) to B crosses If (2) to A']);
	});
});
