import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { STAGE_TIMEOUT_MS, type Stage } from '../e2e/stage.mts';
import {
	errorOf,
	fillIn,
	outputOf,
	PATIENCE_MS,
	waitFor,
	type Execution,
	type Workflow,
	type WorkflowDefinition,
} from '../host/index.mts';
import { createSamples } from '../samples/index.mts';
import { createExample, ended, publishExample, runByHand, startExamples } from './stage.mts';
import { DRIVE, startGoogleDrive, type GoogleDrive } from './standIns/googleDrive.mts';
import { GMAIL, startGmail, type GmailMailbox } from './standIns/gmail.mts';
import { Internet } from './standIns/internet.mts';
import { ONE_DRIVE, startOneDrive, type OneDrive } from './standIns/oneDrive.mts';
import type { OAuth } from './standIns/oauth.mts';
import { OUTLOOK, startOutlook, type OutlookMailbox } from './standIns/outlook.mts';

const ONE_DRIVE_ACCOUNT = 'microsoftOneDriveOAuth2Api';
const SERVICE_PRINCIPAL = 'microsoftEntraServicePrincipalApi';

let internet: Internet;
let gmail: GmailMailbox;
let outlook: OutlookMailbox;
let drive: GoogleDrive;
let oneDrive: OneDrive;
let stage: Stage;

beforeAll(async () => {
	gmail = await startGmail();
	outlook = await startOutlook();
	drive = await startGoogleDrive();
	oneDrive = await startOneDrive();
	const all = [GMAIL, OUTLOOK, DRIVE, ONE_DRIVE];
	internet = await Internet.start([...new Set(all.flatMap(({ hosts }) => hosts))]);
	stage = await startExamples();
}, STAGE_TIMEOUT_MS);

afterEach(async () => {
	expect(internet.refused).toEqual([]);
	await stage.reset();
}, STAGE_TIMEOUT_MS);

afterAll(async () => {
	await stage?.stop();
	await internet?.stop();
	await Promise.all([gmail, outlook, drive, oneDrive].map((service) => service?.stop()));
}, STAGE_TIMEOUT_MS);

/** Lets a service answer for its hosts; the APIs of Google have one in common. */
const lead = ({ hosts }: { hosts: string[] }, { url }: { url: string }) =>
	internet.lead(hosts, url);

/** The consent that a person has given to n8n. */
const consent = async (type: string, { client, tokenData }: OAuth) =>
	await stage.client.createCredential(type, type, { ...client, oauthTokenData: tokenData });

/** Every other second; n8n allows no rule by itself to be more frequent than once a minute. */
const OFTEN = {
	item: Array.from({ length: 30 }, (_, index) => ({
		mode: 'custom',
		cronExpression: `${2 * index} * * * * *`,
	})),
};

/** External IDs of the account's documents. */
async function submitted() {
	await stage.emulator.idle();
	return [...stage.emulator.documents.values()].map(({ fields }) => fields.external_id).sort();
}

it(
	'gmail-to-veryfi submits the attachments of a mail once, stars it, and tells of what was refused',
	async () => {
		lead(GMAIL, gmail);
		const credential = await consent('gmailOAuth2', gmail.oauth);
		const workflow = await createExample(stage, 'gmail-to-veryfi', {
			credentials: { gmailOAuth2: credential },
		});
		const poll = () => runByHand(stage, workflow, 'Mail Arrives');
		const [invoice, receipt, photo] = await createSamples();
		const mail = { from: 'Ann <ann@example.com>', to: 'bills@example.com', subject: 'Bills' };
		const id = await gmail.deliver({
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
		await gmail.deliver({ ...mail, text: 'Nothing attached.' });

		const first = await poll();
		expect(first.status).toBe('success');
		const both = [`gmail ${id} attachment_1`, `gmail ${id} attachment_2`];
		expect(await submitted()).toEqual(both);
		expect(gmail.labelsOf(id)).toContain('STARRED');
		expect(outputOf(first, 'Left Out')).toHaveLength(1);
		const told = outputOf(first, 'Notify Someone').map(({ json }) => json.error);
		expect(told).toEqual([expect.stringContaining('"date.ics"')]);

		// A mail with a star is not found again; one that lost its star makes no second document.
		expect(outputOf(await poll(), 'Mail Arrives')).toEqual([]);
		gmail.removeLabel(id, 'STARRED');
		expect(outputOf(await poll(), 'Star the Mail')).toHaveLength(2);
		expect(await submitted()).toEqual(both);
	},
	STAGE_TIMEOUT_MS,
);

it(
	'outlook-to-veryfi submits the attachments of each mail once, and sets a category by what became of them',
	async () => {
		lead(OUTLOOK, outlook);
		const workflow = await publishExample(stage, 'outlook-to-veryfi', {
			credentials: {
				microsoftOutlookOAuth2Api: await consent('microsoftOutlookOAuth2Api', outlook.oauth),
			},
			parameters: { 'Mail Arrives': { pollTimes: OFTEN } },
		});
		/** The categories of a mail when all that was begun has ended. */
		const categories = async (id: string) => {
			await waitFor('the mail to get its category', PATIENCE_MS, () =>
				outlook.categoriesOf(id).some((name) => name.startsWith('Veryfi')),
			);
			await ended(stage, workflow);
			return outlook.categoriesOf(id);
		};
		const out = async (node: string) =>
			(await ended(stage, workflow)).flatMap((execution) => outputOf(execution, node));
		const [invoice, receipt, photo] = await createSamples();
		const file = (name: string, content: Buffer, contentType?: string) => ({
			...{ name, content, contentType },
			type: 'file' as const,
		});
		const words = Buffer.from('BEGIN:VCALENDAR '.repeat(30));
		const mail = Buffer.concat([Buffer.from('From: a\n\n'), words]);
		const mixed = outlook.deliver({
			subject: 'Bills',
			attachments: [
				file('logo.png', photo.bytes.subarray(0, 2000), 'image/png'),
				file('smime.p7s', words),
				file('scan.PDF', invoice.bytes, 'application/octet-stream'),
				file('scan.PDF', receipt.bytes, 'application/pdf'),
				{ type: 'item', name: 'Fwd: your bill', content: mail },
				{ type: 'reference', name: 'big.pdf', content: words },
				file('date.ics', words, 'text/calendar'),
			],
		});
		outlook.deliver({
			subject: 'Sent by me',
			attachments: [file('a.pdf', invoice.bytes)],
			folder: 'sentitems',
		});
		outlook.deliver({ subject: 'Nothing attached', attachments: [] });
		outlook.deliver({
			subject: 'Moved at once',
			attachments: [file('b.pdf', words)],
			isGone: true,
		});
		expect(await categories(mixed)).toEqual(['Blue category', 'Veryfi failed']);
		const names = async () =>
			(await submitted()).map((id) => String(id).replace(/^outlook <\S+> /, '')).sort();
		const all = ['Fwd: your bill.eml', 'scan.PDF', 'scan.PDF 2'];
		expect(await names()).toEqual(all);
		expect(await out('Left Out')).toHaveLength(2);
		const told = (await out('Notify Someone')).map(({ json }) => [json.fileName, json.reason]);
		const reasons: Array<[name: string | undefined, reason: RegExp]> = [
			['date.ics', /a type that Veryfi does not read/],
			['big.pdf', /^The mail has a link to the file instead of the file/],
			[undefined, /^Its attachments could not be read/],
		];
		expect(told).toHaveLength(reasons.length);
		for (const [name, reason] of reasons) {
			expect(told).toContainEqual([name, expect.stringMatching(reason)]);
		}

		// It comes again as another mail of the mailbox, with one that is new.
		const again = outlook.moveBack(mixed);
		const good = outlook.deliver({
			subject: 'One',
			attachments: [file('bill.pdf', receipt.bytes)],
		});
		expect(await categories(good)).toEqual(['Blue category', 'Veryfi']);
		expect(await categories(again)).toEqual(['Veryfi failed']);
		expect(await names()).toEqual([all[0], 'bill.pdf', ...all.slice(1)]);
	},
	STAGE_TIMEOUT_MS,
);

const submissions = () =>
	stage.emulator.requests.filter(({ method, path }) => method === 'POST' && /documents/.test(path));

/** What somebody was told of a folder's files. */
const told = (execution: Execution) =>
	outputOf(execution, 'Notify Someone').map(({ json }) => [json.name, json.reason]);

/** The steps of a workflow that reads a folder; `table` lists its files in progress. */
const ofFolder = (workflow: Workflow, table: string) => ({
	turn: async (): Promise<Execution> => {
		const execution = await runByHand(stage, workflow, 'Every 5 Minutes');
		expect(errorOf(execution)).toBeUndefined();
		return execution;
	},
	report: async (event: string, data: object): Promise<Execution> => {
		const before = (await stage.client.allExecutions(workflow.id)).length;
		await stage.emulator.deliver(event, { created: '2026-11-20 10:00:00', ...data });
		return (await ended(stage, workflow, before + 1))[before];
	},
	documentOf: async (file: string): Promise<number> => {
		const rows = await stage.client.dataTableRows(table);
		return Number(rows.find(({ file_id: id }) => id === file)?.document_id);
	},
});

it(
	'drive-to-veryfi submits each file of a folder once, and moves it by what Veryfi reports',
	async () => {
		lead(DRIVE, drive);
		const { emulator, client } = stage;
		const [inbox, done, failed] = ['Bills', 'Done', 'Failed'].map((name) =>
			drive.createFolder(name),
		);
		const address = (id: string) => `https://drive.google.com/drive/u/0/folders/${id}`;
		const workflow = await createExample(stage, 'drive-to-veryfi', {
			credentials: { googleDriveOAuth2Api: await consent('googleDriveOAuth2Api', drive.oauth) },
			edit: (definition) =>
				fillIn(definition, 'Settings', {
					'settings.inbox': address(inbox),
					'settings.done': `${address(done)}?usp=sharing`,
					'settings.failed': failed,
				}),
		});
		const { turn, report, documentOf } = ofFolder(workflow, 'Veryfi Drive Files');
		const lists = () => [inbox, done, failed].map((folder) => drive.list(folder));
		const [invoice, receipt] = await createSamples();
		const put = (name: string, content: Buffer, mimeType = 'application/pdf') =>
			drive.upload(inbox, { name, content, mimeType });
		const words = Buffer.from('not really a PDF '.repeat(30));
		const bill = put('bill.pdf', invoice.bytes);
		const receiptId = put('Receipt', receipt.bytes, 'application/vnd.google-apps.document');
		put('Shortcut', words, 'application/vnd.google-apps.shortcut');
		put('sound.mp3', words, 'audio/mpeg');
		const broken = put('broken.pdf', Buffer.concat([Buffer.from('%PDF-1.7\n'), words]));

		// Without a published trigger nothing is reported, and what was submitted stays where it is.
		expect(told(await turn()).sort()).toEqual([
			['Shortcut', expect.any(String)],
			['sound.mp3', expect.stringContaining('a type that Veryfi does not read')],
		]);
		expect(submissions()).toHaveLength(3);
		expect(outputOf(await turn(), 'Download')).toEqual([]);
		expect(lists()).toEqual([['Receipt', 'bill.pdf', 'broken.pdf'], [], ['Shortcut', 'sound.mp3']]);
		await emulator.idle();

		await stage.publishOrFail(workflow);
		const finished = await Promise.all([bill, receiptId].map(documentOf));
		const other = emulator.seedDocument({ external_id: 'a paper from elsewhere' });
		expect(told(await report('document.created', { id: [...finished, other] }))).toEqual([]);
		const failure = { id: await documentOf(broken), error: 'Unreadable' };
		expect(told(await report('document.failed', failure))).toEqual([
			['broken.pdf', expect.stringMatching(/^Veryfi could not read document \d+\. Unreadable/)],
		]);
		const end = [[], ['Receipt', 'bill.pdf'], ['Shortcut', 'broken.pdf', 'sound.mp3']];
		expect(lists()).toEqual(end);
		expect(await client.dataTableRows('Veryfi Drive Files')).toEqual([]);

		// What is moved back is tried again, unless Veryfi has read it.
		for (const file of [bill, broken]) drive.move(file, inbox);
		await turn();
		await emulator.idle();
		await ended(stage, workflow);
		expect(submissions()).toHaveLength(4);
		expect(lists()).toEqual(end);
	},
	STAGE_TIMEOUT_MS,
);

/** Sets onedrive-to-veryfi to a library of SharePoint, as docs/sources.md says. */
function useLibrary({ nodes }: WorkflowDefinition): void {
	for (const node of nodes) {
		if (!node.credentials?.[ONE_DRIVE_ACCOUNT]) continue;
		node.credentials = { [SERVICE_PRINCIPAL]: { name: 'Library' } };
		Object.assign(
			node.parameters,
			node.name === 'List Folder'
				? {
						nodeCredentialType: SERVICE_PRINCIPAL,
						url: String(node.parameters.url).replace('me/drive', `drives/${ONE_DRIVE.id}`),
					}
				: {
						authentication: SERVICE_PRINCIPAL,
						resourceTarget: 'drive',
						driveTarget: { __rl: true, mode: 'id', value: ONE_DRIVE.id },
					},
		);
	}
}

it.each([
	['a folder of OneDrive', 'Bills', false],
	['a library of SharePoint', 'Library', true],
] as const)(
	'onedrive-to-veryfi submits each file of %s once, and moves it by what Veryfi reports',
	async (_, parent, isLibrary) => {
		lead(ONE_DRIVE, oneDrive);
		const { emulator, client } = stage;
		const inbox = oneDrive.createFolder('R&D 100%', oneDrive.createFolder(parent));
		const old = oneDrive.createFolder('Old', inbox);
		const workflow = await createExample(stage, 'onedrive-to-veryfi', {
			credentials: {
				[ONE_DRIVE_ACCOUNT]: await consent(ONE_DRIVE_ACCOUNT, oneDrive.oauth),
				[SERVICE_PRINCIPAL]: await client.createCredential(
					'Library',
					SERVICE_PRINCIPAL,
					ONE_DRIVE.app,
				),
			},
			edit(definition) {
				fillIn(definition, 'Settings', { 'settings.inbox': `/${parent}/R&D 100%/` });
				if (isLibrary) useLibrary(definition);
			},
		});
		const { turn, report, documentOf } = ofFolder(workflow, 'Veryfi OneDrive Files');
		const [invoice, receipt] = await createSamples();
		const put = (name: string, content: Buffer) => oneDrive.upload(inbox, name, content);
		const words = Buffer.from('not really a PDF '.repeat(30));
		oneDrive.upload(old, 'last year.pdf', invoice.bytes);
		const bill = put('bill.pdf', invoice.bytes);
		const receiptId = put('receipt.pdf', receipt.bytes);
		put('sound.mp3', words);
		const broken = put('broken.pdf', Buffer.concat([Buffer.from('%PDF-1.7\n'), words]));

		const missing = await runByHand(stage, workflow, 'Every 5 Minutes');
		expect(errorOf(missing)).toMatch(/There is no folder "done"/);
		const [done, failed] = ['Done', 'failed'].map((name) => oneDrive.createFolder(name, inbox));
		const lists = () => [inbox, done, failed].map((folder) => oneDrive.list(folder));
		expect(told(await turn())).toEqual([
			['sound.mp3', expect.stringContaining('a type that Veryfi does not read')],
		]);
		expect(submissions()).toHaveLength(3);
		expect(outputOf(await turn(), 'Download')).toEqual([]);
		expect(lists()).toEqual([['bill.pdf', 'broken.pdf', 'receipt.pdf'], [], ['sound.mp3']]);
		await emulator.idle();

		await stage.publishOrFail(workflow);
		// Somebody has put a file of that name there.
		const other = oneDrive.upload(done, 'Receipt.pdf', words);
		const finished = { id: await Promise.all([bill, receiptId].map(documentOf)) };
		expect(told(await report('document.created', finished))).toEqual([
			['receipt.pdf', expect.stringMatching(/^The file could not be moved: .*a file has its name/)],
		]);
		const failure = { id: await documentOf(broken), error: 'Unreadable' };
		expect(told(await report('document.failed', failure))).toEqual([
			['broken.pdf', expect.stringMatching(/^Veryfi could not read document \d+\. Unreadable/)],
		]);
		oneDrive.move(other, old);
		await report('document.created', { ...finished, created: '2026-11-20 11:00:00' });
		expect(lists()).toEqual([[], ['bill.pdf', 'receipt.pdf'], ['broken.pdf', 'sound.mp3']]);
		expect(await client.dataTableRows('Veryfi OneDrive Files')).toEqual([]);
		expect(oneDrive.list(old)).toEqual(['Receipt.pdf', 'last year.pdf']);
	},
	STAGE_TIMEOUT_MS,
);
