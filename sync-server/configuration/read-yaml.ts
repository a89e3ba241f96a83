// CF2: a YAML text with its variables put in, and where in it each field stands.
import type { Fault } from './shape.ts';

export type Environment = Readonly<Record<string, string | undefined>>;
export type ReadYaml = {
  value: unknown;
  faults: readonly Fault[];
  /** The line of a field, or of what is nearest above it; from 1. */
  lineOf: (path: readonly PropertyKey[]) => number | null;
};

const variable = /\$(?:\$|\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\})/gu;

/** `${NAME}`, `${NAME:-otherwise}` and `$$` in every text; a missing variable is a fault. */
export async function readYaml(text: string, file: string, environment: Environment): Promise<ReadYaml> {
  const { LineCounter, isPair, isScalar, isSeq, parse, parseDocument, visit } = await import('yaml');
  const counter = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: counter,
    uniqueKeys: true,
    maxAliasCount: 100,
  } as never);
  const lineAt = (offset: number | undefined) => (offset === undefined ? null : counter.linePos(offset).line);
  const faults: Fault[] = document.errors.map(({ message, pos }) => ({
    file,
    line: lineAt(pos[0]),
    field: '',
    expected: `YAML: ${message.split('\n', 1)[0] ?? ''}`,
  }));
  const nothing = { value: null, faults, lineOf: () => null };
  if (faults.length > 0) return nothing;
  /** As `channels.0.settings.url`, from the nodes above a value and itself. */
  const pathOf = (nodes: readonly unknown[]) =>
    nodes
      .flatMap((node, depth) => {
        if (isPair(node)) return isScalar(node.key) ? [String(node.key.value)] : [];
        return isSeq(node) ? [String(node.items.indexOf(nodes[depth + 1]))] : [];
      })
      .join('.');
  visit(document, {
    Scalar(_key, node, above) {
      if (typeof node.value !== 'string' || !node.value.includes('$')) return;
      const missing: string[] = [];
      const put = node.value.replace(variable, (sign: string, name?: string, otherwise?: string) => {
        if (name === undefined) return '$';
        const found = environment[name];
        if (found === undefined && otherwise === undefined) missing.push(name);
        return found ?? otherwise ?? sign;
      });
      for (const name of missing)
        faults.push({
          file,
          line: lineAt(node.range?.[0]),
          field: pathOf([...above, node]),
          expected: `the variable ${name}, which is not set`,
        });
      // An unquoted variable may stand for a number or for yes and no.
      const plain: unknown =
        node.type === 'PLAIN' && put !== '' ? parse(put.includes('\n') ? '""' : put) : put;
      node.value = typeof plain === 'number' || typeof plain === 'boolean' ? plain : put;
    },
  });
  return {
    value: document.toJS({ maxAliasCount: 100 }) as unknown,
    faults,
    lineOf: (path) => {
      for (let length = path.length; length > 0; length--) {
        const node = document.getIn(path.slice(0, length), true);
        if (isScalar(node) && node.range) return lineAt(node.range[0]);
        const range = (node as { range?: [number, number, number] } | undefined)?.range;
        if (range) return lineAt(range[0]);
      }
      return null;
    },
  };
}

/** Every scalar as it is typed (`1.10`, `yes`), with merge keys, as another program's file is read to be taken over. */
export async function readWords(text: string): Promise<Pick<ReadYaml, 'value' | 'faults'>> {
  const { LineCounter, parseDocument } = await import('yaml');
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, schema: 'failsafe', merge: true });
  const faults = document.errors.map(({ message, pos }) => ({
    file: 'text',
    line: lineCounter.linePos(pos[0]).line,
    field: '',
    expected: `YAML: ${message.split('\n', 1)[0] ?? ''}`,
  }));
  if (faults.length > 0) return { value: null, faults };
  try {
    return { value: document.toJS({ maxAliasCount: 100 }) as unknown, faults };
  } catch (error) {
    const expected = `YAML: ${error instanceof Error ? error.message : String(error)}`;
    return { value: null, faults: [{ file: 'text', line: null, field: '', expected }] };
  }
}
