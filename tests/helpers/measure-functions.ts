// How long the functions of a file are, and which of them are one table or one form.
import { parseSync, Visitor } from 'vite';
import type { ESTree } from 'vite';

/** A function, in lines that are neither blank nor comment. */
export interface MeasuredFunction {
  line: number;
  lines: number;
  /** Lines of its largest table or form. */
  declared: number;
}

type Span = Pick<ESTree.Node, 'start' | 'end'>;

/**
 * One literal or one element of the screen, or a switch whose every case is one `return`, fills more than half of the
 * function. Statements within it, as in an inner function, do not count as the literal's.
 */
export const isTableOrForm = ({ lines, declared }: MeasuredFunction): boolean =>
  declared * 2 > lines && lines - declared <= 40;

/** As `message satisfies never`, which says that no case is missing. */
const isOnlyType = (statement: ESTree.Statement) =>
  statement.type === 'ExpressionStatement' && statement.expression.type === 'TSSatisfiesExpression';

function isOneReturn({ consequent }: ESTree.SwitchCase): boolean {
  const [first, ...more] = consequent.filter((statement) => !isOnlyType(statement));
  return more.length === 0 && (first === undefined || first.type === 'ReturnStatement');
}

/** The functions of a file, and what may be a table or a form in them. */
function collect(program: ESTree.Program) {
  const functions: ESTree.Node[] = [];
  const tables: Span[] = [];
  const statements: Span[] = [];
  const table = (node: Span) => void tables.push(node);
  const measured = (node: ESTree.Function | ESTree.ArrowFunctionExpression) => {
    functions.push(node);
    if (node.body?.type === 'BlockStatement') statements.push(node.body);
  };
  new Visitor({
    FunctionDeclaration: measured,
    FunctionExpression: measured,
    ArrowFunctionExpression: measured,
    JSXElement: table,
    JSXFragment: table,
    ObjectExpression: table,
    ArrayExpression: table,
    SwitchStatement: (node) => {
      if (node.cases.every(isOneReturn)) table(node);
    },
  }).visit(program);
  return { functions, tables, statements };
}

/** For each line of the text, whether it holds code. */
function linesOfCode(text: string, comments: Span[]): boolean[] {
  let bare = text;
  for (const { start, end } of comments)
    bare = bare.slice(0, start) + bare.slice(start, end).replaceAll(/[^\n]/gu, ' ') + bare.slice(end);
  return bare.split('\n').map((line) => line.trim() !== '');
}

const within = (outer: Span) => (span: Span) => span.start >= outer.start && span.end <= outer.end;

/** Every function of a file that has more than `over` lines. */
export function measureFunctions(file: string, text: string, over: number): MeasuredFunction[] {
  if (text.split('\n').length <= over) return [];
  const { program, comments } = parseSync(file, text);
  const code = linesOfCode(text, comments);
  const { functions, tables, statements } = collect(program);
  const starts = [...text.matchAll(/^/gmu)].map(({ index }) => index);
  const lineAt = (place: number) => starts.findLastIndex((start) => start <= place);
  const linesOf = ({ start, end }: Span) => {
    const [first, last] = [lineAt(start), lineAt(end)];
    return code.slice(first, last + 1).flatMap((holds, line) => (holds ? [first + line] : []));
  };
  const declaredIn = (span: Span) => {
    const stated = new Set(statements.filter(within(span)).flatMap(linesOf));
    return linesOf(span).filter((line) => !stated.has(line)).length;
  };
  return functions.flatMap((each) => {
    if (lineAt(each.end) - lineAt(each.start) < over) return [];
    const lines = linesOf(each).length;
    if (lines <= over) return [];
    const declared = Math.max(0, ...tables.filter(within(each)).map(declaredIn));
    return [{ line: lineAt(each.start) + 1, lines, declared }];
  });
}
