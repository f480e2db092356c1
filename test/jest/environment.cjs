const { ModernFakeTimers } = require('@jest/fake-timers');
const { ModuleMocker } = require('jest-mock');

/** The process itself, for `runtime.cjs`: its globals are those of all test files that it runs. */
module.exports = class ProcessEnvironment {
	global = globalThis;
	moduleMocker = new ModuleMocker(globalThis);
	exit = process.exit;

	constructor({ projectConfig: config }) {
		this.fakeTimersModern = new ModernFakeTimers({ config, global: globalThis });
	}

	async setup() {}

	async teardown() {
		this.fakeTimersModern.dispose();
		// jest replaces it for each test file.
		process.exit = this.exit;
	}

	getVmContext() {
		return null;
	}
};
