/** JSON as Python's `json.dumps` writes it by default: `", "` and `": "`, and ASCII only. */
function pythonJson(value: unknown): string {
	if (Array.isArray(value)) return `[${value.map(pythonJson).join(', ')}]`;
	if (value !== null && typeof value === 'object') {
		const members = Object.entries(value).filter(([, member]) => member !== undefined);
		return `{${members.map(([key, member]) => `${ascii(key)}: ${pythonJson(member)}`).join(', ')}}`;
	}
	return typeof value === 'string' ? ascii(value) : JSON.stringify(value);
}

const ascii = (text: string) =>
	JSON.stringify(text).replace(
		/[\u007f-\uffff]/g,
		(unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
	);

/** JSON text of a delivery's `data`; it must stay the same text from signing to sending. */
export const wireJson = (value: unknown, style: 'compact' | 'python') =>
	style === 'python' ? pythonJson(value) : JSON.stringify(value);

/** The body of a delivery around its data text. */
export function wireBody(event: string, dataText: string, style: 'compact' | 'python'): string {
	return style === 'python'
		? `{"event": ${ascii(event)}, "data": ${dataText}}`
		: `{"event":${JSON.stringify(event)},"data":${dataText}}`;
}
