/** The workflows that are measured side by side, all in one n8n. */
import { randomUUID } from 'node:crypto';

import { PACKAGE, type WorkflowDefinition, type WorkflowNode } from '../../host/index.mts';
import { API, type Veryfi } from '../emulator.mts';

/** Who competes: ours, the least that n8n lets anybody do with, and what people use without this package. */
export const RIVALS = [
	'baseline trigger',
	'baseline trigger that fetches',
	'Webhook',
	'home-built',
	'Veryfi Trigger, without fetching',
	'Veryfi Trigger, without remembering',
	'Veryfi Trigger',
] as const;

/** What ours does, step by step, each by the baseline trigger alone. */
export const STEPS = [
	'Webhook',
	'baseline trigger, with a credential',
	'baseline trigger that runs',
	'baseline trigger that reads its credential',
	'baseline trigger that fetches',
	'baseline trigger that remembers',
	'Veryfi Trigger, without fetching',
	'Veryfi Trigger, without remembering',
	'Veryfi Trigger',
] as const;

export type Name = (typeof RIVALS | typeof STEPS)[number];

export interface Contestant {
	name: Name;
	definition: WorkflowDefinition;
	/** Path that n8n serves it at. */
	path: string;
}

type Credential = { id: string; name: string };
type Part = Pick<WorkflowNode, 'name' | 'type' | 'typeVersion' | 'parameters' | 'credentials'>;

/** Parts in a row; the first is the trigger. */
function chain(name: Name, parts: Part[]): Contestant {
	const nodes = parts.map((part, index) => ({
		...part,
		id: randomUUID(),
		position: [200 * index, 0],
		...(index === 0 && { webhookId: randomUUID() }),
	})) as WorkflowNode[];
	const connections = Object.fromEntries(
		nodes
			.slice(1)
			.map((node, index) => [
				nodes[index].name,
				{ main: [[{ node: node.name, type: 'main', index: 0 }]] },
			]),
	);
	const [{ webhookId, parameters }] = nodes;
	const path = (parameters.path as string | undefined) ?? `${webhookId}/webhook`;
	return { name, definition: { name, nodes, connections }, path };
}

const node = (
	name: string,
	type: string,
	typeVersion: number,
	parameters: Record<string, unknown> = {},
	more: Partial<Part> = {},
): Part => ({
	name,
	type: type.includes('.') ? type : `n8n-nodes-base.${type}`,
	typeVersion,
	parameters,
	...more,
});

const baseline = (more: Partial<Part> = {}) =>
	node('Baseline', 'n8n-nodes-baseline.baseline', 2, {}, more);

const step = (credential: Credential, veryfi: Veryfi, name: string) =>
	node(
		'Step',
		'n8n-nodes-baseline.step',
		2,
		{ step: name, documents: `${veryfi.baseUrl}${API}/documents` },
		{ credentials: { veryfiAsyncApi: credential } },
	);

const webhook = () =>
	node('Webhook', 'webhook', 2.1, { httpMethod: 'POST', path: randomUUID(), options: {} });

const veryfiTrigger = (
	credential: Credential,
	{ options = {}, ...parameters }: { options?: object; fetchDocument?: boolean },
) =>
	node(
		'Veryfi Trigger',
		`${PACKAGE}.veryfiTrigger`,
		2,
		// Several triggers register here, and Veryfi has one webhook URL; the bench itself delivers to all.
		{ ...parameters, options: { ifWebhookUrlIsInUse: 'replace', ...options } },
		{ credentials: { veryfiAsyncApi: credential } },
	);

/** What people build today: rebuild the signed text, sign it, compare, fetch. */
const homeBuilt = (credential: Credential, veryfi: Veryfi): Part[] => [
	webhook(),
	node('Signed text', 'code', 2, {
		jsCode: `const { body, headers } = $input.first().json;
const text = "{'id': " + body.data.id + ", 'created': '" + body.data.created + "'}";
return [{ json: { ...body, text, signature: headers['x-veryfi-signature'] } }];`,
	}),
	node('Sign', 'crypto', 1, {
		action: 'hmac',
		type: 'SHA256',
		value: '={{ $json.text }}',
		dataPropertyName: 'expected',
		secret: veryfi.credential.clientSecret,
		encoding: 'base64',
	}),
	node('Genuine?', 'if', 2.2, {
		conditions: {
			options: { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 2 },
			combinator: 'and',
			conditions: [
				{
					id: 'genuine',
					leftValue: '={{ $json.expected }}',
					rightValue: '={{ $json.signature }}',
					operator: { type: 'string', operation: 'equals' },
				},
			],
		},
		options: {},
	}),
	node(
		'Fetch',
		'httpRequest',
		4.2,
		{
			url: `=${veryfi.baseUrl}${API}/documents/{{ $json.data.id }}/`,
			authentication: 'predefinedCredentialType',
			nodeCredentialType: 'veryfiAsyncApi',
			options: {},
		},
		{ credentials: { veryfiAsyncApi: credential } },
	),
];

export const contestants = (credential: Credential, veryfi: Veryfi): Contestant[] => [
	chain('baseline trigger', [baseline()]),
	chain('baseline trigger, with a credential', [
		baseline({ credentials: { veryfiAsyncApi: credential } }),
	]),
	chain('baseline trigger that runs', [step(credential, veryfi, 'nothing')]),
	chain('baseline trigger that reads its credential', [step(credential, veryfi, 'readCredential')]),
	chain('baseline trigger that fetches', [step(credential, veryfi, 'fetch')]),
	chain('baseline trigger that remembers', [step(credential, veryfi, 'remember')]),
	chain('Webhook', [webhook(), node('No Operation', 'noOp', 1)]),
	chain('home-built', homeBuilt(credential, veryfi)),
	chain('Veryfi Trigger, without fetching', [veryfiTrigger(credential, { fetchDocument: false })]),
	chain('Veryfi Trigger, without remembering', [
		veryfiTrigger(credential, { options: { skipRedeliveries: false } }),
	]),
	chain('Veryfi Trigger', [veryfiTrigger(credential, {})]),
];
