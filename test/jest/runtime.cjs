const Module = require('node:module');
const { default: JestRuntime } = require('jest-runtime');
require('../host/regularExpressions.cjs');

/** The one of the test file that this process runs now. */
let current;

const load = Module._load;
Module._load = (request, parent, isMain) =>
	request === '@jest/globals'
		? current.jestGlobals.cjsGlobals(parent.filename)
		: load(request, parent, isMain);

for (const extension of ['.ts', '.mts']) {
	Module._extensions[extension] = (module, path) =>
		module._compile(current.transformCache.transform(path), path);
}

/** What each test file gets anew: the project's own modules, and jest's state of the tests that a file has. */
const isOfFile = (path) => !path.includes('/node_modules/') || path.includes('/jest-circus/');
const EVENT_HANDLERS = Symbol.for('EVENT_HANDLERS');

/**
 * Loads modules by Node's own loader, and packages once for all test files of a process. jest's loader reads all of
 * n8n-core anew for each file, into a context whose globals are slow: that took three fifths of the engine tests.
 *
 * What jest offers on top of its loader does not work here: `jest.mock`, `jest.isolateModules`, `--coverage`.
 */
module.exports = class NodeRuntime extends JestRuntime {
	environmentVariables = { ...process.env };

	constructor(...options) {
		super(...options);
		current = this;
		for (const path of Object.keys(require.cache).filter(isOfFile)) {
			if (path !== __filename) delete require.cache[path];
		}
		delete globalThis[EVENT_HANDLERS];
	}

	requireModule(from, name = from) {
		return Module.createRequire(from)(name);
	}

	teardown() {
		super.teardown();
		for (const name of Object.keys(process.env)) delete process.env[name];
		Object.assign(process.env, this.environmentVariables);
	}
};
