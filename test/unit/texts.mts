/** Collects what the package may say to a user, from its sources. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Stands in a text for the name of a field. */
export const FIELD = '‹field›';

/** Files that only describe fields, products and next steps to the editor. */
const EDITOR_ONLY =
	/shared\/(products\/|fields\/(outputFields|detailLevels))|Veryfi\/hints\.ts|VeryfiTrigger\/events\.ts/;

/** A text in the sources. */
export interface Text {
	/** File and line. */
	place: string;
	/** With `FIELD` and "…" for what is put into it when the node runs. */
	words: string;
	/** The name of the property that it is the value of, if it is one. */
	member?: string;
}

/** Members of the objects that describe nodes, fields, options and credentials to the editor. */
const DESCRIBING = ['displayName', 'value', 'searchHint', 'nodeType', 'action', 'displayCondition'];

const isText = (node: ts.Node): node is ts.StringLiteral | ts.TemplateLiteral =>
	ts.isStringLiteralLike(node) || ts.isTemplateExpression(node);

/** What a template puts in: the name of a field as the editor shows it, or anything else. */
const filling = ({ expression }: ts.TemplateSpan, source: ts.SourceFile) =>
	/displayName$/.test(expression.getText(source)) ? FIELD : '…';

const wordsOf = (node: ts.StringLiteral | ts.TemplateLiteral, source: ts.SourceFile): string =>
	ts.isTemplateExpression(node)
		? node.head.text +
			node.templateSpans.map((span) => filling(span, source) + span.literal.text).join('')
		: (node as ts.StringLiteral).text;

/** A sentence, and no name or code. */
const isSentence = (words: string) =>
	/[a-z…]\s+[a-z]+\s+\S*[a-z…]/i.test(words) && !/^=?{{/.test(words);

const nameOf = (member: ts.ObjectLiteralElementLike, source: ts.SourceFile) =>
	member.name?.getText(source) ?? '';

/** Whether an object describes something to the editor. */
const isDescription = (node: ts.Node, source: ts.SourceFile): boolean =>
	ts.isObjectLiteralExpression(node) &&
	node.properties.some((member) => DESCRIBING.includes(nameOf(member, source)));

/** What errors, findings and logs say: every sentence that describes nothing to the editor. */
export function errorTexts(): Text[] {
	const found: Text[] = [];
	for (const folder of ['nodes', 'credentials']) {
		const names = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
		for (const name of names.filter(
			(each) => each.endsWith('.ts') && !EDITOR_ONLY.test(join(folder, each)),
		)) {
			const path = join(folder, name);
			const code = readFileSync(join(root, path), 'utf8');
			const source = ts.createSourceFile(path, code, ts.ScriptTarget.ESNext, true);
			const visit = (node: ts.Node, member?: string) => {
				if (ts.isImportDeclaration(node) || isDescription(node, source)) return;
				if (isText(node) && isSentence(wordsOf(node, source))) {
					const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
					found.push({ place: `${path}:${line + 1}`, words: wordsOf(node, source), member });
				}
				const inner = ts.isPropertyAssignment(node) ? node.name.getText(source) : member;
				ts.forEachChild(node, (child) => visit(child, inner));
			};
			visit(source);
		}
	}
	return found;
}
