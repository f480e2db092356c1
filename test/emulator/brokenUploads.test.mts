import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import JSZip from 'jszip';
import { createSamples } from '../samples/index.mts';
import { encodePng } from '../samples/png.mts';
import { printPdf } from '../samples/printPdf.mts';
import { sharedEmulator } from './testing.mts';

const stage = sharedEmulator();
const SMALLEST = 250;

const post = (path: string, fileName: string, bytes: Buffer, more: object = {}) =>
	stage.call('POST', path, { file_name: fileName, file_data: bytes.toString('base64'), ...more });
/** Filled up to the smallest file that is taken. */
const filled = (text: string) => Buffer.from(text.padEnd(SMALLEST, '\0'), 'latin1');
const zipOf = async (fill: (zip: JSZip) => void) => {
	const zip = new JSZip();
	fill(zip);
	return await zip.generateAsync({ type: 'nodebuffer', compression: 'DEFLATE' });
};
const sample = async (extension: string) =>
	(await createSamples()).find(({ fileName }) => fileName.endsWith(extension))?.bytes as Buffer;
const png = () =>
	encodePng(
		50,
		Array.from({ length: 50 }, (_, row) => Buffer.alloc(50, row * 5)),
	);
const half = (bytes: Buffer) => bytes.subarray(0, bytes.length / 2);

/** A catalogue whose list of pages is empty. */
const NO_PAGES = `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj
trailer<</Root 1 0 R>>
%%EOF
`;

/** The end of a ZIP that holds nothing, with a comment of some length. */
const EMPTY_ZIP = `PK\x05\x06${'\0'.repeat(16)}\xff\0${'x'.repeat(255)}`;

/** A ZIP in which the content of a file was changed. */
async function damagedZip(): Promise<Buffer> {
	const zip = await zipOf((files) => files.file('a.txt', 'Total: 5.00 '.repeat(100)));
	const at = zip.indexOf('a.txt') + 5;
	zip.fill(0xff, at, at + 20);
	return Buffer.concat([zip, Buffer.alloc(SMALLEST)]);
}

const CORRUPTED = 'File is corrupted';
type Broken = [what: string, fileName: string, bytes: () => Promise<Buffer> | Buffer, text: string];
const BROKEN: Broken[] = [
	['a PDF without pages', 'a.pdf', () => filled(NO_PAGES), CORRUPTED],
	['a PDF that is none', 'a.pdf', () => filled('%PDF-1.4 and nothing else'), CORRUPTED],
	[
		'a PDF that breaks off',
		'a.pdf',
		async () => (await sample('.pdf')).subarray(0, 300),
		CORRUPTED,
	],
	[
		'an encrypted PDF',
		'a.pdf',
		() => printPdf((page) => void page.text('Total: 5.00'), { userPassword: 'secret' }),
		'File is encrypted',
	],
	[
		'a PNG that breaks off',
		'a.png',
		() => Buffer.concat([half(png()), Buffer.alloc(SMALLEST)]),
		CORRUPTED,
	],
	['a PNG of signature only', 'a.png', () => filled('\x89PNG\r\n\x1a\n'), CORRUPTED],
	['a JPEG without a picture', 'a.jpg', () => filled('\xff\xd8\xff\xe0\0\x10JFIF'), CORRUPTED],
	['a GIF that breaks off', 'a.gif', () => filled('GIF89a\x64\0\x64\0'), CORRUPTED],
	['a BMP that breaks off', 'a.bmp', () => filled('BM\xff\xff\xff\0'), CORRUPTED],
	['a WEBP that breaks off', 'a.webp', () => filled('RIFF\xff\xff\xff\0WEBP'), CORRUPTED],
	[
		'a HEIC that breaks off',
		'a.heic',
		() => filled('\0\0\0\x18ftypheic\0\0\0\0heicmif1\0\0\xff\xffmdat'),
		CORRUPTED,
	],
	['an image that is none', 'a.jpg', () => filled('junk\x07'), CORRUPTED],
	['an empty ZIP', 'a.zip', () => Buffer.from(EMPTY_ZIP, 'latin1'), 'No files to process'],
	[
		'a ZIP with only folders',
		'a.zip',
		() => zipOf((zip) => void zip.folder('x'.repeat(200))),
		'No files to process',
	],
	['a ZIP that breaks off', 'a.zip', async () => half(await sample('.zip')), CORRUPTED],
	['a ZIP that is none', 'a.zip', () => filled('PK\x03\x04\x07\x07'), CORRUPTED],
	['a ZIP with a damaged file', 'a.zip', damagedZip, CORRUPTED],
	[
		'a ZIP with an empty image',
		'a.zip',
		() => zipOf((zip) => zip.file('x'.repeat(200), 'text').file('a.png', '')),
		CORRUPTED,
	],
	[
		'a ZIP with a PDF without pages',
		'a.zip',
		() => zipOf((zip) => zip.file(`${'x'.repeat(200)}.pdf`, NO_PAGES)),
		CORRUPTED,
	],
	['a type that is not taken', 'a.exe', () => filled('\x07'), CORRUPTED],
];

describe('a broken upload', () => {
	it.each(BROKEN)(
		'%s is refused in Veryfi’s manner by every route',
		async (_, fileName, make, error) => {
			const bytes = await make();
			const refusal = { status: 400, body: { status: 'fail', error } };
			for (const [path, more] of [
				['/documents', {}],
				['/checks', {}],
				['/classify', {}],
				['/split', {}],
				['/extract', { document_types: ['invoice'] }],
			] as const) {
				expect(await post(path, fileName, bytes, more)).toMatchObject(refusal);
			}
			expect(stage.veryfi.documents.size).toBe(0);
		},
	);

	it.each(BROKEN)(
		'%s fails afterwards where it is sent asynchronously',
		async (_, fileName, make, error) => {
			const bytes = await make();
			for (const [path, more] of [
				['/documents', { async: true }],
				['/checks/async', {}],
				['/documents-set', {}],
			] as const) {
				expect((await post(path, fileName, bytes, more)).status).toBeLessThan(300);
			}
			// Throws what is a mistake of the emulator and not of the file.
			await stage.veryfi.idle();
			const failed = [...stage.veryfi.documents.values()];
			expect(failed).toMatchObject([
				{ state: 'failed', error },
				{ state: 'failed', error },
			]);
		},
	);
});

describe('any file at all', () => {
	const NAMES = [
		'a.pdf',
		'a.png',
		'a.jpg',
		'a.gif',
		'a.bmp',
		'a.webp',
		'a.heic',
		'a.zip',
		'a.html',
	];
	const MORE = ['a.eml', 'a.csv', 'a.txt', 'a.docx', 'a', 'a.tiff'];
	const answered = async (fileName: string, bytes: Buffer) =>
		expect([201, 400]).toContain((await post('/documents', fileName, bytes)).status);

	it('is read or refused, never a failure of the server: random bytes', async () => {
		const bytes = fc.uint8Array({ minLength: SMALLEST, maxLength: 600 });
		await fc.assert(
			fc.asyncProperty(fc.constantFrom(...NAMES, ...MORE), bytes, async (name, content) =>
				answered(name, Buffer.from(content)),
			),
			{ numRuns: 100 },
		);
	});

	it('is read or refused, never a failure of the server: damaged documents', async () => {
		const samples = await createSamples();
		const damage = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 12 });
		await fc.assert(
			fc.asyncProperty(
				fc.constantFrom(...samples),
				damage,
				fc.double({ min: 0, max: 1, noNaN: true }),
				async ({ fileName, bytes }, places, part) => {
					const kept = Math.max(SMALLEST, Math.round(bytes.length * (0.5 + part / 2)));
					const copy = Buffer.from(bytes.subarray(0, kept));
					for (const [place, value] of places) copy[place % copy.length] = value;
					await answered(fileName, copy);
				},
			),
			{ numRuns: 60 },
		);
	});

	it('is read or refused, never a failure of the server: odd text', async () => {
		const odd = fc.string({ unit: 'binary', maxLength: 300 });
		const entities = fc.constantFrom(
			'&#99999999;',
			'&#xFFFFFFF;',
			'&nope;',
			'<b',
			'<!--',
			'=ZZ',
			'%PDF',
		);
		await fc.assert(
			fc.asyncProperty(
				fc.constantFrom('a.html', 'a.eml', 'a.csv', 'a.txt'),
				fc.array(fc.oneof(odd, entities)),
				async (name, parts) => answered(name, Buffer.from(parts.join(' ').padEnd(SMALLEST, ' '))),
			),
			{ numRuns: 60 },
		);
	});
});
