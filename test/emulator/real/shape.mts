/** The members of JSON values and the types that each was seen with. */
export type Shape = Map<string, Set<string>>;

const typeOf = (value: unknown): string => {
	if (value === null) return 'null';
	if (Array.isArray(value)) return 'list';
	return typeof value;
};

/** Where the members of all values with evidence are gathered. */
const EVIDENCE = '@evidence';

/**
 * Adds what a value has to a shape. Paths are like `line_items[].total`; the value itself has an empty one. A value
 * with evidence, `{ value, score, ... }`, is of type `evidence` and of that of its value.
 *
 * @param free  paths below which names are anybody's, and so are not compared
 */
export function addTo(shape: Shape, value: unknown, free: readonly string[], path = ''): Shape {
	const note = (type: string) => shape.set(path, (shape.get(path) ?? new Set()).add(type));
	if (value !== null && typeof value === 'object' && 'value' in value) {
		const { value: bare, ...evidence } = value;
		note('evidence');
		addTo(shape, evidence, free, EVIDENCE);
		return addTo(shape, bare, free, path);
	}
	note(typeOf(value));
	if (free.includes(path) || value === null || typeof value !== 'object') return shape;
	if (Array.isArray(value)) {
		for (const entry of value as unknown[]) addTo(shape, entry, free, `${path}[]`);
		return shape;
	}
	for (const [name, member] of Object.entries(value)) {
		addTo(shape, member, free, path === '' ? name : `${path}.${name}`);
	}
	return shape;
}

/** One path with types that only one side has. */
export interface Difference {
	path: string;
	side: 'real' | 'emulator';
	types: string[];
}

/**
 * What only one of two shapes has. A member that only one side has is told once, without what lies below it. Any
 * member of a document may be null, so a null that only the emulator sends is no difference.
 */
export function differencesOf(real: Shape, emulator: Shape): Difference[] {
	const only = (side: Difference['side'], mine: Shape, theirs: Shape) =>
		[...mine].flatMap(([path, types]): Difference[] => {
			const other = theirs.get(path);
			if (other === undefined && hasAbsentParent(path, theirs)) return [];
			const rest = [...types].filter(
				(type) => !other?.has(type) && !(type === 'null' && side === 'emulator' && other),
			);
			return rest.length > 0 ? [{ path, side, types: rest.sort() }] : [];
		});
	return [...only('real', real, emulator), ...only('emulator', emulator, real)].sort((a, b) =>
		a.path < b.path ? -1 : 1,
	);
}

/** Whether the member around one is missing as well, and so has been told already. */
function hasAbsentParent(path: string, shape: Shape): boolean {
	const parent = path.replace(/(?:\[\]|\.?[^.[\]]+)$/, '');
	return path !== '' && !shape.has(parent);
}
