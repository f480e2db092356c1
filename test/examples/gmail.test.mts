import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Stage, STAGE_TIMEOUT_MS } from '../e2e/stage.mts';
import { outputOf } from '../host/index.mts';
import { createSamples } from '../samples/index.mts';
import { createExample, runByHand } from './stage.mts';
import { GMAIL, startGmail, type GmailMailbox } from './standIns/gmail.mts';
import { Internet } from './standIns/internet.mts';

let internet: Internet;
let mailbox: GmailMailbox;
let stage: Stage;

beforeAll(async () => {
	mailbox = await startGmail();
	internet = await Internet.start(GMAIL.hosts);
	for (const host of GMAIL.hosts) internet.lead(host, mailbox.url);
	stage = await Stage.start({ env: internet.env });
}, STAGE_TIMEOUT_MS);

afterAll(async () => {
	await stage?.stop();
	await internet?.stop();
	await mailbox?.stop();
}, STAGE_TIMEOUT_MS);

it(
	'submits the attachments of a mail once, stars it, and tells of what was refused',
	async () => {
		const { client, emulator } = stage;
		const credential = await client.createCredential('Gmail', 'gmailOAuth2', {
			...mailbox.oauth.client,
			oauthTokenData: mailbox.oauth.tokenData,
		});
		const workflow = await createExample(stage, 'gmail-to-veryfi', {
			credentials: { gmailOAuth2: credential },
		});
		const poll = () => runByHand(stage, workflow, 'Mail Arrives');
		const submitted = async () => {
			await emulator.idle();
			return [...emulator.documents.values()].map(({ fields }) => fields.external_id).sort();
		};
		const [invoice, receipt, photo] = await createSamples();
		const mail = { from: 'Ann <ann@example.com>', to: 'bills@example.com', subject: 'Bills' };
		const id = await mailbox.deliver({
			...mail,
			text: 'See attached.',
			attachments: [
				{ filename: 'logo.jpg', content: photo.bytes.subarray(0, 2000) },
				{
					filename: 'Invoice.PDF',
					content: invoice.bytes,
					contentType: 'application/octet-stream',
				},
				{ filename: 'receipt.pdf', content: receipt.bytes },
				{
					filename: 'date.ics',
					content: 'BEGIN:VCALENDAR '.repeat(30),
					contentType: 'text/calendar',
				},
			],
		});
		await mailbox.deliver({ ...mail, text: 'Nothing attached.' });

		const first = await poll();
		expect(first.status).toBe('success');
		const both = [`gmail ${id} attachment_1`, `gmail ${id} attachment_2`];
		expect(await submitted()).toEqual(both);
		expect(mailbox.labelsOf(id)).toContain('STARRED');
		expect(outputOf(first, 'Left Out')).toHaveLength(1);
		const told = outputOf(first, 'Tell Somebody').map(({ json }) => json.error);
		expect(told).toEqual([expect.stringContaining('"date.ics"')]);

		// A mail with a star is not found again; one that lost its star makes no second document.
		expect(outputOf(await poll(), 'Mail Arrives')).toEqual([]);
		mailbox.removeLabel(id, 'STARRED');
		expect(outputOf(await poll(), 'Star the Mail')).toHaveLength(2);
		expect(await submitted()).toEqual(both);
		expect(internet.refused).toEqual([]);
	},
	STAGE_TIMEOUT_MS,
);
