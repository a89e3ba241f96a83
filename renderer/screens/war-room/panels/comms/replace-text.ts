import type * as Y from 'yjs';

/** Replaces the whole shared text in one transaction. */
export function replaceText(text: Y.Text, words: string) {
  text.doc?.transact(() => {
    text.delete(0, text.length);
    text.insert(0, words);
  });
}
