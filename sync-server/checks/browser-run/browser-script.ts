// The small language of browser checks: each line is a verb and its object. Pure: parsed here, run in
// browser-run.ts.
export type Verb = 'open' | 'click' | 'fill' | 'expect' | 'expect-not' | 'wait' | 'press';
/** `line` counts from 1, `text` is the line as written. */
export type Line = { line: number; text: string; verb: Verb; words: string; value: string };
export type Script = readonly Line[];

export const mostLines = 50;

type Shape = { count: 1 | 2; example: string };
const shapes: Record<Verb, Shape> = {
  open: { count: 1, example: 'open https://example.org/' },
  click: { count: 1, example: 'click "Sign in"' },
  fill: { count: 2, example: 'fill "User" "ana"' },
  expect: { count: 1, example: 'expect "Welcome"' },
  'expect-not': { count: 1, example: 'expect-not "Error"' },
  wait: { count: 1, example: 'wait "#results"' },
  press: { count: 1, example: 'press "Enter"' },
};
const verbs = Object.keys(shapes);
const isVerb = (word: string): word is Verb => Object.hasOwn(shapes, word);

/** The lines of a script, without empty lines and `#` comments. Throws a message that names the line. */
export function parseScript(text: string): Script {
  const script = text.split('\n').flatMap((raw, index) => {
    const line = raw.trim();
    return line === '' || line.startsWith('#') ? [] : [parseLine(line, index + 1)];
  });
  const [first] = script;
  if (first === undefined) throw new Error('at least one line, such as open https://example.org/');
  if (first.verb !== 'open')
    throw new Error(`line ${first.line}: the first line opens a page, such as ${shapes.open.example}`);
  if (script.length > mostLines) throw new Error(`at most ${mostLines} lines`);
  return script;
}

function parseLine(text: string, line: number): Line {
  const [, verb = '', rest = ''] = /^(\S+)\s*(.*)$/.exec(text) ?? [];
  if (!isVerb(verb))
    throw new Error(`line ${line}: “${verb.slice(0, 30)}” is not one of ${verbs.join(', ')}`);
  const { count, example } = shapes[verb];
  const said = verb === 'open' && !rest.startsWith('"') ? [rest] : parseQuoted(rest);
  const [words = '', value = ''] = said ?? [];
  // An empty value clears a field; any other empty text is an error.
  if (said?.length !== count || words === '')
    throw new Error(`line ${line}: expected ${sayShape(count)}, such as ${example}`);
  if (verb === 'open' && !isAddress(words))
    throw new Error(`line ${line}: expected an address starting with http:// or https://`);
  return { line, text, verb, words, value };
}

const sayShape = (count: number) => (count === 1 ? 'one text in quotes' : 'two texts in quotes');

/** Texts in double quotes, with \" and \\ as escapes; null when there is anything else. */
function parseQuoted(text: string): string[] | null {
  const quoted = /"((?:[^"\\]|\\.)*)"/g;
  if (text.replaceAll(quoted, '').trim() !== '') return null;
  return [...text.matchAll(quoted)].map(([, inner = '']) => inner.replaceAll(/\\(.)/g, '$1'));
}

/** Placeholders are filled in later; the address is checked again then. */
function isAddress(text: string): boolean {
  if (text.startsWith('{{')) return true;
  const filled = text.replaceAll(/\{\{[^{}]*\}\}/g, '1');
  if (!/^https?:\/\/\S+$/i.test(filled) || !URL.canParse(filled)) return false;
  const { username, password } = new URL(filled);
  return username === '' && password === '';
}
