const { execFile } = require('node:child_process');
const { readFile, readdir, rm, writeFile } = require('node:fs/promises');
const { dirname, join } = require('node:path');
const { promisify } = require('node:util');
const esbuild = require('esbuild');
const gulp = require('gulp');

const run = promisify(execFile);

/** TypeScript 7 needs a quarter of the time; eslint and tests read sources by the interface that only 5 has. */
const tsc = join(dirname(require.resolve('typescript-7/package.json')), 'bin', 'tsc');

const clean = () => rm('dist', { recursive: true, force: true });

async function compile() {
	try {
		await run(process.execPath, [tsc, '--pretty']);
	} catch (error) {
		throw new Error(error.stdout || error.message);
	}
}

/** The one file that uses a library. */
const WITH_LIBRARY = 'nodes/Veryfi/upload/zip';

/**
 * Verified community nodes may have no run-time dependencies, so the file that uses a library (fflate,
 * for ZIPs) gets it bundled in place. From the source, because only there the bundler sees what
 * of the library is used: the rest has timers and workers, which n8n does not allow.
 */
async function bundle() {
	const { metafile } = await esbuild.build({
		entryPoints: [`${WITH_LIBRARY}.ts`],
		outfile: `dist/${WITH_LIBRARY}.js`,
		allowOverwrite: true,
		bundle: true,
		platform: 'neutral',
		format: 'cjs',
		target: 'es2022',
		legalComments: 'inline',
		metafile: true,
	});
	await writeLicenses(Object.keys(metafile.inputs));
}

/** Puts the licenses of the libraries that a bundle was made from into the package, as they ask for. */
async function writeLicenses(inputs) {
	const found = inputs.map(
		(input) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0],
	);
	const folders = [...new Set(found)].filter((folder) => folder !== undefined);
	const texts = await Promise.all(folders.map(licenseOf));
	await writeFile('dist/third-party-licenses.txt', texts.join('\n'));
}

async function licenseOf(folder) {
	const { name, version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
	const [file] = (await readdir(folder)).filter((file) => /^licen[cs]e/i.test(file));
	if (!file) throw new Error(`${name} has no license file.`);
	return `${name} ${version}\n\n${(await readFile(join(folder, file), 'utf8')).trim()}\n`;
}

const copyAssets = () =>
	gulp
		.src(['nodes/**/*.{svg,json}', 'credentials/**/*.svg'], { base: '.', encoding: false })
		.pipe(gulp.dest('dist'));

const build = gulp.series(clean, gulp.parallel(gulp.series(compile, bundle), copyAssets));

const watch = () => gulp.watch(['nodes/**', 'credentials/**'], { ignoreInitial: false }, build);

module.exports = { build, watch, default: build };
