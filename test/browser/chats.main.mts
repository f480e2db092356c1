/**
 * Takes the pictures of the chats in the documentation: what the stand-ins for Slack and Telegram have recorded while
 * the examples ran on a real n8n (part of npm run docs:screenshots)
 */
import { join } from 'node:path';
import { Stage, WITH_CODE } from '../e2e/stage.mts';
import { Internet, online } from '../examples/standIns/internet.mts';
import { SLACK, startSlack } from '../examples/standIns/slack.mts';
import { startTelegram, TELEGRAM } from '../examples/standIns/telegram.mts';
import { projectRoot } from '../host/index.mts';
import { chatPage, type Chat } from './chatPage.mts';
import { launchChromium } from './chromium.mts';
import { record } from './shown.mts';
import { approveInSlack, CHANNEL, PEOPLE } from './slackChat.mts';
import { approveInTelegram, sendReceipt } from './telegramChat.mts';

const slack = await startSlack(PEOPLE, [CHANNEL]);
const bot = await startTelegram();
const internet = await Internet.start([...SLACK.hosts, ...TELEGRAM.hosts]);
internet.lead(SLACK.hosts, slack.url);
internet.lead(TELEGRAM.hosts, bot.url);
const chats: Record<string, Chat> = {};
try {
	const { env, ...options } = await online();
	const stage = await Stage.start({ ...options, env: { ...WITH_CODE, ...env } });
	try {
		const ca = stage.n8n.certificate.cert;
		slack.app = { url: `${stage.n8n.url}/webhook-waiting-slack`, ca };
		bot.ca = ca;
		chats['slack-approval'] = await approveInSlack(stage, slack);
		await stage.reset();
		chats['telegram-approval'] = await approveInTelegram(stage, bot);
		await stage.reset();
		stage.emulator.switches.readImages = true;
		chats['telegram-receipt'] = await sendReceipt(stage, bot);
	} finally {
		await stage.stop();
	}
} finally {
	await internet.stop();
	await slack.stop();
	await bot.stop();
}

const browser = await launchChromium();
try {
	const page = await browser.newPage();
	for (const [name, chat] of Object.entries(chats)) {
		await page.setContent(chatPage(chat));
		const path = join(projectRoot, 'docs', 'images', `${name}.png`);
		await page.locator('body').screenshot({ path });
		record(name);
		console.log(path);
	}
} finally {
	await browser.close();
}
