/** One entry of a chat, as a service keeps it. */
export interface Said {
	who: string;
	/** Whether the one who looks at the chat has said it: it stands at the right. */
	isOwn?: boolean;
	/** As HTML. */
	text?: string;
	/** Name of an attached file. */
	file?: string;
	/** An attached JPEG. */
	photo?: Buffer;
	/** What it answers. */
	answers?: string;
	/** Rows of labels. */
	buttons?: string[][];
}

/** What stands above a chat, and whether everybody has a side, as in a chat of two, or only a name. */
export interface Chat {
	title: string;
	look: 'channel' | 'bubbles';
	said: Said[];
}

const STYLE = `
	body { margin: 0; font: 15px/1.45 sans-serif; color: #1d1c1d; width: 640px; }
	header { padding: 12px 20px; font-weight: bold; border-bottom: 1px solid #ddd; background: #fff; }
	main { padding: 8px 20px 20px; display: flex; flex-direction: column; gap: 14px; margin-top: 8px; }
	.who { font-weight: bold; }
	.file { border: 1px solid #ccc; border-radius: 8px; padding: 8px 12px; margin-top: 4px; display: inline-block; background: #fff; }
	.answers { border-left: 3px solid #3390ec; padding-left: 8px; color: #666; font-size: 13px; margin-bottom: 4px; }
	svg { vertical-align: -2px; }
	img { height: 260px; border-radius: 8px; display: block; }
	.row { display: flex; gap: 8px; margin-top: 8px; }
	button { font: inherit; font-weight: bold; padding: 5px 14px; border: 1px solid #bbb; border-radius: 6px; background: #fff; color: inherit; }
	.bubbles { background: #dfe8d8; }
	.bubbles article { align-self: flex-start; max-width: 75%; background: #fff; border-radius: 12px; padding: 8px 12px; }
	.bubbles .own { align-self: flex-end; background: #e6fccf; }
	.bubbles button { flex: 1; border: 0; background: #e4eefa; color: #2678c4; }`;

/** Not every machine has a font with the sign. */
export const CHECK_MARK =
	'<svg width="16" height="16"><rect width="16" height="16" rx="3" fill="#2eb67d"/><path d="M4 8l3 3 5-6" fill="none" stroke="#fff" stroke-width="2"/></svg>';

export const escaped = (text: string): string =>
	text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** A page that shows a chat as its users see it, without anybody's own look. */
export const chatPage = ({ title, look, said }: Chat): string =>
	`<!doctype html><meta charset="utf-8"><style>${STYLE}</style><body class="${look}">
	<header>${escaped(title)}</header><main>${said.map(entry).join('')}</main></body>`;

function entry({ who, isOwn, text, file, photo, answers, buttons = [] }: Said): string {
	const rows = buttons.map(
		(labels) =>
			`<div class="row">${labels.map((label) => `<button>${escaped(label)}</button>`).join('')}</div>`,
	);
	return [
		`<article class="${isOwn ? 'own' : ''}"><div class="who">${escaped(who)}</div>`,
		answers && `<div class="answers">${escaped(answers)}</div>`,
		photo && `<img src="data:image/jpeg;base64,${photo.toString('base64')}">`,
		text && `<div>${text.replaceAll('\n', '<br>')}</div>`,
		file && `<div class="file">${escaped(file)}</div>`,
		...rows,
		'</article>',
	]
		.filter(Boolean)
		.join('');
}
