/**
 * n8n gives a regular expression of its own 250 ms of the clock, and fails the execution afterwards: on a busy machine its
 * process may stand still for longer. n8n loads this as a file of external hooks (EXTERNAL_HOOK_FILES), and jest, in whose
 * processes n8n's packages run, too, in its runtime.
 */
const { Script } = require('node:vm');

const LIMIT_OF_N8N = 250;
const LIMIT_HERE = 60_000;

const { runInContext } = Script.prototype;
Script.prototype.runInContext = function (context, options) {
	const isShort = options?.timeout === LIMIT_OF_N8N;
	return runInContext.call(this, context, isShort ? { ...options, timeout: LIMIT_HERE } : options);
};

module.exports = {};
