/** `npm run examples:code`: writes the files of examples/code into the examples that carry copies of them. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CARRIED, codeOf, COPIES } from '../test/examples/code.mts';
import { projectRoot, readExample } from '../test/host/index.mts';

for (const [carrier, files] of Object.entries(CARRIED)) {
	const example = await readExample(carrier);
	for (const file of files) {
		const wanted = COPIES[file];
		const nodes = example.nodes.filter(({ name }) => wanted.includes(name));
		if (nodes.length === 0) throw new Error(`${carrier} has no node "${wanted.join('", "')}".`);
		for (const node of nodes) node.parameters.jsCode = codeOf(file);
	}
	const path = join(projectRoot, 'examples', `${carrier}.json`);
	writeFileSync(path, JSON.stringify(example, null, '\t'));
}
