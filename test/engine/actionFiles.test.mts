/** What a file is, whatever it is called; and several ways to write URLs and base64. */
import { describe, expect, it } from '@jest/globals';
import type { IBinaryData, IDataObject, INodeParameters } from 'n8n-workflow';

import type { Stage } from './actionStage.mts';
import { inMemory } from './actionStage.mts';
import { useActionStage } from './useActionStage.mts';

let stage: Stage;

useActionStage((started) => (stage = started));

const OCTETS = 'application/octet-stream';
const PDF = Buffer.from(`%PDF-1.7\n${'%\n'.repeat(200)}`);

/** A file that begins with these bytes. */
const begins = (...head: Array<string | number[]>): Buffer =>
	Buffer.concat([
		...head.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))),
		Buffer.alloc(300, 1),
	]);

const run = async (binary: object, parameters: INodeParameters = {}) => {
	stage.veryfi.requests.length = 0;
	const { error } = await stage.run({ resource: 'document', operation: 'submit', ...parameters }, [
		{ json: {}, binary: binary as never },
	]);
	const body = stage.veryfi.requests[0]?.body as IDataObject | undefined;
	return error ? `${error.message} | ${error.description}` : (body?.file_name ?? body);
};

const submitted = async (data: IBinaryData, fileName?: string) =>
	await run({ data }, fileName === undefined ? {} : { additionalFields: { fileName } });

/** What a binary field has that some node has made of little more than the content. */
const nameless = (content: Buffer, rest: object = {}) =>
	({ data: content.toString('base64'), ...rest }) as IBinaryData;

describe('a content type', () => {
	it.each([
		['application/pdf; charset=utf-8', 'scan.pdf'],
		['APPLICATION/PDF', 'scan.pdf'],
		[' Application/PDF ;name="a.b"', 'scan.pdf'],
		['image/jpg', 'scan.jpeg'],
		['image/pjpeg', 'scan.jpeg'],
		['application/x-pdf', 'scan.pdf'],
		['Image/HEIC', 'scan.heic'],
		['application/x-zip', 'scan.zip'],
	])('%s gives a name its extension', async (mimeType, sent) => {
		expect(await submitted(inMemory(PDF, 'scan', mimeType))).toBe(sent);
	});
});

const CONTENTS: Array<[type: string, content: Buffer]> = [
	['pdf', PDF],
	['pdf', begins([0xef, 0xbb, 0xbf], '\n%PDF-1.4')],
	['png', begins([0x89], 'PNG\r\n', [0x1a], '\n')],
	['jpg', begins([0xff, 0xd8, 0xff, 0xe1])],
	['gif', begins('GIF89a')],
	['webp', begins('RIFF', [9, 0, 0, 0], 'WEBPVP8 ')],
	['bmp', begins('BM', [54, 0, 1, 0, 0, 0, 0, 0])],
	['heic', begins([0, 0, 0, 24], 'ftypheic')],
	['heic', begins([0, 0, 0, 24], 'ftypheix')],
	['heif', begins([0, 0, 0, 24], 'ftypmif1')],
	['avif', begins([0, 0, 0, 32], 'ftypavif')],
	['zip', begins('PK', [3, 4], 'invoice.pdf')],
	['docx', begins('PK', [3, 4], '[Content_Types].xml', [3, 4], 'word/document.xml')],
	['xlsx', begins('PK', [3, 4], '[Content_Types].xml', [3, 4], 'xl/workbook.xml')],
	['odt', begins('PK', [3, 4], ' '.repeat(26), 'mimetypeapplication/vnd.oasis.opendocument.text')],
	['ofd', begins('PK', [3, 4], 'OFD.xml')],
	['rtf', begins('{\\rtf1\\ansi')],
	['html', begins('\n<!DOCTYPE HTML>')],
];

describe('the first bytes decide where name and content type say nothing', () => {
	it.each(CONTENTS)('%s', async (type, content) => {
		expect(await submitted(await stage.stored(content, 'scan', OCTETS))).toBe(`scan.${type}`);
		expect(await submitted(inMemory(content, 'scan', 'binary/octet-stream'))).toBe(`scan.${type}`);
		expect(await submitted(nameless(content))).toBe(`data.${type}`);
	});

	it('also where n8n took the file for a text, for want of something better', async () => {
		expect(await submitted(inMemory(PDF, 'scan', 'text/plain'))).toBe('scan.pdf');
		const text = Buffer.from('Total 1.00 '.repeat(40));
		expect(await submitted(inMemory(text, 'scan', 'text/plain'))).toBe('scan.txt');
	});

	it('a picture that Veryfi does not read is named as what it is', async () => {
		const tiff = begins('II*', [0]);
		expect(await submitted(inMemory(tiff, 'scan', OCTETS))).toMatch(
			/"scan" in field 'data' is of a type that Veryfi does not read: tiff \| Veryfi reads these types here: /,
		);
	});

	it('what nothing tells is refused, with what to do', async () => {
		const content = Buffer.alloc(300, 7);
		expect(await submitted(inMemory(content, 'scan.bin', OCTETS))).toMatch(/File Name/);
		expect(await submitted(nameless(content))).toMatch(/does not read: unknown/);
		expect(stage.veryfi.requests).toEqual([]);
	});

	it('for a product that reads few types, too', async () => {
		const statement = { resource: 'bankStatement' };
		const data = inMemory(PDF, 'scan', OCTETS);
		expect(await run({ data }, statement)).toBe('scan.pdf');
		const webp = inMemory(begins('RIFF', [9, 0, 0, 0], 'WEBPVP8 '), 'scan', OCTETS);
		expect(await run({ data: webp }, statement)).toMatch(/does not read: image\/webp/);
	});
});

describe('File Name', () => {
	it('says what a file is', async () => {
		const content = Buffer.from('vendor,total '.repeat(40));
		expect(await submitted(inMemory(content, 'x.bin', OCTETS), 'scan.csv')).toBe('scan.csv');
		expect(await submitted(nameless(PDF), 'March 2026')).toBe('March 2026.pdf');
	});

	it('names several files together by the ZIP that they become', async () => {
		const binary = { a: inMemory(PDF, 'a.pdf'), b: inMemory(PDF, 'b', OCTETS) };
		const parameters = { binaryField: 'a, b', additionalFields: { fileName: 'both.pdf' } };
		expect(await run(binary, parameters)).toBe('both.zip');
	});
});

describe('File URLs', () => {
	const A = 'https://files.example.com/a.pdf';
	const B = 'https://files.example.com/b,2.pdf?x=1,2;y';
	it.each([
		['a comma and a blank', `${A}, ${B}`],
		['a comma', `${A},${B}`],
		['a semicolon', `${A}; ${B}`],
		['lines with commas', `${A},\n${B},\n`],
		['lines', `\n ${A}\r\n${B}`],
		['blanks around a comma', `${A} , ${B}`],
	])('are separated by %s', async (_, fileUrls) => {
		expect(await run({}, { source: 'urls', fileUrls })).toMatchObject({ file_urls: [A, B] });
		const many = { operation: 'submitMany', fileUrls };
		expect(await run({}, many)).toMatchObject({ file_urls: [A, B] });
	});

	it('are not what File URL takes', async () => {
		const fileUrl = `${A}, ${B}`;
		expect(await run({}, { source: 'url', fileUrl })).toMatch(
			/is not a URL that Veryfi could load/,
		);
		const data = {
			source: 'url',
			fileUrl: `data:application/pdf;base64,${PDF.toString('base64')}`,
		};
		expect(await run({}, data)).toMatch(/is not a URL that Veryfi could load/);
	});
});

describe('File Content', () => {
	/** With characters that differ in the variant for URLs, and a length that needs padding. */
	const content = Buffer.concat([PDF, Buffer.from([0xfb, 0xff, 0xfe, 0xfa])]);
	const base64 = content.toString('base64');
	const sent = async (fileData: string) =>
		await run({}, { source: 'base64', fileData, options: {}, additionalFields: {} });

	it.each([
		['for URLs', content.toString('base64url')],
		['without padding', base64.replace(/=+$/, '')],
		['with line breaks', base64.replace(/.{76}/g, '$&\r\n')],
		['as a data URL', `data:application/pdf;base64,${base64}`],
		['as a data URL with parameters', `data:application/pdf;name=a.pdf;base64,${base64}`],
		['as Veryfi writes it', `application/pdf;base64,${base64}`],
		['with escaped padding', base64.replaceAll('=', '%3D')],
	])('is taken %s', async (_, fileData) => {
		const beginning = /^(.*?)(;name=.*)?;base64,/.exec(fileData)?.[1];
		const prefix = beginning === undefined ? '' : `${beginning};base64,`;
		expect(await sent(fileData)).toEqual({ async: true, file_data: prefix + base64 });
	});

	it.each([
		['a data URL that is no base64', `data:application/pdf,${base64}`],
		['a list', `${base64},${base64}`],
		['a character too many', `${base64.replace(/=+$/, '')}`.padEnd(4001, 'A')],
		['what is broken off', 'A'.repeat(401)],
		['both variants at once, with other characters', `${base64}~`],
	])('is refused as %s', async (_, fileData) => {
		expect(await sent(fileData)).toMatch(/^'File Content' is not base64/);
		expect(stage.veryfi.requests).toEqual([]);
	});
});
