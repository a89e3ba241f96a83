// IN6, DE14: expands short tags into their commands, the same in the room, the scribe bar and `muster note`.
import { shownCalendar } from '#renderer/ui/say-time.ts';
import { findNamed } from '#room/catch-up/mentions.ts';
import { readDue, splitDue } from '#room/time/typed-time.ts';
import type { LineContext } from './line.ts';

/** What people type before a colon without having read about the signs. */
const spelled = /^(action|hypothesis|decision)\s?[:：]\s*([\s\S]+)$/iu;
/** `!!! down`, `## Head`, `!= 5`, `#!/bin/sh` and `#4711 fails` only look like a tag; `#14:02 freeze` is one. */
const marked = /^([!?#])(?![!?#=.,;:)\]])(?<!#(?=\d+(?:\s|$|[^\d:.])))\s*([\s\S]*)$/u;
const marks: Readonly<Record<string, string>> = { '!': 'action', '?': 'hypothesis', '#': 'decision' };

/** The sign in front as keyboards of East Asia write it, in full width. */
const wide: Readonly<Record<string, string>> = { '！': '!', '？': '?', '＃': '#', '／': '/', '＠': '@' };
export const withUsualSign = (text: string): string =>
  text.replace(/^[！？＃／＠]/u, (sign) => wide[sign] ?? sign);

/** The text has no leading time. `!x` and `action: x` are `/action x`, `todo x` is `/task x`, `@bo 3m x` is a task for Bo. */
export function readTag(line: string, context: Pick<LineContext, 'people' | 'me' | 'now'>): string {
  const text = withUsualSign(line);
  const [, mark = '', after = ''] = marked.exec(text) ?? [];
  const command = marks[mark];
  if (command !== undefined) return `/${command} ${after}`;
  const [, word = '', said = ''] = spelled.exec(text) ?? [];
  if (said !== '') return `/${word.toLowerCase()} ${said}`;
  const [, task] = /^todo(?=[:：\s]|$)[:：\s]*([\s\S]*)$/iu.exec(text) ?? [];
  if (task !== undefined) return `/task ${task}`;
  return isTaskFor(text, context) ? `/task ${text}` : text;
}

/** The sign or the word of a tag in front of a line; a time may stand behind it: `!14:02 rolled back`. */
export function signOf(text: string): string {
  const [, , after] = marked.exec(text) ?? spelled.exec(text) ?? [];
  return after === undefined ? '' : text.slice(0, text.length - after.length);
}

/** A name with a time box is a task for that person; a name alone only notifies them. */
function isTaskFor(text: string, { people, me, now }: Pick<LineContext, 'people' | 'me' | 'now'>): boolean {
  if (!text.startsWith('@')) return false;
  const found = findNamed(text.slice(1), people, me);
  if (found.length === null) return false;
  const due = splitDue(text.slice(1 + found.length));
  return due !== null && readDue(due.time, now, shownCalendar) !== null;
}
