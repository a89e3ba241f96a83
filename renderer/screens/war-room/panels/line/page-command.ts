import { strings } from '../../../../strings/index.ts';
import { wrong, type Command } from './line.ts';
import { findPerson, splitWord } from './words.ts';

const words = strings.paging;

/** PH9: takes @names and e-mail addresses; the remaining text is the message. Nothing is sent yet. */
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
