import { describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
	EXAMPLES,
	plainNode,
	projectRoot,
	readExample,
	type WorkflowDefinition,
} from '../host/index.mts';
import {
	backward,
	firstZoom,
	namesBehind,
	overlaps,
	stray,
	tooWide,
	wiredInto,
} from './layout.mts';
import { covered, crossings, hiddenLabels } from './wires.mts';

/** What takes two screens: one long conversation, and a main workflow with the parts that it calls beside it. */
const TALKS = ['approve-in-slack', 'approve-in-telegram'];
const withParts = EXAMPLES.filter((name) => /^(bills-to|match-purchase-orders)/.test(name));
const WIDE = new Set([...TALKS, ...withParts]);

describe.each(EXAMPLES)('examples/%s', (name) => {
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

	const screens = WIDE.has(name) ? 2 : 1;

	it(`is not wider than ${screens} screen(s)`, async () => {
		expect(tooWide(await readExample(name), screens)).toBe(0);
	});

	it('can be made out when n8n shows it first, as a whole', async () => {
		expect(firstZoom(await readExample(name))).toBeGreaterThan(0.2);
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

it.each(withParts)('the main workflow of %s fits a screen', async (name) => {
	const example = await readExample(name);
	const main = namesBehind(example, 'Veryfi Trigger');
	const nodes = example.nodes.filter((node) => main.has(node.name));
	expect(nodes.length).toBeLessThanOrEqual(15);
	expect(tooWide({ ...example, nodes }, 1)).toBe(0);
});
