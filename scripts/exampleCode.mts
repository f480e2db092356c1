/** `npm run examples:code`: writes examples/code/bill.cjs into the examples that carry a copy of it. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { projectRoot, readExample } from '../test/host/index.mts';

const folder = join(projectRoot, 'examples');
const code = readFileSync(join(folder, 'code', 'bill.cjs'), 'utf8');

for (const file of readdirSync(folder).filter((name) => name.startsWith('bills-to-'))) {
	const example = await readExample(file.replace('.json', ''));
	const node = example.nodes.find(({ name }) => name === 'Make a Bill of It');
	if (!node) throw new Error(`${file} has no node "Make a Bill of It".`);
	node.parameters.jsCode = code;
	const path = join(folder, file);
	const style = await resolveConfig(path);
	writeFileSync(
		path,
		await format(JSON.stringify(example, null, '\t'), { ...style, filepath: path }),
	);
}
