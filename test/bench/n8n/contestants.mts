/**
 * The node types that are measured: ours as built, n8n's HTTP Request node as installed, and small
 * nodes that stand for a design. Those are written from what the design does and contain nothing else.
 */
import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

import type {
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	INodeExecutionData,
	INodeType,
	IVersionedNodeType,
} from 'n8n-workflow';

import type { Contestant } from './tasks.mts';

type Node = new () => INodeType | IVersionedNodeType;

/** What a small node does with one item. */
type Work = (context: IExecuteFunctions, itemIndex: number) => Promise<IDataObject>;

const text = (context: IExecuteFunctions, parameter: string) =>
	context.getNodeParameter(parameter, 0) as string;

const call = async (context: IExecuteFunctions, options: IHttpRequestOptions) =>
	(await context.helpers.httpRequestWithAuthentication.call(context, 'veryfiAsyncApi', {
		...options,
		url: `${text(context, 'baseUrl')}/api/v8/partner${text(context, 'path')}/`,
	})) as IDataObject;

/** The whole file as base64 in a JSON object: how the vendor's node and most home-built ones do it. */
async function sendBase64(context: IExecuteFunctions, itemIndex: number): Promise<IDataObject> {
	const { fileName } = context.helpers.assertBinaryData(itemIndex, 'data');
	const file = await context.helpers.getBinaryDataBuffer(itemIndex, 'data');
	return await call(context, {
		method: 'POST',
		url: '',
		json: true,
		body: {
			...(context.getNodeParameter('body', itemIndex) as IDataObject),
			file_name: fileName,
			file_data: file.toString('base64'),
		},
	});
}

/** Nothing but the HTTP call that our node makes for a URL. */
const sendUrl: Work = async (context, itemIndex) =>
	await call(context, {
		method: 'POST',
		url: '',
		json: true,
		body: context.getNodeParameter('body', itemIndex),
		disableFollowRedirect: true,
		ignoreHttpStatusErrors: true,
		returnFullResponse: true,
	});

/** Nothing but the HTTP call that our node makes for a file: a form, streamed. */
const sendForm: Work = async (context, itemIndex) => {
	const { fileName, id, mimeType } = context.helpers.assertBinaryData(itemIndex, 'data');
	const { fileSize } = await context.helpers.getBinaryMetadata(id as string);
	const fields = {
		...(context.getNodeParameter('body', itemIndex) as object),
		file_name: fileName,
	};
	const boundary = randomUUID();
	const head =
		Object.entries(fields)
			.map(([name, value]) => part(boundary, `name="${name}"\r\n\r\n${String(value)}\r\n`))
			.join('') +
		part(boundary, `name="file"; filename="${fileName}"\r\nContent-Type: ${mimeType}\r\n\r\n`);
	const tail = `\r\n--${boundary}--\r\n`;
	const file = await context.helpers.getBinaryStream(id as string);
	const form = async function* () {
		yield Buffer.from(head);
		yield* file;
		yield Buffer.from(tail);
	};
	return await call(context, {
		method: 'POST',
		url: '',
		body: Readable.from(form()),
		headers: {
			'Content-Type': `multipart/form-data; boundary=${boundary}`,
			'Content-Length': String(Buffer.byteLength(head) + fileSize + Buffer.byteLength(tail)),
		},
		disableFollowRedirect: true,
		ignoreHttpStatusErrors: true,
		returnFullResponse: true,
	});
};

const part = (boundary: string, rest: string) =>
	`--${boundary}\r\nContent-Disposition: form-data; ${rest}`;

/** What the small nodes can be told, with the defaults. */
const PARAMETERS = {
	baseUrl: '',
	path: '/documents',
	body: {},
	source: 'file',
	atOnce: 1,
	/** Milliseconds. */
	interval: 0,
};

/**
 * A node that works on a number of items at once (parameter `atOnce`), at most one item every
 * `interval` milliseconds.
 */
function nodeFor(name: string, work: (context: IExecuteFunctions) => Work): INodeType {
	return {
		description: {
			displayName: name,
			name,
			group: ['transform'],
			version: 1,
			description: name,
			defaults: { name },
			inputs: ['main'],
			outputs: ['main'],
			credentials: [{ name: 'veryfiAsyncApi', required: true }],
			properties: [
				...Object.entries(PARAMETERS).map(([parameter, value]) => ({
					displayName: parameter,
					name: parameter,
					type:
						typeof value === 'object' ? ('json' as const) : (typeof value as 'string' | 'number'),
					default: value as string | number,
				})),
			],
		},
		async execute(this: IExecuteFunctions) {
			return [await workThrough(this, work(this))];
		},
	};
}

async function workThrough(context: IExecuteFunctions, work: Work): Promise<INodeExecutionData[]> {
	const items = context.getInputData();
	const output = new Array<INodeExecutionData>(items.length);
	const interval = context.getNodeParameter('interval', 0, 0) as number;
	const began = performance.now();
	const toDo = items.keys();
	const worker = async () => {
		for (const item of toDo) {
			const early = began + item * interval - performance.now();
			if (early > 0) await sleep(early);
			try {
				output[item] = { json: await work(context, item), pairedItem: { item } };
			} catch (error) {
				if (!context.continueOnFail()) throw error;
				output[item] = { json: { error: (error as Error).message }, pairedItem: { item } };
			}
		}
	};
	const atOnce = context.getNodeParameter('atOnce', 0, 1) as number;
	await Promise.all(Array.from({ length: atOnce }, worker));
	return output;
}

export function contestants(
	load: NodeJS.Require,
	ours: NodeJS.Require,
): Record<Contestant, INodeType> {
	const { Veryfi } = ours('n8n-nodes-veryfi-async/dist/nodes/Veryfi/Veryfi.node.js') as {
		Veryfi: Node;
	};
	const { HttpRequest } = load('n8n-nodes-base/dist/nodes/HttpRequest/HttpRequest.node.js') as {
		HttpRequest: Node;
	};
	return {
		veryfi: new Veryfi() as INodeType,
		// By this name n8n knows the node that may use any credential.
		'n8n-nodes-base.httpRequest': new HttpRequest() as INodeType,
		vendorDesign: nodeFor('vendorDesign', () => sendBase64),
		base64: nodeFor('base64', () => sendBase64),
		bare: nodeFor('bare', (context) =>
			context.getNodeParameter('source', 0) === 'url' ? sendUrl : sendForm,
		),
	};
}
