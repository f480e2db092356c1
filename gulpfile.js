const { execFile } = require('node:child_process');
const { rm } = require('node:fs/promises');
const { promisify } = require('node:util');
const esbuild = require('esbuild');
const gulp = require('gulp');

const run = promisify(execFile);

const clean = () => rm('dist', { recursive: true, force: true });

async function compile() {
	try {
		await run(process.execPath, [require.resolve('typescript/bin/tsc'), '--pretty']);
	} catch (error) {
		throw new Error(error.stdout || error.message);
	}
}

/**
 * Verified community nodes may have no run-time dependencies, so the one file that uses a library
 * (fflate, for ZIPs) gets it bundled in place. From the source, because only there the bundler sees what
 * of the library is used: the rest has timers and workers, which n8n does not allow.
 */
const bundle = () =>
	esbuild.build({
		entryPoints: ['nodes/shared/zip.ts'],
		outfile: 'dist/nodes/shared/zip.js',
		allowOverwrite: true,
		bundle: true,
		platform: 'neutral',
		format: 'cjs',
		target: 'es2022',
		legalComments: 'inline',
	});

const copyAssets = () =>
	gulp
		.src(['nodes/**/*.{svg,json}', 'credentials/**/*.svg'], { base: '.', encoding: false })
		.pipe(gulp.dest('dist'));

const build = gulp.series(clean, gulp.parallel(gulp.series(compile, bundle), copyAssets));

const watch = () => gulp.watch(['nodes/**', 'credentials/**'], { ignoreInitial: false }, build);

module.exports = { build, watch, default: build };
