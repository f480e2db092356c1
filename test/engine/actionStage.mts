/** What the tests of the action node share: an emulator, an engine, and files to submit. */
import type { IBinaryData, IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import type { Emulator, EmulatorOptions } from '../emulator/index.mts';
import { startEmulator } from '../emulator/index.mts';
import { printPdf } from '../samples/printPdf.mts';
import type { Engine, NodeSettings } from './harness/index.mts';
import { closeInTheEnd, SPEED, startEngine } from './harness/index.mts';

export const API = '/api/v8/partner';

/** A PDF with the given lines of text on one page. */
export const pdf = (...lines: string[]): Promise<Buffer> =>
	printPdf(
		(page) => {
			for (const line of lines) page.text(line);
		},
		{ compress: false },
	);

/** What the editor makes of a document, or a part of one, that is chosen by its ID. */
export const byId = (value: unknown): INodeParameters => ({
	__rl: true,
	mode: 'id',
	value: value as string,
});

export interface Stage {
	veryfi: Emulator;
	engine: Engine;
	/** Runs the node with parameters; items default to one without anything. */
	run(
		parameters: INodeParameters,
		items?: Array<INodeExecutionData | IDataObject>,
		settings?: Omit<NodeSettings, 'type' | 'parameters'>,
	): ReturnType<Engine['run']>;
	/** A file in n8n's binary storage. */
	stored(content: Buffer, fileName: string, mimeType?: string): Promise<IBinaryData>;
}

/** A file that lies in the item itself, as with N8N_DEFAULT_BINARY_DATA_MODE=default. */
export const inMemory = (
	content: Buffer,
	fileName: string,
	mimeType = 'application/pdf',
): IBinaryData => ({ data: content.toString('base64'), fileName, mimeType });

/** The credential for the emulator's account, by user name and API key. */
export const credentialOf = (veryfi: Emulator) => ({
	clientId: veryfi.credentials.clientId,
	clientSecret: veryfi.credentials.clientSecret,
	authentication: 'apiKey',
	username: veryfi.credentials.username,
	apiKey: veryfi.credentials.apiKey,
	baseUrl: veryfi.baseUrl,
});

/**
 * Starts an account and an engine; the account is stopped when the test or the file has ended. Veryfi ignores what it
 * does not know; this account refuses it, so that the node is seen to send nothing else.
 */
export async function setStage(options: EmulatorOptions = {}): Promise<Stage> {
	const veryfi = await startEmulator({ unknownFields: 'reject', speed: SPEED, ...options });
	closeInTheEnd(async () => await veryfi.stop());
	const engine = await startEngine(credentialOf(veryfi));
	return {
		veryfi,
		engine,
		run: async (parameters, items, settings) =>
			await engine.run({ type: 'veryfi', parameters, ...settings }, items),
		stored: async (content, fileName, mimeType = 'application/pdf') =>
			await engine.binary(content, fileName, mimeType),
	};
}
