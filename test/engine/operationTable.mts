/** Writes down which operation of the node becomes which request, and what it returns. */
import type { IDataObject } from 'n8n-workflow';

import type { Operation, Resource } from '../../nodes/Veryfi/operation.ts';
import { API } from './actionStage.mts';

export interface Row {
	resource: Resource;
	operation: Operation;
	/** Requests in their order, e.g. `GET /documents/{id}`. */
	route: string[];
	/** The first item that came out. */
	sample?: IDataObject;
}

const MOST_NAMES = 6;

/** What was asked of Veryfi, once each, with ids replaced. */
export const routeOf = (requests: Array<{ method: string; path: string }>): string[] => [
	...new Set(
		requests.map(({ method, path }) => {
			const below = path.replace(API, '').replace(/\/$/, '');
			return `${method} ${below.replace(/\/\d+(?=\/|$)/g, '/{id}')}`;
		}),
	),
];

const code = (text: string) => `\`${text}\``;

function returned({ operation, sample }: Row): string {
	if (operation.properties.some(({ name }) => name === 'simplify')) {
		const document = 'the document, simplified or as Veryfi returns it';
		if (operation.value === 'submit') return `${code('id')}; with Wait for Result ${document}`;
		return document[0].toUpperCase() + document.slice(1);
	}
	const { id, ...others } = sample ?? {};
	const names = [...(id === undefined ? [] : ['id']), ...Object.keys(others)];
	const shown = names.slice(0, MOST_NAMES).map(code).join(', ');
	return names.length > MOST_NAMES ? `${shown}, ...` : shown;
}

const TITLE = `# Operations

Every operation of the **Veryfi** node, with its requests (below \`/api/v8/partner\`, paging left out) and the fields of its output.
Submit with **If External ID Exists** asks the list of documents first ([actionExternalId](../test/engine/actionExternalId.test.mts)).

\`npm run docs:operations\` writes this page from a run of [test/engine/operations.test.mts](../test/engine/operations.test.mts).
The test runs each operation inside n8n's engine against the emulator, with every field filled by an expression.
The last column names the test file with more detail.
`;

/** Tests that look closer, by resource and by operation; the first that fits counts. */
const PROOFS: Array<[key: string, file: string]> = [
	['webhook', 'webhookOperations'],
	['lineItem', 'actionSurface'],
	['taxLine', 'actionSurface'],
	['tag', 'actionSurface'],
	['file', 'actionSurface'],
	['download', 'actionDownload'],
	['get', 'actionReads'],
	['getMany', 'actionReads'],
	['delete', 'actionReads'],
	['process', 'actionParameters'],
	['submit', 'actionParameters'],
];

function proof({ resource, operation }: Row): string {
	const [, file] = PROOFS.find(([key]) => key === resource.value || key === operation.value) ?? [
		'',
		'actionSurface',
	];
	return `[${file}](../test/engine/${file}.test.mts)`;
}

const line = (...cells: string[]) => `| ${cells.join(' | ')} |`;

/** The whole document. */
export function renderTable(rows: Row[]): string {
	const sections = [...new Set(rows.map(({ resource }) => resource))].map((resource) =>
		[
			`## ${resource.name}`,
			'',
			line('Operation', 'Request', 'Returns', 'Test'),
			line('---', '---', '---', '---'),
			...rows
				.filter((row) => row.resource === resource)
				.map((row) =>
					line(row.operation.name, row.route.map(code).join(', '), returned(row), proof(row)),
				),
			'',
		].join('\n'),
	);
	return `${[TITLE, ...sections].join('\n').trimEnd()}\n`;
}
