// U-6: the short tags of the scribe bar, turned into the commands that they stand for. A time may stand in front.
import { findNamed } from '#room/mentions.ts';
import { parseDue } from '#renderer/panels/line/typed-time.ts';
import type { LineContext } from '#renderer/panels/line/line.ts';

const marks: Readonly<Record<string, string>> = { '!': 'action', '?': 'hypothesis', '#': 'decision' };

/** The line as the composer understands it: `!x` is `/action x`, `@bo 3m x` is a task for Bo. */
export function readTags(line: string, context: Pick<LineContext, 'people' | 'me' | 'now'>): string {
  const [, time = '', rest = ''] = /^((?:\d{1,2}:\d{2}|-[\dsmhd]+)\s+)?([\s\S]*)$/u.exec(line.trim()) ?? [];
  const [, mark = '', after = ''] = /^([!?#])\s*([\s\S]*)$/u.exec(rest) ?? [];
  const command = marks[mark];
  if (command !== undefined) return `${time}/${command} ${after}`;
  const [, task] = /^todo\b[:\s]*([\s\S]*)$/iu.exec(rest) ?? [];
  if (task !== undefined) return `${time}/task ${task}`;
  return isTaskFor(rest, context) ? `${time}/task ${rest}` : line;
}

/** A name and a time box ask somebody for something; a name alone only tells them. */
function isTaskFor(text: string, { people, me, now }: Pick<LineContext, 'people' | 'me' | 'now'>): boolean {
  if (!text.startsWith('@')) return false;
  const found = findNamed(text.slice(1), people, me);
  if (found.length === null) return false;
  const [word = ''] = text
    .slice(1 + found.length)
    .trim()
    .split(/\s/u);
  return parseDue(word, now) !== null;
}
