/** Where n8n draws the wires between nodes on its canvas (2.41, as its editor computes them). */
import type { WorkflowDefinition, WorkflowNode } from '../host/index.mts';
import { OPEN_WIRE, overlap } from './layout.mts';

type Point = readonly [x: number, y: number];

interface Wire {
	name: string;
	from: string;
	to?: string;
	/** A line of short pieces. */
	points: Point[];
}

/** Width of a node, and its height with up to two outputs. */
const SIZE = 96;

/** Height of the name below a node. */
const NAME = 24;

/** By how much each further output makes a node higher. */
const MORE = 32;

interface Switch {
	rules: { values: Array<{ outputKey: string }> };
	options: { fallbackOutput?: string; renameFallbackOutput?: string };
}

/** What stands beside the outputs of nodes that have several. */
const LABELS: Record<string, (parameters: Switch) => string[]> = {
	'n8n-nodes-base.if': () => ['true', 'false'],
	'n8n-nodes-base.splitInBatches': () => ['done', 'loop'],
	'n8n-nodes-base.switch': ({ rules, options: { fallbackOutput, renameFallbackOutput } }) => [
		...rules.values.map(({ outputKey }) => outputKey),
		...(fallbackOutput === 'extra' ? [renameFallbackOutput ?? 'Fallback'] : []),
	],
};

/** The outputs of a node, connected or not, by their labels. */
function labelsOf({ type, parameters, onError }: WorkflowNode): string[] {
	const own = LABELS[type]?.(parameters as unknown as Switch);
	return onError === 'continueErrorOutput' ? [...(own ?? ['Success']), 'Error'] : (own ?? ['']);
}

const outputsOf = (node: WorkflowNode) => labelsOf(node).length;

/** Pixels of a node from top to bottom, without its name. */
const heightOf = (node: WorkflowNode): number => SIZE + Math.max(0, outputsOf(node) - 2) * MORE;

/** Where the wire of an output begins. */
function outputAt(node: WorkflowNode, index: number): Point {
	const [left, top] = node.position;
	return [left + SIZE, top + (heightOf(node) / (outputsOf(node) + 1)) * (index + 1)];
}

const inputAt = (node: WorkflowNode): Point => {
	const [left, top] = node.position;
	return [left, top + heightOf(node) / 2];
};

/** How far a wire runs beside and below a node before it goes back. */
const [BESIDE, BELOW] = [40, 130];

/** How much further to the left than its begin a wire may end and still be a curve. */
const BACK = 20;

/** Pieces of a curve, and of each straight part of a way back. */
const PIECES = 40;

/** Points on a way from 0 to 1. */
const along = (at: (t: number) => Point): Point[] =>
	Array.from({ length: PIECES + 1 }, (_, piece) => at(piece / PIECES));

function lineBetween([x1, y1]: Point, [x2, y2]: Point): Point[] {
	if (x1 - BACK > x2) {
		const [right, bottom, left] = [x1 + BESIDE, y1 + BELOW, x2 - BESIDE];
		const corners: Point[] = [
			[x1, y1],
			[right, y1],
			[right, bottom],
			[left, bottom],
			[left, y2],
			[x2, y2],
		];
		return corners.slice(1).flatMap(([x, y], index) => {
			const [fromX, fromY] = corners[index];
			return along((t) => [fromX + t * (x - fromX), fromY + t * (y - fromY)]);
		});
	}
	const reach = x2 >= x1 ? (x2 - x1) / 2 : 6.25 * Math.sqrt(x1 - x2);
	return along((t) => {
		const [a, b, c, d] = [(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t ** 2 * (1 - t), t ** 3];
		return [a * x1 + b * (x1 + reach) + c * (x2 - reach) + d * x2, (a + b) * y1 + (c + d) * y2];
	});
}

type Connections = Record<string, { main?: Array<Array<{ node: string }> | null> }>;

/** The wires between the main outputs and inputs of a workflow, and those that lead nowhere. */
function wiresOf({ nodes, connections }: WorkflowDefinition): Wire[] {
	const find = (wanted: string) => nodes.find(({ name }) => name === wanted) as WorkflowNode;
	return nodes.filter(isMain).flatMap((node) =>
		Array.from({ length: outputsOf(node) }, (_, index) => index).flatMap((index): Wire[] => {
			const from = node.name;
			const start = outputAt(node, index);
			const { main = [] } = (connections as Connections)[from] ?? {};
			const targets = main[index] ?? [];
			if (targets.length === 0) {
				const [x, y] = start;
				return [{ name: `${from} (${index + 1})`, from, points: [start, [x + OPEN_WIRE, y]] }];
			}
			return targets.map(({ node: to }) => ({
				name: `${from} (${index + 1}) to ${to}`,
				from,
				to,
				points: lineBetween(start, inputAt(find(to))),
			}));
		}),
	);
}

/** Whether a node lies in the flow of items, and neither beside it, as notes do, nor below an agent. */
const isMain = ({ type }: WorkflowNode) => !/\.(stickyNote|lmChat\w+|\w+Tool)$/.test(type);

/** On which side of a line a point lies. */
const side = ([ax, ay]: Point, [bx, by]: Point, [px, py]: Point) =>
	Math.sign((bx - ax) * (py - ay) - (by - ay) * (px - ax));

const cut = ([a, b]: Piece, [c, d]: Piece) =>
	side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;

type Piece = readonly [Point, Point];

/** A wire with the box that it lies in: most wires are nowhere near each other. */
function boxed({ name, points }: Wire) {
	const [xs, ys] = [0, 1].map((axis) => points.map((point) => point[axis]));
	const pieces = points.slice(1).map((end, index): Piece => [points[index], end]);
	const box = { left: Math.min(...xs), right: Math.max(...xs) };
	return { name, pieces, ...box, top: Math.min(...ys), bottom: Math.max(...ys) };
}

/** Pairs of wires that cross each other. */
export function crossings(definition: WorkflowDefinition): string[] {
	const wires = wiresOf(definition).map(boxed);
	return wires.flatMap((one, index) =>
		wires
			.slice(index + 1)
			.filter((other) => overlap(one, other))
			.filter(({ pieces }) => one.pieces.some((a) => pieces.some((b) => cut(a, b))))
			.map((other) => `${one.name} crosses ${other.name}`),
	);
}

/** Wires that n8n draws through nodes or their names. */
export function covered(definition: WorkflowDefinition): string[] {
	const nodes = definition.nodes.filter(isMain);
	const wires = wiresOf(definition).filter(({ to }) => to !== undefined);
	return wires.flatMap((wire) =>
		nodes
			.filter(({ name }) => name !== wire.from && name !== wire.to)
			.filter((node) => wire.points.some((point) => isWithin(point, node)))
			.map(({ name }) => `${wire.name} through ${name}`),
	);
}

function isWithin([x, y]: Point, node: WorkflowNode): boolean {
	const [left, top] = node.position;
	return x > left && x < left + SIZE && y > top && y < top + heightOf(node) + NAME;
}

/** Pixels of a label: from the node to its begin, of a letter, and above and below the middle. */
const LABEL = { gap: 12, letter: 7, half: 7 };

/** Labels of outputs that a node lies on. */
export function hiddenLabels({ nodes }: WorkflowDefinition): string[] {
	const main = nodes.filter(isMain);
	return main.flatMap((node) =>
		labelsOf(node).flatMap((label, index) => {
			const [x, y] = outputAt(node, index);
			const left = x + LABEL.gap;
			const right = left + label.length * LABEL.letter;
			const lies = (other: WorkflowNode) =>
				other.position[0] < right &&
				other.position[0] + SIZE > left &&
				other.position[1] < y + LABEL.half &&
				other.position[1] + heightOf(other) > y - LABEL.half;
			return label
				? main.filter(lies).map(({ name }) => `${label} of ${node.name} under ${name}`)
				: [];
		}),
	);
}
