/** Tells a wrong method from a wrong path. */
export class KnownRoutes {
	private readonly patterns: RegExp[] = [];

	add(methods: string[], url: string): void {
		if (methods.includes('HEAD') || methods.includes('OPTIONS')) return;
		this.patterns.push(new RegExp(`^${url.replace(/:\w+/g, '[^/]+').replace(/\*$/, '.*')}/?$`));
	}

	has(path: string): boolean {
		return this.patterns.some((pattern) => pattern.test(path));
	}
}
