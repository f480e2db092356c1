/** `npm run examples:code`: writes the files of examples/code into the examples that carry copies of them. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { projectRoot, readExample } from '../test/host/index.mts';

/** The node that carries a copy, by the file. */
const NODES = { 'bill.cjs': 'Make a Bill of It', 'retry.cjs': 'Retry Begins Here' };

const folder = join(projectRoot, 'examples');

for (const file of readdirSync(folder).filter((name) => name.startsWith('bills-to-'))) {
	const example = await readExample(file.replace('.json', ''));
	for (const [source, wanted] of Object.entries(NODES)) {
		const node = example.nodes.find(({ name }) => name === wanted);
		if (!node) throw new Error(`${file} has no node "${wanted}".`);
		node.parameters.jsCode = readFileSync(join(folder, 'code', source), 'utf8');
	}
	const path = join(folder, file);
	const style = await resolveConfig(path);
	writeFileSync(
		path,
		await format(JSON.stringify(example, null, '\t'), { ...style, filepath: path }),
	);
}
