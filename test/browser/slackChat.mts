import type { Stage } from '../e2e/stage.mts';
import type { SlackMessage, SlackWorkspace } from '../examples/standIns/slack.mts';
import { PATIENCE_MS, waitFor } from '../host/index.mts';
import { announceBill, publishApproval } from './approvals.mts';
import { CHECK_MARK, type Chat, type Said } from './chatPage.mts';

export const CHANNEL = 'C0BILLS';
export const PEOPLE = { U0ANN: 'ann' };

/** Lets approve-in-slack ask about two bills, of which Ann approves the first. */
export async function approveInSlack(stage: Stage, slack: SlackWorkspace): Promise<Chat> {
	await publishApproval(stage, 'approve-in-slack', ['slackApi', slack.credential], {
		channel: CHANNEL,
		escalationChannel: CHANNEL,
		approvers: 'U0ANN',
	});
	const question = (index: number) =>
		waitFor(
			'the question',
			PATIENCE_MS,
			() => slack.messages(CHANNEL)[index],
			() => slack.messages(CHANNEL),
		);
	await announceBill(stage, 0);
	const first = await question(0);
	const approve = () => slack.click(first, 'Approve', 'U0ANN');
	await waitFor('n8n to take the click', PATIENCE_MS, async () => (await approve()) === 200);
	const isLocked = () => slack.messages(CHANNEL)[0].blocks.every(({ type }) => type !== 'actions');
	await waitFor('the question to be locked', PATIENCE_MS, isLocked);
	await announceBill(stage, 1);
	await question(1);
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

/** Slack's own markup, in which `&`, `<` and `>` of texts are written as in HTML. */
const htmlOf = ({ blocks }: SlackMessage): string =>
	blocks
		.flatMap(({ text }) => (text ? [text.text] : []))
		.join('\n')
		.replace(/<@(\w+)>/g, (_, id: keyof typeof PEOPLE) => `<b>@${PEOPLE[id]}</b>`)
		.replace(/\*([^*\n]+)\*/g, '<b>$1</b>')
		.replace(':white_check_mark:', CHECK_MARK);
