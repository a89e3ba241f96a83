import { strings } from '../../strings/index.ts';
import { wrong, type Command } from './line.ts';
import { findPerson, splitWord } from './words.ts';

const words = strings.paging;

/** PH9: names people with @, e-mail addresses as they are; the rest is what they should know. Nothing goes out yet. */
export const page: Command = {
  name: 'page',
  usage: '[@name …] [text]',
  hint: words.command,
  parse(rest, context) {
    const whom: string[] = [];
    let text = rest;
    for (;;) {
      const [word, after] = splitWord(text);
      if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/u.test(word)) {
        whom.push(word);
        text = after;
      } else if (word.startsWith('@')) {
        const found = findPerson(text, context);
        if ('error' in found) return wrong(found.error);
        whom.push(found.person.name);
        text = found.rest;
      } else break;
    }
    return {
      state: 'ready',
      says: words.commandSays(whom.join(', ')),
      drafts: [],
      at: null,
      confirm: null,
      opens: 'page',
      page: { whom, text },
    };
  },
};
