/** Files in forms, and what a file is. */
import { FormData } from 'undici';
import { type Answer, expectOk, isOk, type Json, shapeOf, told } from '../answers.mts';
import { FILES } from '../nodeFiles.mts';
import { receipt, withFile } from '../papers.mts';
import { type Experiment, NotTried, probe } from '../probe.mts';
import { syncDocument, TAG } from './documents.mts';

/** The same receipt once more, this time in a form. */
const form: Experiment<Answer> = {
	documents: 1,
	after: [syncDocument],
	run: async (lab) => {
		const body = new FormData();
		body.append('tags', TAG);
		body.append('tags', `${TAG}-2`);
		body.append(
			'file',
			new Blob([new Uint8Array(await receipt())], { type: 'application/pdf' }),
			'contract-check.pdf',
		);
		return expectOk(await lab.submit('/documents', body), 'processing a form');
	},
};

const classified: Experiment<Answer> = {
	documents: 1,
	run: async (lab) =>
		expectOk(
			await lab.submit('/classify', withFile(await receipt(), 'contract-check.pdf'), null),
			'classifying a receipt',
		),
};

/** A URL that nobody can load is refused either way; the words differ. */
const classifiedUrl: Experiment<Answer> = {
	run: (lab) =>
		lab.call('POST', '/classify', {
			body: { file_url: 'https://contract-check.invalid/receipt.pdf' },
		}),
};

const plainText: Experiment<Answer> = {
	documents: 1,
	run: (lab) =>
		lab.submit('/documents', withFile(Buffer.from(TEXT.repeat(10)), 'contract-check.txt')),
};

/** Long enough to be above 250 bytes, the least that Veryfi takes. */
const TEXT = 'Corner Cafe, Total 5.40 USD\n';

export const UPLOADS = [
	probe({
		name: 'text-files',
		assumption: 'The account may send text files',
		assumed: '',
		emulatorSwitch: 'disabledTypes',
		files: [FILES.file, FILES.errors],
		experiment: plainText,
		read: (answer) => ({
			setting: isOk(answer) ? '' : 'txt',
			isRefused: !isOk(answer),
			seen: told(answer),
		}),
	}),
	probe({
		name: 'form-lists',
		assumption: 'A list in a form is the same field several times',
		assumed: 'list',
		files: [FILES.uploads],
		experiment: form,
		read: ({ body }) => {
			const tags = ((body.tags ?? []) as Json[]).map((tag) => String(tag.name ?? tag));
			const isList = [TAG, `${TAG}-2`].every((name) => tags.includes(name));
			return { setting: isList ? 'list' : tags.join(' '), seen: `${tags.length} tags` };
		},
	}),
	probe({
		name: 'duplicates',
		assumption: 'A receipt that was there before is taken without a word about it',
		assumed: 'unnoticed',
		emulatorSwitch: 'duplicates',
		files: [FILES.simplify],
		experiment: form,
		read: ({ body }) => {
			const isFlagged = body.is_duplicate === true || Boolean(body.duplicate_of);
			const { length } = (body.meta?.duplicates ?? []) as Json[];
			return {
				setting: isFlagged ? 'flagged' : length > 0 ? 'listed' : 'unnoticed',
				seen: `is_duplicate ${String(body.is_duplicate)}, duplicate_of ${shapeOf(body.duplicate_of)}, ${length} in meta.duplicates`,
			};
		},
	}),
	probe({
		name: 'classify-id',
		assumption: 'A classification has no id',
		assumed: 'false',
		emulatorSwitch: 'classifyId',
		files: [FILES.file],
		experiment: classified,
		read: ({ body }) => ({ setting: String('id' in body), seen: shapeOf(body) }),
	}),
	probe({
		name: 'classify-url',
		assumption: 'A file to classify may be given by its URL',
		assumed: 'accepted',
		emulatorSwitch: 'classifyUrl',
		files: [FILES.file],
		experiment: classifiedUrl,
		read: (answer) => {
			if (isOk(answer)) throw new NotTried('a URL that nobody can load was accepted');
			const couldNotLoad = /download|load|fetch|reach|url/i.test(
				told(answer).replace(/file_urls?/g, ''),
			);
			return { setting: couldNotLoad ? 'accepted' : 'refused', seen: told(answer) };
		},
	}),
];
