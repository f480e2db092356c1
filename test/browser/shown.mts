/**
 * What the pictures of the documentation show of this package: names, labels, notes, and where they stand. Whoever
 * takes a picture records it in docs/images/shown.json, so that a test tells when a picture is older than what it shows.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
	NodeHelpers,
	type INodeParameters,
	type INodeProperties,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { VeryfiAsyncApi } from '../../credentials/VeryfiAsyncApi.credentials.ts';
import { Veryfi } from '../../nodes/Veryfi/Veryfi.node.ts';
import { EVENT_OPTIONS } from '../../nodes/VeryfiTrigger/events.ts';
import { VeryfiTrigger } from '../../nodes/VeryfiTrigger/VeryfiTrigger.node.ts';
import { projectRoot } from '../host/paths.mts';

const MANIFEST = join(projectRoot, 'docs', 'images', 'shown.json');

/** Rows that fit into the picture of the nodes panel, and fields into that of the credential. */
const [TRIGGERS_SHOWN, CREDENTIAL_FIELDS_SHOWN] = [11, 4];

/** Leading members of a document that the pictures of an output show. */
const MEMBERS_SHOWN = 8;

/** The nodes that write what a picture of a chat shows. */
const CHATS = {
	'approve-in-slack': ['Question', 'Post File', 'Ask'],
	'approve-in-telegram': ['Question', 'Post File', 'Ask'],
	'telegram-receipts': ['Say Received', 'Summary', 'Answer', 'Ask', 'Say What Changed'],
};

/** What is chosen where a file is submitted by its URL. */
const SUBMIT = { resource: 'document', operation: 'submit', source: 'url', waitForResult: true };

interface Example {
	nodes: Array<{
		name: string;
		type: string;
		position: number[];
		disabled?: boolean;
		parameters: Record<string, unknown>;
	}>;
	connections: unknown;
}

const readJson = <T,>(...path: string[]): T =>
	JSON.parse(readFileSync(join(projectRoot, ...path), 'utf8')) as T;

const example = (name: string) => readJson<Example>('examples', `${name}.json`);

/** Of a node on the canvas: what it is called, what stands below, and a note as a whole. */
function canvas(name: string) {
	const { nodes, connections } = example(name);
	const shown = nodes.map(({ name: title, type, position, disabled, parameters }) => {
		const { resource, operation, mode, events } = parameters;
		const isNote = type.endsWith('.stickyNote');
		const below = isNote ? parameters : { resource, operation, mode, events };
		return [title, type, position, disabled, below];
	});
	return [shown, connections];
}

const messages = (name: keyof typeof CHATS) =>
	example(name)
		.nodes.filter((node) => CHATS[name].includes(node.name))
		.map(({ name: title, parameters }) => [title, parameters]);

/** Of fields: all that is to be read without pointing at anything. */
const labels = (fields: INodeProperties[]) =>
	fields
		.filter(({ type }) => type !== 'hidden')
		.map(({ displayName, type, placeholder, hint }) => [displayName, type, placeholder, hint]);

/** The fields that an open node has. */
function panel(description: INodeTypeDescription, chosen: INodeParameters) {
	const { properties, defaultVersion, version } = description;
	const node = { typeVersion: defaultVersion ?? [version].flat().slice(-1)[0] };
	const values =
		NodeHelpers.getNodeParameters(properties, chosen, true, false, node, description) ?? {};
	const isShown = (field: INodeProperties) =>
		NodeHelpers.displayParameter(values, field, node, description);
	return labels(properties.filter(isShown));
}

const members = () => {
	const schema = ['nodes', 'Veryfi', '__schema__', 'v1.0.0', 'document', 'get.json'];
	return Object.keys(readJson<{ properties: object }>(...schema).properties).slice(
		0,
		MEMBERS_SHOWN,
	);
};

const trigger = () => {
	const { description } = new VeryfiTrigger();
	return [description.displayName, panel(description, {})];
};

/** What stands beside a trigger that has not run. */
const invitation = () => {
	const { triggerPanel } = new VeryfiTrigger().description;
	return typeof triggerPanel === 'object' && [triggerPanel.header, triggerPanel.activationHint];
};

/** What each picture in docs/images shows; those of examples/ show a canvas each. */
const PICTURES: Record<string, () => unknown> = {
	'nodes-panel': () => [
		new VeryfiTrigger().description.description,
		EVENT_OPTIONS.map(({ name }) => name).slice(0, TRIGGERS_SHOWN),
	],
	credential: () => labels(new VeryfiAsyncApi().properties).slice(0, CREDENTIAL_FIELDS_SHOWN),
	trigger: () => [trigger(), invitation()],
	submit: () => [panel(new Veryfi().description, SUBMIT), members()],
	execution: () => [trigger(), members()],
	'canvas-light': () => canvas('finished-documents'),
	'canvas-dark': () => canvas('finished-documents'),
	'slack-approval': () => messages('approve-in-slack'),
	'telegram-approval': () => messages('approve-in-telegram'),
	'telegram-receipt': () => messages('telegram-receipts'),
};

/**
 * @param picture its path in docs/images, without the ending, e.g. `credential` and `examples/fan-out`
 * @returns a checksum of what is to be seen there
 */
export function shownIn(picture: string): string {
	const [, canvasOf] = /^examples\/(.+)$/.exec(picture) ?? [];
	const shown = canvasOf ? canvas(canvasOf) : PICTURES[picture]?.();
	if (shown === undefined) throw new Error(`test/browser/shown.mts does not have ${picture}.`);
	return createHash('sha256').update(JSON.stringify(shown)).digest('hex').slice(0, 16);
}

/** The checksums of what was to be seen when the pictures were taken. */
export const recorded = (): Record<string, string> =>
	existsSync(MANIFEST) ? readJson<Record<string, string>>('docs', 'images', 'shown.json') : {};

/** Notes that a picture has been taken now. */
export function record(picture: string): void {
	const all = { ...recorded(), [picture]: shownIn(picture) };
	const sorted = Object.fromEntries(Object.entries(all).sort(([a], [b]) => a.localeCompare(b)));
	writeFileSync(MANIFEST, `${JSON.stringify(sorted, null, '\t')}\n`);
}
