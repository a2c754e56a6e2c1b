// Finds what people would read that does not come out of the catalogue, or would stay behind in another language.
// Used by texts.test.ts only.
import { parse } from 'svelte/compiler';
import ts from 'typescript';

/** What a screen or a reader says out of an attribute or a part's prop. */
const SAID = /^(aria-(label|description|roledescription|valuetext|placeholder)|title|placeholder|alt|label|hint|lead|caption|words|sub|over)$/;
const LETTERS = /\p{L}/u;
const CALLS = ['t', 'tn'];
/** Two words in a row, or one with a capital: nothing that a program calls something. */
const SENTENCE = /^\p{Lu}\p{Ll}+[.:?]?$|\p{L}{2,}[,:.]? \p{Ll}{2,}/u;

type Node = { type: string; [part: string]: unknown };

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

function* parts(node: Node): Generator<Node> {
  for (const value of Object.values(node)) {
    if (Array.isArray(value)) yield* value.filter(isNode);
    else if (isNode(value)) yield value;
  }
}

/** The literals that an expression may become: not what it asks or looks up. */
function* outcomes(node: Node): Generator<string> {
  switch (node.type) {
    case 'Literal': if (typeof node.value === 'string') yield node.value; break;
    case 'TemplateLiteral':
      for (const quasi of node.quasis as { value: { cooked: string } }[]) yield quasi.value.cooked;
      for (const inner of node.expressions as Node[]) yield* outcomes(inner);
      break;
    case 'ConditionalExpression': yield* outcomes(node.consequent as Node); yield* outcomes(node.alternate as Node); break;
    case 'LogicalExpression': if (node.operator !== '&&') yield* outcomes(node.left as Node); yield* outcomes(node.right as Node); break;
    case 'BinaryExpression': if (node.operator === '+') { yield* outcomes(node.left as Node); yield* outcomes(node.right as Node); } break;
    case 'TSAsExpression': case 'TSNonNullExpression': yield* outcomes(node.expression as Node); break;
  }
}

function* values(value: unknown): Generator<string> {
  for (const one of Array.isArray(value) ? value : [value]) {
    if (!isNode(one)) continue;
    if (one.type === 'Text') yield one.data as string;
    else if (one.type === 'ExpressionTag') yield* outcomes(one.expression as Node);
  }
}

function* markup(node: Node): Generator<string> {
  if (node.type === 'Text') yield node.data as string;
  else if (node.type === 'ExpressionTag') yield* outcomes(node.expression as Node);
  else if (node.type === 'Attribute') {
    if (SAID.test(node.name as string)) yield* values(node.value);
  } else if (node.type !== 'StyleDirective') for (const part of parts(node)) yield* markup(part);
}

/** Letters in a component's markup that are not out of the catalogue. */
export function lettersInMarkup(source: string): string[] {
  const { fragment } = parse(source, { modern: true });
  return [...markup(fragment as unknown as Node)].map((text) => text.trim()).filter((text) => LETTERS.test(text));
}

function scriptOf(path: string, source: string): ts.SourceFile {
  const code = path.endsWith('.svelte') ? [...source.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map((found) => found[1]).join('\n') : source;
  return ts.createSourceFile(path, code, ts.ScriptTarget.Latest, true);
}

const calls = (node: ts.Node, names: Iterable<string>): boolean => ts.isCallExpression(node) && [...names].includes(node.expression.getText());

/** Literals in a script that read as a sentence or a name, and are not out of the catalogue. */
export function sentencesInScript(path: string, source: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (calls(node, CALLS) || ts.isImportDeclaration(node) || ts.isTypeNode(node)) return;
    if (ts.isNewExpression(node) && /Error$/.test(node.expression.getText())) return;
    const isText = ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node);
    if (isText && SENTENCE.test(node.text.trim())) found.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(scriptOf(path, source));
  return found;
}

function anywhere(node: ts.Node, holds: (part: ts.Node) => boolean): boolean {
  return holds(node) || !!ts.forEachChild(node, (part) => anywhere(part, holds) || undefined);
}

/** What a module gives that says something when it is called: `t` itself, and whatever calls it. */
export function sayers(sources: Iterable<[path: string, source: string]>): Set<string> {
  const named = [...sources].filter(([path]) => path.endsWith('.ts')).flatMap(([path, source]) => scriptOf(path, source).statements.flatMap((statement): [string, ts.Node][] => {
    if (ts.isFunctionDeclaration(statement)) return [[statement.name?.text ?? '', statement]];
    return ts.isVariableStatement(statement) ? statement.declarationList.declarations.map((one): [string, ts.Node] => [one.name.getText(), one]) : [];
  }));
  const found = new Set([...CALLS, 'language', 'locale']);
  for (let before = 0; before < found.size; ) {
    before = found.size;
    for (const [name, node] of named) if (anywhere(node, (part) => calls(part, found))) found.add(name);
  }
  return found;
}

/** What is said when a module or a component begins, and would stay in that language: neither in a function nor derived. */
export function saidOnce(path: string, source: string, names: Set<string>): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) || calls(node, ['$derived', '$derived.by', '$effect'])) return;
    if (calls(node, names)) found.push(node.getText());
    else ts.forEachChild(node, visit);
  };
  visit(scriptOf(path, source));
  return found;
}
