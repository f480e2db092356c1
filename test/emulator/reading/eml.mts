import type { Page } from './page.mts';
import { readHtml, readPlainText } from './plainText.mts';

/** The text of an e-mail: its plain part, else its HTML part. Attachments are not looked at. */
export function readEml(source: string): Page[] {
	const parts = partsOf(source);
	const plain = parts.find(({ type }) => type === 'text/plain');
	if (plain) return readPlainText(plain.text);
	const html = parts.find(({ type }) => type === 'text/html');
	return html ? readHtml(html.text) : readPlainText('');
}

interface Part {
	type: string;
	text: string;
}

function partsOf(source: string): Part[] {
	const [head, ...rest] = source.replace(/\r\n/g, '\n').split('\n\n');
	const body = rest.join('\n\n');
	const header = (name: string) =>
		new RegExp(`^${name}:\\s*((?:.|\\n[ \\t])*)`, 'im').exec(head)?.[1] ?? '';
	const contentType = header('content-type');
	const boundary = /boundary="?([^";\n]+)"?/i.exec(contentType)?.[1];
	if (boundary !== undefined) {
		return body
			.split(`--${boundary}`)
			.slice(1, -1)
			.flatMap((part) => partsOf(part.replace(/^\n/, '')));
	}
	const type = /^[\w/+-]+/.exec(contentType)?.[0].toLowerCase() ?? 'text/plain';
	return [{ type, text: decode(body, header('content-transfer-encoding').trim().toLowerCase()) }];
}

function decode(body: string, encoding: string): string {
	if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8');
	if (encoding !== 'quoted-printable') return body;
	const bytes = body
		.replace(/=\n/g, '')
		.replace(/=([\dA-F]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
	return Buffer.from(bytes, 'latin1').toString('utf8');
}
