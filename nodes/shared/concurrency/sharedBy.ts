/**
 * What all users of an object share, made when the first of them asks, and gone with the object. n8n gives every run of
 * a node a context of its own, every execution a signal, and every try of a run the same input items: whatever has to
 * be known to all requests of one of these hangs on it.
 *
 * @param create makes it; gets the object
 * @returns what gives it for an object
 */
export function sharedBy<Owner extends object, Shared>(
	create: (owner: Owner) => Shared,
): (owner: Owner) => Shared {
	const all = new WeakMap<Owner, Shared>();
	return (owner) => {
		const shared = all.get(owner) ?? create(owner);
		all.set(owner, shared);
		return shared;
	};
}
