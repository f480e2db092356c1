/** Takes the slashes off the end. No pattern: one for it takes quadratic time in long runs of slashes. */
export function withoutLastSlashes(text: string): string {
	let end = text.length;
	while (text[end - 1] === '/') end--;
	return text.slice(0, end);
}
