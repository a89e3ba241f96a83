/** A run of words that both texts have, only the old one, or only the new one. */
export type WordChange = { kind: 'same' | 'gone' | 'new'; text: string };

/** With more words on a side, the middle is shown as replaced, to limit the table to 4 million cells. */
const wordLimit = 2_000;

/** What changed between two texts, word by word, with the fewest changes. */
export function diffWords(before: string, after: string): readonly WordChange[] {
  const [old, young] = [wordsOf(before), wordsOf(after)];
  let start = 0;
  while (start < old.length && start < young.length && old[start] === young[start]) start += 1;
  let end = 0;
  const most = Math.min(old.length, young.length) - start;
  while (end < most && old.at(-1 - end) === young.at(-1 - end)) end += 1;
  const changes: WordChange[] = [];
  push(changes, 'same', old.slice(0, start).join(''));
  diffMiddle(old.slice(start, old.length - end), young.slice(start, young.length - end), changes);
  push(changes, 'same', old.slice(old.length - end).join(''));
  return changes;
}

/** Words with the space after them, so that joining them restores the text. */
const wordsOf = (text: string): string[] => text.match(/\S+\s*|\s+/gu) ?? [];

function diffMiddle(old: readonly string[], young: readonly string[], changes: WordChange[]): void {
  if (old.length > wordLimit || young.length > wordLimit) {
    push(changes, 'gone', old.join(''));
    push(changes, 'new', young.join(''));
    return;
  }
  const common = commonLengths(old, young);
  const width = young.length + 1;
  let [i, j] = [0, 0];
  while (i < old.length || j < young.length) {
    if (i < old.length && j < young.length && old[i] === young[j]) {
      push(changes, 'same', old[i] ?? '');
      i += 1;
      j += 1;
    } else if (
      j === young.length ||
      (i < old.length && at(common, (i + 1) * width + j) >= at(common, i * width + j + 1))
    ) {
      push(changes, 'gone', old[i] ?? '');
      i += 1;
    } else {
      push(changes, 'new', young[j] ?? '');
      j += 1;
    }
  }
}

const at = (table: Uint16Array, index: number): number => table[index] ?? 0;

/** Lengths of the longest common subsequences of all pairs of suffixes, in rows of `young.length + 1`. */
function commonLengths(old: readonly string[], young: readonly string[]): Uint16Array {
  const width = young.length + 1;
  const table = new Uint16Array((old.length + 1) * width);
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = young.length - 1; j >= 0; j -= 1) {
      table[i * width + j] =
        old[i] === young[j]
          ? at(table, (i + 1) * width + j + 1) + 1
          : Math.max(at(table, (i + 1) * width + j), at(table, i * width + j + 1));
    }
  }
  return table;
}

function push(changes: WordChange[], kind: WordChange['kind'], text: string): void {
  const last = changes.at(-1);
  if (text === '') return;
  if (last?.kind === kind) changes[changes.length - 1] = { kind, text: last.text + text };
  else changes.push({ kind, text });
}
