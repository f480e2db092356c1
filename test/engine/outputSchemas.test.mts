/**
 * What each operation puts out, as n8n's editor shows it before the first run: one file for each operation in
 * nodes/Veryfi/__schema__. WRITE_DOCS=1 writes them anew (npm run docs:schemas).
 */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { describe, expect, it } from '@jest/globals';
import type { IBinaryData, INodeProperties } from 'n8n-workflow';

import type { Operation } from '../../nodes/Veryfi/operation.ts';
import { createSamples } from '../samples/index.mts';
import type { Stage } from './actionStage.mts';
import type { Case } from './operationCases.mts';
import { CASES, filled, prepare, WITH_FILE } from './operationCases.mts';
import { schemaOf } from './outputSchema.mts';
import { paperOf } from './papers.mts';
import { useActionStage } from './useActionStage.mts';

const FOLDER = 'nodes/Veryfi/__schema__/v1.0.0';

const fileOf = ({ resource, operation }: Case) => `${resource.value}/${operation.value}.json`;

let stage: Stage;
/** An invoice, for whatever has no paper of its own. */
let invoice: IBinaryData;

useActionStage(
	async (started) => {
		stage = started;
		const [{ bytes, fileName }] = await createSamples();
		invoice = await stage.stored(bytes, fileName);
	},
	{ handshakeTiming: 'never' },
);

/** What cannot be left out: what is required, and something to update. */
const isNeeded = (operation: Operation, { name, required }: INodeProperties) =>
	required || (operation.value === 'update' && name === 'fields');

/** The items of an operation of which everything else is left as it is. */
async function outputOf(entry: Case) {
	const { resource, operation } = entry;
	const paper = await paperOf(resource.value);
	const data = paper ? await stage.stored(paper, 'paper.pdf') : invoice;
	const known = await prepare(stage, data, entry);
	const properties = operation.properties.filter(
		(field) => isNeeded(operation, field) || field.name in known,
	);
	const needed = { ...entry, operation: { ...operation, properties } };
	const { parameters, item } = filled(needed, data, known, WITH_FILE, false);
	const { error, items } = await stage.run(parameters, [item]);
	expect(error).toBeUndefined();
	return items.map(({ json }) => json);
}

describe('the preview of the output', () => {
	it.each(CASES)('is what the operation puts out: $title', async (entry) => {
		const path = join(FOLDER, fileOf(entry));
		const schema = schemaOf(await outputOf(entry));
		expect(Object.keys(schema.properties ?? {})).not.toEqual([]);
		if (process.env.WRITE_DOCS) {
			await mkdir(dirname(path), { recursive: true });
			await writeFile(path, `${JSON.stringify(schema, null, '\t')}\n`);
		}
		expect(JSON.parse(await readFile(path, 'utf8'))).toEqual(schema);
	});

	it('is there for every operation and for nothing else', async () => {
		const files = await readdir(FOLDER, { recursive: true });
		expect(files.filter((file) => file.endsWith('.json')).sort()).toEqual(CASES.map(fileOf).sort());
	});
});
