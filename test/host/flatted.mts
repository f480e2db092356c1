/**
 * Reads the format in which n8n stores execution data: a JSON array whose first element is the root and in
 * which every object, array and string is replaced by the index (as text) of its own element.
 */
export function decodeFlatted<T>(text: string): T {
	const entries = JSON.parse(text) as unknown[];
	const done = new Map<number, unknown>();

	const resolve = (value: unknown): unknown =>
		typeof value === 'string' ? entry(Number(value)) : value;

	const entry = (index: number): unknown => {
		if (done.has(index)) return done.get(index);
		const raw = entries[index];
		if (Array.isArray(raw)) {
			const list: unknown[] = [];
			done.set(index, list);
			for (const value of raw) list.push(resolve(value));
			return list;
		}
		if (raw !== null && typeof raw === 'object') {
			const object: Record<string, unknown> = {};
			done.set(index, object);
			for (const [key, value] of Object.entries(raw)) object[key] = resolve(value);
			return object;
		}
		return raw;
	};

	return entry(0) as T;
}
