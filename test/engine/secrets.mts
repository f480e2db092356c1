/** Everything that can be reached from a value as text, also what JSON would leave out. */
export function everything(value: unknown, seen = new Set<unknown>()): string {
	if (typeof value !== 'object' || value === null) return String(value);
	if (seen.has(value)) return '';
	seen.add(value);
	return Reflect.ownKeys(value)
		.map((key) => `${String(key)} ${everything((value as never)[key], seen)}`)
		.join('\n');
}
