import type * as Y from 'yjs';

/** Puts other words in place of all of a shared text, as one change for everybody. */
export function replaceText(text: Y.Text, words: string) {
  text.doc?.transact(() => {
    text.delete(0, text.length);
    text.insert(0, words);
  });
}
