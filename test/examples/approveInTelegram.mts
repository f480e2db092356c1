import { beforeAll, describe, expect, it } from '@jest/globals';
import { Agent, request } from 'undici';
import { STAGE_TIMEOUT_MS, type Stage } from '../e2e/stage.mts';
import { errorOf, PATIENCE_MS, plainNode, waitFor } from '../host/index.mts';
import { Approvals, SLOW, type QuickBooks } from './approvals.mts';
import { chosen, deactivateTrigger, publishExample } from './stage.mts';
import type { Message, TelegramBot } from './standIns/telegram.mts';

/** Groups in which bills are approved, and where those end that nobody has answered in time. */
const [BILLS, BOSSES] = [-4001, -4002];
const [ANN, BEN, EVE] = [42, 43, 66];

const SETTINGS = {
	'settings.chat': String(BILLS),
	'settings.escalationChat': String(BOSSES),
	'settings.approvers': `${ANN}, ${BEN}`,
};

interface Standing {
	stage: Stage;
	bot: TelegramBot;
	ledger: QuickBooks;
}

/**
 * Has bills approved in groups of Telegram. Declares its tests in the file that calls it.
 *
 * @param standing what stands once the file's own `beforeAll` has run
 * @returns declares the tests of what n8n does after a minute at the earliest
 */
export function testApproveInTelegram(standing: () => Standing): { later: () => void } {
	let approvals: Approvals;
	/** What {@link SLOW} waits in. */
	let patient: Approvals;
	let slow: number;

	beforeAll(() => {
		const { bot } = standing();
		for (const chat of [BILLS, BOSSES]) bot.join(chat);
	});

	async function publish(edit?: typeof deactivateTrigger, settings = SETTINGS) {
		const { stage, bot, ledger } = standing();
		const { client } = stage;
		const telegramApi = await client.createCredential('Bot', 'telegramApi', bot.credential);
		const credentials = { telegramApi };
		const options = { settings, credentials, edit };
		approvals = await Approvals.publish(stage, ledger, 'approve-in-telegram', options);
		return credentials;
	}

	/** The question about a document, once it stands in a chat; the second or a further one by its number. */
	const question = (chat: number, id: number, count = 1): Promise<Message> => {
		const { bot } = standing();
		const isAbout = ({ text }: Message) => text?.includes(`document ${id}`);
		return waitFor(
			`question ${count} about ${id} in ${chat}`,
			PATIENCE_MS,
			() => bot.messages(chat).filter(isAbout)[count - 1],
			() => bot.messages(chat),
		);
	};

	/** Presses once n8n waits for it: it refuses a press while the execution is still being stored. */
	const decide = (message: Message, label: string, user: number) =>
		waitFor('n8n to take the press', PATIENCE_MS, async () => {
			const status = await standing().bot.press(message, label, { user });
			return status === 409 ? undefined : status;
		});

	const deliver = (id: number | number[], created: string) =>
		standing().stage.emulator.deliver('document.created', { id, created });

	describe('approve-in-telegram', () => {
		it(
			'shares a bot with telegram-receipts, which hands over what it is not concerned with',
			async () => {
				const { stage, bot } = standing();
				const credentials = await publish(deactivateTrigger);
				const receipts = await publishExample(stage, 'telegram-receipts', {
					credentials,
					edit({ nodes, connections }) {
						const call = { workflowId: chosen(approvals.workflow), options: {} };
						nodes.push(plainNode('Approve', 'executeWorkflow', 1.3, call));
						const { main } = connections['From Telegram?'] as { main: unknown[] };
						main[1] = [{ node: 'Approve', type: 'main', index: 0 }];
					},
				});
				const id = approvals.seed({ total: 2000 });
				await deliver(id, '2026-11-19 10:00:00');
				const asked = structuredClone(await question(BILLS, id));
				// The trigger answers Telegram at once, whether or not the bill waits already: a press before that is lost.
				await waitFor('the bill to wait', PATIENCE_MS, async () =>
					(await stage.client.executions(approvals.workflow.id)).some(
						({ status }) => status === 'waiting',
					),
				);
				expect(await bot.press(asked, 'Approve', { user: BEN })).toBe(200);
				await approvals.entered(id);
				expect(approvals.notes(id)).toMatch(/^Approved by Ben \(43\) in Telegram, 2\S+$/);
				expect(await bot.press(asked, 'Reject', { user: ANN })).toBe(200);
				const found = await stage.client.executions(receipts.id);
				expect(found.map(({ mode }) => mode)).toEqual(['webhook']);
			},
			STAGE_TIMEOUT_MS,
		);

		it(
			'asks elsewhere where somebody has answered by a link, which does not tell who',
			async () => {
				const { stage, bot } = standing();
				await publish();
				// n8n cannot learn who gets what is pressed, and falls back to links.
				bot.refuse(/getWebhookInfo/);
				const id = approvals.seed({ total: 3000 });
				await deliver(id, '2026-11-20 13:00:00');
				const asked = await question(BILLS, id);
				bot.behave();
				const link = asked.reply_markup?.inline_keyboard
					?.flat()
					.find(({ text }) => text === 'Approve');
				const dispatcher = new Agent({ connect: { ca: stage.n8n.certificate.cert } });
				const headers = { 'user-agent': 'Mozilla/5.0 Firefox/140.0' };
				const again = await waitFor('the other chat to be asked', PATIENCE_MS, async () => {
					const { body } = await request(String(link?.url), { dispatcher, headers });
					await body.dump();
					return bot.messages(BOSSES).find(({ text }) => text?.includes(`document ${id}`));
				});
				await dispatcher.destroy();
				expect(again.text).toMatch(/^Somebody has answered by a link, which does not tell who\.\n/);
				expect(approvals.notes(id)).toBeNull();
				expect(await decide(again, 'Reject', ANN)).toBe(200);
				await approvals.out('Rejected', 1);
				expect(await approvals.entered()).toEqual([]);
			},
			STAGE_TIMEOUT_MS,
		);
	});

	describe('approve-in-telegram, set up wrongly', () => {
		/** Why the execution of the only bill has failed. */
		const failure = async () => {
			const { client } = standing().stage;
			const ids = await waitFor('an execution to fail', PATIENCE_MS, async () => {
				const failed = (await client.executions(approvals.workflow.id)).filter(
					({ status }) => status === 'error',
				);
				return failed.length > 0 && failed.map(({ id }) => id);
			});
			return errorOf(await client.execution(ids[0]));
		};

		it(
			'says that it does not know the chat, and enters nothing',
			async () => {
				await publish(undefined, { ...SETTINGS, 'settings.chat': '-4999' });
				await deliver(approvals.seed({ total: 4000 }), '2026-11-20 14:00:00');
				expect(await failure()).toMatch(/chat not found/);
				expect(await approvals.entered()).toEqual([]);
			},
			STAGE_TIMEOUT_MS,
		);

		it(
			'says who has the webhook of the bot, takes it from nobody, and enters nothing',
			async () => {
				const { bot } = standing();
				const url = 'https://other.example.com/bot';
				const free = bot.claim(url);
				await publish();
				await deliver(approvals.seed({ total: 4000 }), '2026-11-20 15:00:00');
				expect(await failure()).toContain(`already claimed by another system (URL: ${url})`);
				expect(free()).toBe(url);
				expect(await approvals.entered()).toEqual([]);
			},
			STAGE_TIMEOUT_MS,
		);
	});

	// Last: one of its bills waits until later, when the webhook of the bot has to be as it was.
	describe('approve-in-telegram, as it is meant', () => {
		it(
			'lets bills over the limit or in doubt wait for a press, with the file, and enters each once',
			async () => {
				const { stage, bot } = standing();
				await publish();
				patient = approvals;
				const small = approvals.seed({ total: 50 });
				const vendor = { name: '@all R&D &lt;br&gt; *_[Ltd <br>\\nPaid' };
				const big = approvals.seed({ total: 1452.4, vendor, notes: 'Paper' });
				const doubtful = approvals.seed({ total: 20.5, currency_code: 'KWD' }, { total: 0.5 });
				slow = approvals.seed({
					...{ total: 5000, currency_code: 'JPY', invoice_number: SLOW },
					vendor: { name: 'Osaka Paper' },
				});
				bot.flood(1);
				await deliver([small, big, doubtful, slow], '2026-11-20 10:00:00');
				const doubt = await question(BILLS, doubtful);
				const asked = await question(BILLS, big);
				expect((await question(BILLS, slow)).text).toContain('Osaka Paper: 5000 JPY');
				expect(asked.text?.split('\n')).toEqual([
					'＠all R&D &lt;br&gt; *_[Ltd ‹br>∖nPaid: 1452.40 EUR',
					expect.stringMatching(/^Invoice A-\d+ of 2026-10-27, due unknown, document \d+$/),
					'Its total is over 1000.00 EUR',
				]);
				expect(doubt.text).toContain(': 20.500 KWD\n');
				expect(doubt.text).toContain('\nVeryfi is not sure of total');
				const captions = bot.messages(BILLS).flatMap(({ caption }) => caption ?? []);
				expect(captions).toContain(`Osaka Paper, invoice ${SLOW} of 2026-10-27`);
				expect(await approvals.entered(small)).toMatchObject([{ id: small }]);

				// The same bill by another delivery, while nobody has decided.
				await deliver(big, '2026-11-20 11:00:00');
				const second = await question(BILLS, big, 2);

				// Somebody who may not, somebody who is not Telegram, and then a double press.
				expect(await decide(asked, 'Approve', EVE)).toBe(200);
				expect(bot.alerts).toEqual(['You are not among those who may decide.']);
				expect(await bot.press(asked, 'Approve', { user: ANN, secret: 'guessed' })).toBe(403);
				expect(approvals.notes(big)).toBe('Paper');
				const before = structuredClone(asked);
				expect([
					await bot.press(before, 'Approve', { user: ANN }),
					await bot.press(before, 'Reject', { user: BEN }),
					await decide(doubt, 'Reject', BEN),
				]).toEqual([200, 409, 200]);
				expect(await approvals.out('Rejected', 1)).toMatchObject([
					{ documentId: doubtful, approval: { approved: false, by: 'Ben (43)' } },
				]);
				expect(await approvals.entered(big)).toMatchObject([{ id: small }, { id: big }]);
				const bills = await approvals.out('Bill', 2);
				expect(bills.filter(({ documentId }) => documentId === big)).toMatchObject([
					{ total: 1452.4, approval: { approved: true, by: 'Ann (42)' } },
				]);
				expect(approvals.notes(big)).toMatch(/^Paper\nApproved by Ann \(42\) in Telegram, 2\S+$/);
				expect(approvals.notes(doubtful)).toMatch(/^Rejected by Ben \(43\) in Telegram, 2\S+$/);
				expect(stage.emulator.documents.get(big)?.fields.is_approved).toBe(true);
				const decided = await question(BILLS, big);
				expect(decided.text).toMatch(/Approved by Ann$/);
				expect(decided.reply_markup).toBeUndefined();

				// The second question about it, and a third delivery, enter nothing.
				expect(await decide(second, 'Approve', BEN)).toBe(200);
				expect(await approvals.out('Decided Before', 1)).toHaveLength(1);
				await deliver(big, '2026-11-20 12:00:00');
				expect(await approvals.out('Decided Before', 2)).toHaveLength(2);
				expect(await approvals.bills.outputs('Notify Someone')).toEqual([]);
				expect(await approvals.entered()).toMatchObject([
					{ total: 50, files: [{}] },
					{ total: 1452.4, files: [{}] },
				]);
				expect(approvals.notes(big)).not.toContain('Ben');
			},
			STAGE_TIMEOUT_MS,
		);
	});

	const later = () =>
		describe('approve-in-telegram, later', () => {
			it(
				'asks elsewhere about a bill that nobody has answered in time',
				async () => {
					const { stage } = standing();
					// The tests between have begun with a fresh account.
					patient.seed({ id: slow, total: 5000, invoice_number: SLOW });
					await stage.publishOrFail(patient.bills.workflow);
					const asked = await question(BOSSES, slow);
					expect(asked.text).toMatch(/^Nobody has answered in time\.\n/);
					expect(await decide(asked, 'Approve', BEN)).toBe(200);
					await patient.entered(slow);
					expect(patient.notes(slow)).toMatch(/^Approved by Ben \(43\) in Telegram/);
				},
				STAGE_TIMEOUT_MS,
			);
		});
	return { later };
}
