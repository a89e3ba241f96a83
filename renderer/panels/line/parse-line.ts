// What one line of the composer means: the facts that Enter will write, or, in words, what is missing.
import { sayWhen } from '#renderer/ui/say-time.ts';
import { commandNamed, commands, type Command } from './commands.ts';
import { ready, wrong, type LineContext, type ParsedLine, type ReadyLine } from './line.ts';
import { parsePast } from './typed-time.ts';

export function parseLine(line: string, context: LineContext): ParsedLine {
  const text = line.trim();
  if (text === '') return { state: 'empty' };
  const prefix = splitBackDate(text, context.now);
  if (prefix && prefix.rest === '') return wrong(`Say what happened at ${sayWhen(prefix.at, context.now)}.`);
  const parsed = parseWords(prefix?.rest ?? text, context);
  if (parsed.state !== 'ready' || !prefix) return parsed;
  return backDated(parsed, prefix.at, context.now);
}

function backDated(parsed: ReadyLine, at: number, now: number): ParsedLine {
  if (parsed.at !== null) return wrong('Give the time once: in front of the line or after the command.');
  const says = `${parsed.says}, as of ${sayWhen(at, now)}`;
  return { ...parsed, at, says, drafts: parsed.drafts.map((draft) => ({ ...draft, at })) };
}

/** `14:02 text` and `-5m text`; null when the line does not begin with a time. */
function splitBackDate(text: string, now: number): { at: number; rest: string } | null {
  const match = /^(\d{1,2}:\d{2}|-[\dsmhd]+)(?:\s+([\s\S]*))?$/u.exec(text);
  if (!match) return null;
  const at = parsePast(match[1]!, now);
  return at === null ? null : { at, rest: match[2] ?? '' };
}

function parseWords(text: string, context: LineContext): ParsedLine {
  if (!text.startsWith('/')) return ready('Add a note', { kind: 'note', text });
  if (text.startsWith('//')) return ready('Add a note', { kind: 'note', text: text.slice(1) });
  const [, word = '', rest = ''] = /^\/(\S*)\s*([\s\S]*)$/u.exec(text) ?? [];
  const command = commandNamed(word);
  if (command) return command.parse(rest.trim(), context);
  if (commands.some(({ name }) => name.startsWith(word.toLowerCase())))
    return wrong('Choose a command, or begin with // to write it as a note.');
  const near = closest(word);
  return wrong(
    `There is no command /${word}.${near ? ` Did you mean /${near.name}?` : ''} Begin with // to write it as a note.`,
  );
}

function closest(word: string): Command | null {
  return (
    commands.find(({ name }) => word.startsWith(name) || (word.length > 2 && name.includes(word))) ?? null
  );
}
