/** Installs n8n ahead of the tests: `tsx test/host/install.main.mts [version]`. */
import { ensureN8n } from './install.mts';
import { printReport } from './progress.mts';

const { version, node, entry } = await ensureN8n(printReport, process.argv[2]);
console.log(`n8n ${version}: ${node} ${entry}`);
