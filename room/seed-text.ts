import * as Y from 'yjs';
import { hashOf } from './comms/hash.ts';

/**
 * Writes `words` into an empty text so that it is the same edit wherever it is made: two people who begin to
 * edit a shipped playbook apart from each other get one copy of it when they meet, not two, one after the
 * other. Yjs knows an edit by its client and clock; here the client is a number made from name and words.
 * (Desktops of two versions with other words for one playbook do get both copies: nothing is lost.)
 * Not within another transaction: Yjs would take what else is written there for somebody else's.
 */
export function seedText(doc: Y.Doc, name: string, words: string): void {
  const seed = new Y.Doc();
  seed.clientID = Number.parseInt(hashOf(`${name}\n${words}`).slice(0, 8), 16);
  seed.getText(name).insert(0, words);
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(seed));
  seed.destroy();
}
