/** Tells a wrong method from a wrong path, and describes the routes. */
export class KnownRoutes {
	private readonly patterns: RegExp[] = [];
	private readonly paths: Record<string, Record<string, object>> = {};

	add(methods: string[], url: string): void {
		if (methods.includes('HEAD') || methods.includes('OPTIONS')) return;
		const path = url.replace(/:(\w+)/g, '{$1}');
		for (const method of methods) (this.paths[path] ??= {})[method.toLowerCase()] = {};
		this.patterns.push(new RegExp(`^${url.replace(/:\w+/g, '[^/]+').replace(/\*$/, '.*')}/?$`));
	}

	/** As OpenAPI describes routes; what they take and answer is not in it. */
	describe(): object {
		return {
			openapi: '3.0.3',
			info: { title: 'Veryfi emulator', version: '8' },
			paths: this.paths,
		};
	}

	has(path: string): boolean {
		return this.patterns.some((pattern) => pattern.test(path));
	}
}
