// Completions: commands after a slash, the words a command expects, and names after @.
import { actionTypes } from '#room/facts/action-type.ts';
import { severities, statuses } from '#room/facts/fact.ts';
import { confidences } from '#room/facts/hypotheses.ts';
import { splitPast } from '#room/time/typed-time.ts';
import { strings } from '../../../../strings/index.ts';
import { commands } from './commands.ts';
import type { LineContext, Numbered } from './line.ts';

export type Completion = {
  /** The whole line up to the caret after this completion is taken. */
  line: string;
  shown: string;
  hint: string;
  /** What may follow a command. */
  usage?: string;
  /** The typed part does not identify a person yet: Enter takes the completion and does not send the line. */
  takesEnter?: boolean;
};

export type CompletionContext = Omit<LineContext, 'now' | 'down' | 'answers'>;

/** At most eight, or every command; none when the line needs no completion. The line ends at the caret. */
export function completeLine(line: string, context: CompletionContext): readonly Completion[] {
  const dated = splitPast(line);
  const start = dated && dated.rest !== '' ? line.slice(0, line.length - dated.rest.length) : '';
  const match = /^\/(\S*)$/u.exec(line.slice(start.length));
  if (match) return completeCommand(start, match[1]!.toLowerCase());
  const name = /^([\s\S]*(?:^|[\s(,;:]))@([^\s@]*(?: [^\s@]+)?)$/u.exec(line);
  const named = name ? completeName(name[1]!, name[2]!, context) : [];
  if (named.length > 0) return named.slice(0, 8);
  const argument = /^\/(\S+)\s+(?:(.*)\s)?(\S*)$/u.exec(line.slice(start.length));
  if (!argument) return [];
  const typed = argument[3]!;
  const earlier = argument[2]?.split(/\s+/u) ?? [];
  const before = line.slice(0, line.length - typed.length);
  return completeArgument(argument[1]!.toLowerCase(), earlier, typed.toLowerCase(), context)
    .map(({ word, hint }) => ({ line: `${before}${word} `, shown: word, hint }))
    .slice(0, 8);
}

function completeCommand(prefix: string, typed: string): readonly Completion[] {
  return commands
    .filter(({ name }) => name.startsWith(typed))
    .map(({ name, usage, hint }) => ({
      line: `${prefix}/${name}${usage === '' ? '' : ' '}`,
      shown: `/${name}`,
      hint,
      usage: `/${name} ${usage}`.trim(),
    }));
}

/** Names that start with the typed text come first, then names with a later word that starts with it. */
function completeName(before: string, typed: string, { people, me }: CompletionContext) {
  const wanted = typed.toLowerCase();
  const begins = people.filter(({ name }) => name.toLowerCase().startsWith(wanted));
  const within = people.filter(
    (person) => !begins.includes(person) && ` ${person.name.toLowerCase()}`.includes(` ${wanted}`),
  );
  const all = [...begins, ...(wanted.includes(' ') ? [] : within)];
  const isFinished = all.some(({ name }) => name.toLowerCase() === wanted);
  if (isFinished && all.length === 1) return [];
  // A prefix of exactly one name is understood as it is: Enter sends the line.
  const takesEnter = wanted !== '' && !isFinished && begins.length !== 1;
  const hint = /\/(?:task|role|hypothesis)\b[^@]*$/u.test(before)
    ? strings.line.whoDoes
    : strings.line.isTold;
  return all.map(({ id, name }) => ({
    line: `${before}@${name} `,
    shown: `@${name}`,
    hint: id === me ? strings.line.you : hint,
    takesEnter,
  }));
}

/** What a word stands for, beside it in the list. */
const { means } = strings.line;

type Word = { word: string; hint: string };

/** The words of a list, or the numbers of a numbered one, that start with the typed text. */
const startingWith = (typed: string) => ({
  words: (all: readonly string[], hint: string): readonly Word[] =>
    all.filter((word) => word.toLowerCase().startsWith(typed)).map((word) => ({ word, hint })),
  numbered: (all: readonly Numbered[]): readonly Word[] =>
    all
      .map(({ text }, index) => ({ word: String(index + 1), hint: text }))
      .filter(({ word }) => word.startsWith(typed)),
});

type Starting = ReturnType<typeof startingWith>;

function completeArgument(
  command: string,
  earlier: readonly string[],
  typed: string,
  context: CompletionContext,
): readonly Word[] {
  const starting = startingWith(typed);
  const { words, numbered } = starting;
  if (command === 'role') return completeRole(earlier, starting, context);
  if (command === 'finding') return completeFinding(earlier, starting, context);
  if (command === 'action' && /^(?:(?:temporary|permanent|watch \S+) )*as$/u.test(earlier.join(' ')))
    return words(actionTypes, strings.line.kindAction);
  if (earlier.length > 0) return [];
  switch (command) {
    case 'sev':
      return words(severities, means.severity);
    case 'status':
      return words(statuses, means.status);
    case 'claim':
    case 'release':
      return words(context.roles, means.role);
    case 'action':
      return typed === '' ? [] : words(['temporary', 'permanent'], strings.line.kindRepair);
    case 'hypothesis':
      return typed === '' ? [] : words(confidences, means.confidence);
    case 'experiment':
      return numbered(context.hypotheses);
    case 'confirm':
      return numbered(context.observations);
    case 'done':
    case 'accept':
      return numbered(context.tasks);
    default:
      return [];
  }
}

function completeRole(
  [first, ...more]: readonly string[],
  { words }: Starting,
  { roles, mine }: CompletionContext,
): readonly Word[] {
  if (first === undefined)
    return [
      ...words(roles, means.role),
      ...words(['release'], strings.line.giveOneUp),
      ...words(['new'], strings.line.addOne),
    ];
  if (more.length > 0 || first === 'new') return [];
  return first === 'release' ? words(mine, means.role) : words(['backup', 'to'], means.how);
}

/** A hypothesis first, unless there is only one. */
function completeFinding(
  earlier: readonly string[],
  { words, numbered }: Starting,
  { hypotheses }: CompletionContext,
): readonly Word[] {
  const isAbout = /^\d+$/u.test(earlier[0] ?? '') || hypotheses.length === 1;
  if (earlier.length > (isAbout ? 1 : 0)) return [];
  return isAbout ? words(['supported', 'refuted', 'inconclusive'], means.verdict) : numbered(hypotheses);
}
