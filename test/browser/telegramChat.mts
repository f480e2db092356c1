import type { Stage } from '../e2e/stage.mts';
import { publishExample } from '../examples/stage.mts';
import type { Message, TelegramBot } from '../examples/standIns/telegram.mts';
import { fillIn, PATIENCE_MS, waitFor } from '../host/index.mts';
import { createSamples } from '../samples/index.mts';
import { announceBill, publishApproval } from './approvals.mts';
import { CHECK_MARK, escaped, type Chat, type Said } from './chatPage.mts';

const ANN = 42;

/** Lets Ann send a photo to telegram-receipts, and correct the total that was read. */
export async function sendReceipt(stage: Stage, bot: TelegramBot): Promise<Chat> {
	const credential = await stage.client.createCredential('Bot', 'telegramApi', bot.credential);
	await publishExample(stage, 'telegram-receipts', {
		credentials: { telegramApi: credential },
		edit: (definition) => fillIn(definition, 'Settings', { 'settings.chats': String(ANN) }),
	});
	/** The bot's message so many, once it is there. */
	const said = (count: number): Promise<Message> =>
		waitFor(
			`message ${count} of the bot`,
			PATIENCE_MS,
			() => bot.messages(ANN).filter(({ from }) => from.is_bot)[count - 1],
			() => bot.messages(ANN),
		);
	const photo = (await createSamples()).find(({ mimeType }) => mimeType === 'image/jpeg')!;
	await bot.sendPhoto(ANN, photo.bytes);
	await said(2);
	const answer = bot.messages(ANN).find(({ reply_markup: markup }) => markup?.inline_keyboard)!;
	await bot.press(answer, 'Total');
	await bot.write(ANN, { text: '28,00', reply_to_message: await said(3) });
	await said(4);
	const entries = bot.messages(ANN).map((message) => entry(message, photo.bytes));
	return { title: 'Veryfi (bot)', look: 'bubbles', said: entries };
}

/** A group for bills. */
const GROUP = -4001;

/** Lets approve-in-telegram ask about two bills, of which Ann approves the first. */
export async function approveInTelegram(stage: Stage, bot: TelegramBot): Promise<Chat> {
	bot.join(GROUP);
	await publishApproval(stage, 'approve-in-telegram', ['telegramApi', bot.credential], {
		chat: String(GROUP),
		escalationChat: String(GROUP),
		approvers: String(ANN),
	});
	const questions = () => bot.messages(GROUP).filter(({ text }) => text !== undefined);
	const question = (index: number) =>
		waitFor(
			'the question',
			PATIENCE_MS,
			() => questions()[index],
			() => bot.messages(GROUP),
		);
	await announceBill(stage, 0);
	const first = await question(0);
	const approve = () => bot.press(first, 'Approve', { user: ANN });
	await waitFor('n8n to take the press', PATIENCE_MS, async () => (await approve()) === 200);
	await announceBill(stage, 1);
	await question(1);
	return { title: 'Bills', look: 'bubbles', said: bot.messages(GROUP).map((one) => entry(one)) };
}

function entry(message: Message, photo?: Buffer): Said {
	const { from, text, caption, document, reply_to_message: to, reply_markup: markup } = message;
	return {
		who: from.first_name,
		isOwn: !from.is_bot,
		text: escaped(text ?? caption ?? '').replace('✅', CHECK_MARK),
		file: document?.file_name,
		photo: message.photo && photo,
		answers: to && (to.text ?? 'Photo'),
		buttons: markup?.inline_keyboard?.map((row) => row.map((button) => button.text)),
	};
}
