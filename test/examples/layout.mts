import type { WorkflowDefinition, WorkflowNode } from '../host/index.mts';

export interface Box {
	name: string;
	left: number;
	top: number;
	right: number;
	bottom: number;
}

/** Pixels that a node takes on n8n's canvas, its name below it included. */
const NODE = { width: 96, height: 120 };

/** An agent is wider, as its model and tools hang below it. */
const AGENT = { width: 220, height: 96 };

const isNote = ({ type }: WorkflowNode) => type === 'n8n-nodes-base.stickyNote';

function boxOf(node: WorkflowNode): Box {
	const [left, top] = node.position;
	const { width, height } = isNote(node)
		? (node.parameters as { width: number; height: number })
		: node.type.endsWith('.agent')
			? AGENT
			: NODE;
	return { name: node.name, left, top, right: left + width, bottom: top + height };
}

export const overlap = (a: Box, b: Box) =>
	a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

export const isWithin = (inner: Box, outer: Box) =>
	inner.left >= outer.left &&
	inner.right <= outer.right &&
	inner.top >= outer.top &&
	inner.bottom <= outer.bottom;

/** Pairs of nodes or notes that lie on each other. */
export function overlaps({ nodes }: WorkflowDefinition): string[] {
	const boxes = nodes.map(boxOf);
	return boxes.flatMap((box, index) =>
		boxes
			.slice(index + 1)
			.filter((other) => overlap(box, other))
			.map((other) => `${box.name} and ${other.name}`),
	);
}

/** Pixels between a note and a node that are near enough to be seen as belonging together. */
const NEAR = 100;

/** Notes that tell what to replace, and stand beside none of the nodes that they name. */
export function stray({ nodes }: WorkflowDefinition): string[] {
	const isNear = (note: WorkflowNode, node: WorkflowNode) => {
		const { left, top, right, bottom, name } = boxOf(node);
		const around = {
			name,
			left: left - NEAR,
			top: top - NEAR,
			right: right + NEAR,
			bottom: bottom + NEAR,
		};
		return overlap(boxOf(note), around);
	};
	return nodes.filter(isNote).flatMap((note) => {
		const content = String(note.parameters.content);
		if (!content.startsWith('Replace ')) return [];
		const named = nodes.filter((node) => !isNote(node) && content.includes(`**${node.name}**`));
		return named.some((node) => isNear(note, node)) ? [] : [`"${content}"`];
	});
}

type Connections = Record<string, { main?: Array<Array<{ node: string }> | null> }>;

/** A node and all that it leads to. */
export function namesBehind({ connections }: WorkflowDefinition, first: string): Set<string> {
	const names = new Set([first]);
	for (const name of names) {
		const { main = [] } = (connections as Connections)[name] ?? {};
		for (const { node } of main.flatMap((output) => output ?? [])) names.add(node);
	}
	return names;
}

/** Where the ways back lead to: a loop over items, and the begin of a new attempt. */
const isLoop = ({ name, type }: WorkflowNode) =>
	type.endsWith('.splitInBatches') || name === 'Attempt';

/** Pixels by which a row lies below the one before it. */
const ROW = 300;

/** Connections that do not go from left to right; the way back of a loop may, and so may the begin of a new row. */
export function backward({ nodes, connections }: WorkflowDefinition): string[] {
	const find = (wanted: string) => nodes.find(({ name }) => name === wanted) as WorkflowNode;
	return Object.entries(connections as Connections).flatMap(([from, { main = [] }]) => {
		const [right, top] = find(from).position;
		return main
			.flatMap((output) => output ?? [])
			.map(({ node }) => find(node))
			.filter((node) => !isLoop(node))
			.filter(({ position: [left, y] }) => left <= right && y < top + ROW)
			.map(({ name }) => `${from} to ${name}`);
	});
}

/** Pixels that a screen of 1920 shows of the canvas at 100 %, beside n8n's own bars. */
const SCREEN = 1860;

/** How much wider than some screens the nodes lie; 0 for what fits. */
export function tooWide({ nodes }: WorkflowDefinition, screens: number): number {
	const boxes = nodes.filter((node) => !isNote(node)).map(boxOf);
	const width =
		Math.max(...boxes.map(({ right }) => right)) - Math.min(...boxes.map(({ left }) => left));
	return Math.max(0, width - screens * SCREEN);
}

/** Pixels from a node to the end of the wire that n8n draws from an output that leads nowhere, after a run. */
export const OPEN_WIRE = 104;

/** Notes that lie on the wire of an output that leads nowhere. */
export function wiredInto({ nodes, connections }: WorkflowDefinition): string[] {
	const isOpen = ({ name }: WorkflowNode) => {
		const { main = [] } = (connections as Connections)[name] ?? {};
		return main.length === 0 || main.some((output) => !output?.length);
	};
	const notes = nodes.filter(isNote).map(boxOf);
	return nodes
		.filter((node) => !isNote(node) && isOpen(node))
		.map(boxOf)
		.flatMap(({ name, top, right }) => {
			const wire = { name, left: right, right: right + OPEN_WIRE, top, bottom: top + NODE.width };
			return notes.filter((note) => overlap(wire, note)).map((note) => `${name} into ${note.name}`);
		});
}

/** Pixels that a screen of 1920 by 1080 has for the canvas, beside n8n's bars and what it leaves free around a workflow. */
const VIEW = { width: 1600, height: 840 };

/** The zoom at which n8n shows a workflow that somebody opens or imports: all of it fits. */
export function firstZoom({ nodes }: WorkflowDefinition): number {
	const boxes = nodes.map(boxOf);
	const extent = (from: 'left' | 'top', to: 'right' | 'bottom') =>
		Math.max(...boxes.map((box) => box[to])) - Math.min(...boxes.map((box) => box[from]));
	return Math.min(1, VIEW.width / extent('left', 'right'), VIEW.height / extent('top', 'bottom'));
}
