import ts from 'typescript-5';

export type Import = { from: string; line: number; typeOnly: boolean; dynamic: boolean };
export type Word = { text: string; line: number; kind: 'literal' | 'name' };
export type Source = { imports: Import[]; words: Word[]; environmentReads: number[] };

/** Reads what the rules look at: imports of every form, words, and reads of the environment. */
export function readSource(file: string, text: string): Source {
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const source: Source = { imports: [], words: [], environmentReads: [] };
  const lineOf = (node: ts.Node) =>
    tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1;
  const visit = (node: ts.Node): void => {
    const found = importIn(node);
    if (found !== undefined) source.imports.push({ ...found, line: lineOf(node) });
    if (readsEnvironment(node)) source.environmentReads.push(lineOf(node));
    const word = wordIn(node);
    if (word !== undefined) source.words.push({ ...word, line: lineOf(node) });
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return source;
}

function importIn(node: ts.Node): Omit<Import, 'line'> | undefined {
  if (ts.isImportDeclaration(node))
    return specifier(node.moduleSpecifier, isTypeImport(node.importClause));
  if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined)
    return specifier(node.moduleSpecifier, isTypeExport(node));
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
    return specifier(node.argument.literal, true);
  if (ts.isCallExpression(node) && isLoader(node.expression)) {
    const found = specifier(node.arguments[0], false);
    return found && { ...found, dynamic: true };
  }
  return undefined;
}

const isLoader = (callee: ts.Expression): boolean =>
  callee.kind === ts.SyntaxKind.ImportKeyword ||
  (ts.isIdentifier(callee) && callee.text === 'require');

function isTypeImport(clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined) return false;
  if (clause.isTypeOnly) return true;
  const bindings = clause.namedBindings;
  if (clause.name !== undefined || bindings === undefined) return false;
  return ts.isNamedImports(bindings) && bindings.elements.every(({ isTypeOnly }) => isTypeOnly);
}

function isTypeExport(node: ts.ExportDeclaration): boolean {
  if (node.isTypeOnly) return true;
  const clause = node.exportClause;
  if (clause === undefined || !ts.isNamedExports(clause)) return false;
  return clause.elements.every(({ isTypeOnly }) => isTypeOnly);
}

function specifier(node: ts.Node | undefined, typeOnly: boolean) {
  if (node === undefined || !ts.isStringLiteralLike(node)) return undefined;
  return { from: node.text, typeOnly, dynamic: false };
}

/** `process.env`, `import { env } from 'node:process'` and `Deno.env`. */
function readsEnvironment(node: ts.Node): boolean {
  if (ts.isPropertyAccessExpression(node) && node.name.text === 'env')
    return ts.isIdentifier(node.expression) && ['process', 'Deno'].includes(node.expression.text);
  if (!ts.isImportSpecifier(node)) return false;
  const from = node.parent.parent.parent.moduleSpecifier;
  return (node.propertyName ?? node.name).text === 'env' && /process'$/.test(from.getText());
}

function wordIn(node: ts.Node): Omit<Word, 'line'> | undefined {
  if (ts.isStringLiteralLike(node) || ts.isTemplateLiteralToken(node) || ts.isJsxText(node))
    return { text: node.text, kind: 'literal' };
  return ts.isIdentifier(node) ? { text: node.text, kind: 'name' } : undefined;
}
