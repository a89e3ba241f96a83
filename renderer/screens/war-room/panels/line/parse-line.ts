// Parses one composer line into the facts that Enter will write, or into a message that says what is missing.
import { sayWhen, shownCalendar } from '#renderer/ui/say-time.ts';
import { isAnsweringKind } from '#room/fold/thread.ts';
import { readPast, splitPast } from '#room/time/typed-time.ts';
import { strings } from '../../../../strings/index.ts';
import { commandNamed, commands } from './commands.ts';
import { ready, wrong, type Command, type LineContext, type ParsedLine, type ReadyLine } from './line.ts';
import { readTag, signOf, withUsualSign } from './read-tag.ts';
import { namedIn } from './words.ts';

const words = strings.line;

export function parseLine(line: string, context: LineContext): ParsedLine {
  // What is pasted from a chat may begin with signs that nobody sees.
  const text = withUsualSign(line.replace(/^[\s\p{Cf}]+/u, '').trim());
  if (text === '') return { state: 'empty' };
  const prefix = splitBackDate(text, context.now);
  if (prefix && 'wrong' in prefix) return wrong(prefix.wrong);
  if (prefix && prefix.rest === '') return wrong(words.needsTextAt(sayWhen(prefix.at, context.now)));
  const read = parseWords(prefix?.rest ?? text, context);
  const parsed = read.state === 'ready' ? withPeople(withAnswer(read, context), context) : read;
  if (parsed.state !== 'ready' || !prefix) return parsed;
  return backDated(parsed, prefix.at, context.now);
}

function backDated(parsed: ReadyLine, at: number, now: number): ParsedLine {
  if (parsed.at !== null) return wrong(words.timeTwice);
  const says = words.asOf(parsed.says, sayWhen(at, now));
  return { ...parsed, at, says, drafts: parsed.drafts.map((draft) => ({ ...draft, at })) };
}

/** TH1: facts that can answer an entry get it as their target, and the line says so. Other facts are unchanged. */
function withAnswer(line: ReadyLine, { answers }: LineContext): ReadyLine {
  if (answers === null) return line;
  const drafts = line.drafts.map((draft) =>
    isAnsweringKind(draft.kind) ? { ...draft, target: answers.id } : draft,
  );
  const isAnswer = line.drafts.some(({ kind }) => isAnsweringKind(kind));
  return { ...line, drafts, says: isAnswer ? words.asAnswer(line.says) : line.says };
}

/** TH3: keeps the people the line names, and shows them before Enter notifies them. */
function withPeople(line: ReadyLine, context: LineContext): ReadyLine {
  const unclear: string[] = [];
  const told = new Set<string>();
  const drafts = line.drafts.map((draft) => {
    const named = namedIn(draft, context);
    for (const { written, names } of named.unclear) unclear.push(words.couldBe(written, names.join(' or ')));
    for (const person of named.people) if (person !== context.me) told.add(person);
    return named.people.length === 0 ? draft : { ...draft, mentions: named.people };
  });
  const names = [...told].map((id) => context.people.find((each) => each.id === id)?.name ?? id);
  const says = [line.says, names.length > 0 && words.telling(strings.ui.list(names)), ...unclear];
  return { ...line, drafts, says: says.filter(Boolean).join('; ') };
}

/** Splits `14:02 text`, `-5m text` and `!14:02 text`; null when the line does not begin with a time. */
function splitBackDate(text: string, now: number): { at: number; rest: string } | { wrong: string } | null {
  const sign = signOf(text);
  const found = splitPast(text.slice(sign.length));
  const read = found && readPast(found.time, now, shownCalendar);
  if (!found || !read) return null;
  return 'wrong' in read
    ? { wrong: words.wrongTime(read.wrong, text) }
    : { at: read.at, rest: `${sign}${found.rest}` };
}

function parseWords(typed: string, context: LineContext): ParsedLine {
  const text = readTag(typed, context);
  if (!text.startsWith('/')) return ready(words.addNote, { kind: 'note', text });
  if (text.startsWith('//')) return ready(words.addNote, { kind: 'note', text: text.slice(1) });
  const [, word = '', rest = ''] = /^\/(\S*)\s*([\s\S]*)$/u.exec(text) ?? [];
  const command = commandNamed(word.normalize('NFKC'));
  if (command) return command.parse(rest.trim(), context);
  if (commands.some(({ name }) => name.startsWith(word.toLowerCase()))) return wrong(words.chooseCommand);
  return wrong(words.noCommand(word, closest(word)?.name ?? null));
}

function closest(word: string): Command | null {
  return (
    commands.find(({ name }) => word.startsWith(name) || (word.length > 2 && name.includes(word))) ?? null
  );
}
