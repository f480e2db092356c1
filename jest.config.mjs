/** Tests are .mts files (see .oxlintrc.json for why); swc turns them and the nodes into CommonJS. */
const swc = (syntax) => [
	'@swc/jest',
	{
		jsc: { parser: { syntax, decorators: true }, target: 'es2022' },
		module: { type: 'commonjs', ignoreDynamic: true },
		sourceMaps: 'inline',
	},
];

/** `npm run test:all` also runs the files whose tests take long, as does whoever names one. */
const isWhole =
	process.env.TEST_ALL === '1' || process.argv.some((argument) => argument.includes('.long'));

/** @type {import('jest').Config} */
export default {
	testEnvironment: '<rootDir>/test/jest/environment.cjs',
	runtime: '<rootDir>/test/jest/runtime.cjs',
	testMatch: ['<rootDir>/test/**/*.test.mts', ...(isWhole ? [] : ['!**/*.long.test.mts'])],
	moduleFileExtensions: ['js', 'mts', 'ts', 'mjs', 'cjs', 'json', 'node'],
	globalSetup: '<rootDir>/test/host/shared.setup.mjs',
	globalTeardown: '<rootDir>/test/host/shared.teardown.mjs',
	transform: { '\\.m?ts$': swc('typescript') },
	// Tests wait more than they reckon; jest itself would leave a core free.
	maxWorkers: '100%',
	// Tests of one file that may run at the same time: each of those starts programs.
	maxConcurrency: 2,
	modulePathIgnorePatterns: ['<rootDir>/dist/'],
	// Only a test that hangs takes so long, on however slow a machine.
	testTimeout: 300_000,
};
