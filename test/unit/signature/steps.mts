import { Session } from 'node:inspector';

/** V8's precise coverage: how often each block of each function was run. */
interface Coverage {
	result: Array<{ url: string; functions: Array<{ ranges: Array<{ count: number }> }> }>;
}

/** What a call of a native function went through, by its `this`, its arguments and its result. */
type Weight = (self: unknown, result: unknown) => number;

const length = (value: unknown) =>
	typeof value === 'string' || Buffer.isBuffer(value) ? value.length : Number(value);
const ofResult: Weight = (_self, result) => length(result);
const ofSelf: Weight = (self) => length(String(self));

/** Native functions by which a text could be copied again and again. */
const NATIVE: Array<[owner: object, name: string, weight: Weight]> = [
	[String.prototype, 'slice', ofResult],
	[String.prototype, 'replace', ofResult],
	[String.prototype, 'includes', ofSelf],
	[Array.prototype, 'join', ofResult],
	[BigInt.prototype, 'toString', ofResult],
	[Buffer, 'from', ofResult],
	[Buffer, 'concat', ofResult],
	[Buffer.prototype, 'toString', ofResult],
	[Buffer.prototype, 'write', ofResult],
	[Buffer.prototype, 'copy', ofResult],
];

/**
 * Counts what work costs, independently of the machine: how often each block of code is run, and how many
 * characters native functions copy or go through.
 */
export class StepCounter {
	private readonly session = new Session();

	private characters = 0;

	/** @param isMeant whether the blocks of a file count, by its URL */
	constructor(private readonly isMeant: (url: string) => boolean) {
		this.session.connect();
		this.post('Profiler.enable');
		this.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
		for (const [owner, name, weight] of NATIVE) this.weigh(owner, name, weight);
	}

	count(work: () => unknown): number {
		this.post('Profiler.takePreciseCoverage');
		this.characters = 0;
		work();
		const { characters } = this;
		const { result } = this.post('Profiler.takePreciseCoverage') as Coverage;
		return result
			.filter(({ url }) => this.isMeant(url))
			.flatMap(({ functions }) => functions.flatMap(({ ranges }) => ranges))
			.reduce((sum, { count }) => sum + count, characters);
	}

	/** An inspector of its own thread answers before `post` returns. */
	private post(method: string, parameters?: object): unknown {
		let answer: unknown;
		this.session.post(method, parameters, (error: Error | null, result?: object) => {
			if (error) throw error;
			answer = result;
		});
		return answer;
	}

	private weigh(owner: object, name: string, weight: Weight): void {
		const functions = owner as Record<string, (...args: unknown[]) => unknown>;
		const original = functions[name];
		const report = (characters: number) => (this.characters += characters);
		functions[name] = function (this: unknown, ...args: unknown[]) {
			const result = original.apply(this, args);
			report(weight(this, result));
			return result;
		};
	}
}
