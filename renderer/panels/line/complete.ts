// What could be typed next: commands after a slash, then the few words a command expects.
import { severities, statuses } from '#room/fact.ts';
import { commands } from './commands.ts';
import type { LineContext } from './line.ts';

export type Completion = {
  /** The whole line after taking this. */
  line: string;
  shown: string;
  hint: string;
};

/** At most eight; none when the line needs no help. */
export function completeLine(
  line: string,
  context: Pick<LineContext, 'people' | 'roles'>,
): readonly Completion[] {
  const match = /^((?:(?:\d{1,2}:\d{2}|-[\dsmhd]+)\s+)?)\/(\S*)$/u.exec(line);
  if (match) return completeCommand(match[1]!, match[2]!.toLowerCase());
  const argument = /^(.*\/(\S+)\s+)(\S*)$/u.exec(line);
  return argument
    ? completeArgument(argument[1]!, argument[2]!, argument[3]!.toLowerCase(), context).slice(0, 8)
    : [];
}

function completeCommand(prefix: string, typed: string): readonly Completion[] {
  return commands
    .filter(({ name }) => name.startsWith(typed))
    .map(({ name, usage, hint }) => ({
      line: `${prefix}/${name}${usage === '' ? '' : ' '}`,
      shown: `/${name} ${usage}`.trim(),
      hint,
    }));
}

function completeArgument(
  before: string,
  command: string,
  typed: string,
  { people, roles }: Pick<LineContext, 'people' | 'roles'>,
): readonly Completion[] {
  const words = (all: readonly string[], hint: string) =>
    all
      .filter((word) => word.toLowerCase().startsWith(typed))
      .map((word) => ({ line: `${before}${word} `, shown: word, hint }));
  if (command === 'sev') return words(severities, 'severity');
  if (command === 'status') return words(statuses, 'status');
  if (command === 'claim' || command === 'release') return words(roles, 'role');
  if (command === 'action' && typed !== '') return words(['temporary', 'permanent'], 'kind of repair');
  if (command === 'task' && typed.startsWith('@')) {
    return people
      .filter(({ name }) => name.toLowerCase().includes(typed.slice(1)))
      .map(({ name }) => ({ line: `${before}@${name} `, shown: `@${name}`, hint: 'who does it' }));
  }
  return [];
}
