import type { Stage } from '../e2e/stage.mts';
import { chosen, publishExample } from '../examples/stage.mts';
import { fillIn } from '../host/index.mts';
import { createSamples } from '../samples/index.mts';

/** Two bills for the pictures of approvals: one over the limit, and one that Veryfi is not sure of. */
const BILLS = [
	{
		fields: {
			...{ vendor: { name: 'Papier Nord' }, invoice_number: 'A-1042', total: 1452.4 },
			...{ date: '2026-10-27 00:00:00', due_date: '2026-11-26' },
		},
		scores: {},
	},
	{
		fields: {
			...{ vendor: { name: 'Hansen Hardware' }, invoice_number: '2026-118', total: 87.3 },
			...{ date: '2026-11-02 00:00:00', due_date: '2026-12-02' },
		},
		scores: { total: 0.5 },
	},
];

/** Has Veryfi announce one of them, with a file. */
export async function announceBill({ emulator }: Stage, index: number): Promise<void> {
	const [{ fileName, bytes }] = await createSamples();
	emulator.files.set(fileName, bytes);
	const { fields, scores } = BILLS[index];
	const id = emulator.seedDocument({
		...fields,
		currency_code: 'EUR',
		img_url: `${emulator.baseUrl}/_emulator/files/${fileName}`,
	});
	Object.assign(emulator.documents.get(id) ?? {}, { scores });
	await emulator.deliver('document.created', { id, created: `2026-11-20 10:00:0${index}` });
}

/**
 * Publishes an example that asks in a chat, and a workflow that it gives approved bills to.
 *
 * @param credentials of the chat: its type and data
 * @param settings by their names
 */
export async function publishApproval(
	stage: Stage,
	example: string,
	[type, data]: [type: string, data: Record<string, unknown>],
	settings: Record<string, string>,
): Promise<void> {
	const credential = await stage.client.createCredential('Chat', type, data);
	const enter = await publishExample(stage, 'fan-out-receiver');
	const fields = Object.entries(settings).map(([name, value]) => [`settings.${name}`, value]);
	await publishExample(stage, example, {
		credentials: { [type]: credential },
		parameters: { 'Enter It': { workflowId: chosen(enter) } },
		edit: (definition) => fillIn(definition, 'Settings', Object.fromEntries(fields)),
	});
}
