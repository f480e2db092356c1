import type { Stage } from '../e2e/stage.mts';
import { chosen, publishExample } from '../examples/stage.mts';
import type { SlackMessage, SlackWorkspace } from '../examples/standIns/slack.mts';
import { fillIn, PATIENCE_MS, waitFor } from '../host/index.mts';
import { createSamples } from '../samples/index.mts';
import type { Chat, Said } from './chatPage.mts';

export const CHANNEL = 'C0BILLS';
export const PEOPLE = { U0ANN: 'ann' };

/** Lets approve-in-slack ask about two bills, of which Ann approves the first. */
export async function approveInSlack(stage: Stage, slack: SlackWorkspace): Promise<Chat> {
	const { emulator, client } = stage;
	const credential = await client.createCredential('Slack', 'slackApi', slack.credential);
	const enter = await publishExample(stage, 'fan-out-receiver');
	await publishExample(stage, 'approve-in-slack', {
		credentials: { slackApi: credential },
		parameters: { 'Enter It': { workflowId: chosen(enter) } },
		edit: (definition) =>
			fillIn(definition, 'Settings', {
				'settings.channel': CHANNEL,
				'settings.escalationChannel': CHANNEL,
				'settings.approvers': 'U0ANN',
			}),
	});
	const [{ fileName, bytes }] = await createSamples();
	emulator.files.set(fileName, bytes);
	const ask = async (fields: object, scores: object, count: number) => {
		const id = emulator.seedDocument({
			...fields,
			currency_code: 'EUR',
			img_url: `${emulator.baseUrl}/_emulator/files/${fileName}`,
		});
		Object.assign(emulator.documents.get(id) ?? {}, { scores });
		await emulator.deliver('document.created', { id, created: `2026-11-20 10:00:0${count}` });
		return await waitFor(
			'the question',
			PATIENCE_MS,
			() => slack.messages(CHANNEL)[count],
			() => slack.messages(CHANNEL),
		);
	};
	const first = await ask(
		{
			...{ vendor: { name: 'Papier Nord' }, invoice_number: 'A-1042', total: 1452.4 },
			...{ date: '2026-10-27 00:00:00', due_date: '2026-11-26' },
		},
		{},
		0,
	);
	const approve = () => slack.click(first, 'Approve', 'U0ANN');
	await waitFor('n8n to take the click', PATIENCE_MS, async () => (await approve()) === 200);
	const isLocked = () => slack.messages(CHANNEL)[0].blocks.every(({ type }) => type !== 'actions');
	await waitFor('the question to be locked', PATIENCE_MS, isLocked);
	await ask(
		{
			...{ vendor: { name: 'Hansen Hardware' }, invoice_number: '2026-118', total: 87.3 },
			...{ date: '2026-11-02 00:00:00', due_date: '2026-12-02' },
		},
		{ total: 0.5 },
		1,
	);
	return { title: '# bills', look: 'channel', said: timeline(slack) };
}

/** Files and messages in the order in which they came. */
function timeline(slack: SlackWorkspace): Said[] {
	const files = slack.files(CHANNEL).map(({ ts, comment, title = '' }) => ({
		ts,
		said: { who: 'Veryfi bills (app)', text: comment, file: title },
	}));
	const messages = slack.messages(CHANNEL).map((message) => ({
		ts: message.ts,
		said: {
			who: 'Veryfi bills (app)',
			text: htmlOf(message),
			buttons: message.blocks
				.flatMap(({ elements }) => (elements ? [elements] : []))
				.map((elements) => elements.map(({ text }) => text.text)),
		},
	}));
	return [...files, ...messages].sort((a, b) => a.ts.localeCompare(b.ts)).map(({ said }) => said);
}

/** Not every machine has a font with the sign. */
const CHECK_MARK =
	'<svg width="16" height="16"><rect width="16" height="16" rx="3" fill="#2eb67d"/><path d="M4 8l3 3 5-6" fill="none" stroke="#fff" stroke-width="2"/></svg>';

/** Slack's own markup, in which `&`, `<` and `>` of texts are written as in HTML. */
const htmlOf = ({ blocks }: SlackMessage): string =>
	blocks
		.flatMap(({ text }) => (text ? [text.text] : []))
		.join('\n')
		.replace(/<@(\w+)>/g, (_, id: keyof typeof PEOPLE) => `<b>@${PEOPLE[id]}</b>`)
		.replace(/\*([^*\n]+)\*/g, '<b>$1</b>')
		.replace(':white_check_mark:', CHECK_MARK);
