import { expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { analyse } from 'scslre';
import ts from 'typescript';

const root = fileURLToPath(new URL('../..', import.meta.url));

interface Found {
	place: string;
	text: string;
}

/** Every regular expression that the package ships, by where it stands. */
function regularExpressions(): { literals: Found[]; built: Found[] } {
	const literals: Found[] = [];
	const built: Found[] = [];
	for (const folder of ['nodes', 'credentials']) {
		const names = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
		for (const name of names.filter((each) => each.endsWith('.ts'))) {
			const path = join(folder, name);
			const source = ts.createSourceFile(
				path,
				readFileSync(join(root, path), 'utf8'),
				ts.ScriptTarget.ESNext,
			);
			const visit = (node: ts.Node) => {
				const text = () => node.getText(source);
				if (ts.isRegularExpressionLiteral(node)) literals.push({ place: path, text: text() });
				const isBuilt =
					(ts.isNewExpression(node) || ts.isCallExpression(node)) &&
					node.expression.getText(source) === 'RegExp';
				if (isBuilt) built.push({ place: path, text: text() });
				ts.forEachChild(node, visit);
			};
			visit(source);
		}
	}
	return { literals, built };
}

const toRegExp = (literal: string) => {
	const end = literal.lastIndexOf('/');
	return new RegExp(literal.slice(1, end), literal.slice(end + 1));
};

const isSuperLinear = (literal: string) => analyse(toRegExp(literal)).reports.length > 0;

test('the analysis finds what is exponential, quadratic, and quadratic by starting over', () => {
	const bad = ['/^(a+)+$/', '/^a*b?a*$/', '/=+$/'];
	expect(bad.map(isSuperLinear)).toEqual([true, true, true]);
});

test('no regular expression of the package takes more than linear time', () => {
	const { literals } = regularExpressions();
	expect(literals.length).toBeGreaterThan(30);
	expect(literals.filter(({ text }) => isSuperLinear(text))).toEqual([]);
});

test('no regular expression is made of input', () => {
	expect(regularExpressions().built).toEqual([]);
});
