/**
 * @typedef {object} Layer
 * @property {string} name
 * @property {number} passed how many tests
 * @property {string[]} failed what failed, each with its file and the beginning of its message
 * @property {string[]} skipped names of the tests
 * @property {number} seconds
 */

/**
 * Prints the end of `npm test`: a table, what was skipped, what failed, and a last line of counts. CI keeps
 * the end of a long output, so the failures are told again here.
 *
 * @param {Layer[]} layers
 */
export function summarize(layers) {
	console.log('layer         passed  failed  skipped   seconds');
	for (const { name, passed, failed, skipped, seconds } of layers) {
		const numbers = [passed, failed.length, skipped.length]
			.map((number) => String(number).padStart(8))
			.join('');
		console.log(`${name.padEnd(12)}${numbers}${seconds.toFixed(1).padStart(12)}`);
	}
	const passed = layers.reduce((sum, layer) => sum + layer.passed, 0);
	const skipped = list('SKIPPED, NOT PROVED BY THIS RUN', layers, 'skipped');
	const failed = list('FAILED', layers, 'failed');
	console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
}

/** @returns how many there are */
function list(title, layers, key) {
	const texts = layers.flatMap((layer) => layer[key].map((text) => `${layer.name}: ${text}`));
	if (texts.length > 0) console.log(`\n${title}:\n${texts.join('\n').replace(/^/gm, '  ')}`);
	return texts.length;
}
