/**
 * What the tests need of the official SDK's types: the ones it ships are TypeScript sources with an
 * error in them, which the compiler would check along with ours.
 */
type Json = ReturnType<typeof JSON.parse>;

declare const Client: new (
	...given: string[]
) => Record<string, (...given: unknown[]) => Promise<Json>>;

export default Client;
