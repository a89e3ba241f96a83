import * as Y from 'yjs';
import { hashOf } from '../comms/hash.ts';

/**
 * Writes `words` into an empty text as the same edit on every device. When two people start to edit a shipped
 * playbook offline, the merged text has one copy, not two. Yjs identifies an edit by client id and clock; here the
 * client id is a hash of name and words. (Two versions with different words for one playbook do give two copies:
 * nothing is lost.) Do not call it inside another transaction: Yjs would assign its other edits to this client.
 */
export function seedText(doc: Y.Doc, name: string, words: string): void {
  const seed = new Y.Doc();
  seed.clientID = Number.parseInt(hashOf(`${name}\n${words}`).slice(0, 8), 16);
  seed.getText(name).insert(0, words);
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(seed));
  seed.destroy();
}
