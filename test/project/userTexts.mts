import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { projectRoot } from '../host/index.mts';
import { pages, type Page } from './markdown.mts';

/** Pages that no user reads from end to end, or whose words are others'. */
const OTHERS = ['CHANGELOG.md', 'LICENSE.md'];

const STICKY_NOTE = 'n8n-nodes-base.stickyNote';

const filesIn = (folder: string, ending: string) =>
	readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith(ending))
		.map((file) => join(folder, file));

const read = (path: string) => readFileSync(join(projectRoot, path), 'utf8');

/** The sticky notes of an example, and the names of its nodes. */
function notesOf(path: string): Page[] {
	const { nodes } = JSON.parse(read(path)) as {
		nodes: Array<{ name: string; type: string; parameters: { content?: string } }>;
	};
	return nodes.map(({ name, type, parameters }) => ({
		path,
		text: type === STICKY_NOTE ? parameters.content! : name,
	}));
}

/** Literals of several words in shipped code: labels, descriptions, hints, errors, logs. */
function literalsOf(path: string): Page[] {
	const found: Page[] = [];
	const source = ts.createSourceFile(path, read(path), ts.ScriptTarget.ESNext, true);
	const visit = (node: ts.Node) => {
		if (ts.isImportDeclaration(node)) return;
		if (ts.isStringLiteralLike(node)) found.push({ path, text: node.text });
		else if (ts.isTemplateExpression(node)) {
			const text =
				node.head.text + node.templateSpans.map((span) => '…' + span.literal.text).join('');
			found.push({ path, text });
		}
		ts.forEachChild(node, visit);
	};
	visit(source);
	return found.filter(({ text }) => /[a-z…] \S*[a-z…]/i.test(text) && !/^=?{{|^\w+ => /.test(text));
}

/** Everything that people read: pages, sticky notes of examples, and what the nodes say. */
export const userTexts = (): Page[] => [
	...pages.filter(({ path }) => !OTHERS.includes(path)),
	...filesIn('examples', '.json').flatMap(notesOf),
	...filesIn('nodes', '.ts').flatMap(literalsOf),
	...filesIn('credentials', '.ts').flatMap(literalsOf),
];
