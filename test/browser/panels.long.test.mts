import { isDeepStrictEqual } from 'node:util';

import { describe, expect } from '@jest/globals';
import type { INodeParameters, INodeProperties } from 'n8n-workflow';
import { resources } from '../../nodes/Veryfi/resources/index.ts';
import type { Operation } from '../../nodes/Veryfi/operation.ts';
import type { Stage } from '../e2e/stage.mts';
import { PATIENCE_MS, waitFor } from '../host/index.mts';
import { Canvas } from './canvas.mts';
import type { Editor } from './editor.mts';
import { OpenNode } from './openNode.mts';
import { useEditor } from './useEditor.mts';

let stage: Stage;
let editor: Editor;
let node: OpenNode;

const seen = useEditor(async (started, opened) => {
	[stage, editor, node] = [started, opened, new OpenNode(opened)];
	const { id } = await stage.createAction({});
	await editor.visit(`/workflow/${id}`);
	await new Canvas(editor).openNode('Veryfi');
});

/** The fields of an operation that are to be seen before anything is filled in. */
function fieldsOf({ properties }: Operation): INodeProperties[] {
	const defaults = Object.fromEntries(properties.map(({ name, default: value }) => [name, value]));
	const values: INodeParameters = { ...defaults, '@tool': false };
	return properties.filter(({ displayOptions }) =>
		Object.entries(displayOptions?.show ?? {}).every(([name, shown]) =>
			(shown as unknown[]).includes(values[name]),
		),
	);
}

/** What a user has to fill in: it has no default. */
const isOpen = ({ required, default: value }: INodeProperties) =>
	required && (value === '' || (typeof value === 'object' && value !== null));

/** A text among the fields, with nothing to fill in. */
const isNotice = ({ type }: INodeProperties) => type === 'notice';

/** The editor draws the fields of another operation a moment after it was chosen. */
async function shows(operation: string, expected: { labels: string[]; issues: string[] }) {
	const read = async () => ({
		labels: await node.labels(),
		issues: await node.labelsOfIssues(),
	});
	await waitFor(
		`the fields of ${operation}`,
		PATIENCE_MS,
		async () => isDeepStrictEqual(await read(), expected),
		async () => ({ expected, shown: await read() }),
	);
}

describe.each(resources)('the panel of $name', ({ name: resource, operations }) => {
	seen(
		'shows the fields of each operation, and minds nothing but what must be filled in',
		async () => {
			await node.choose('Resource', resource);
			for (const operation of operations) {
				await node.choose('Operation', operation.name);
				const shown = fieldsOf(operation);
				const fields = shown.filter((field) => !isNotice(field));
				const titles = fields.map(({ displayName }) => displayName);
				const open = fields.filter(isOpen).map(({ displayName }) => displayName);
				await shows(operation.name, {
					labels: ['Credential', 'Resource', 'Operation', ...titles],
					issues: open,
				});
				for (const { displayName } of shown.filter(isNotice))
					await node.text(displayName).waitFor();
			}
			expect(editor.complaints).toEqual([]);
		},
	);
});
