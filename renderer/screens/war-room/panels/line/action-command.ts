// `/action`, and the kind of action that a line has (GR6): chosen with `as rollback`, or read from its words.
import { actionTypes, actionTypeWords, guessActionType, type ActionType } from '#room/facts/action-type.ts';
import { readLength, splitPast } from '#room/time/typed-time.ts';
import { strings } from '../../../../strings/index.ts';
import { ready, wrong, type Command, type ParsedLine } from './line.ts';
import { splitWord } from './words.ts';

const words = strings.line;

type Heads = {
  repair: 'temporary' | 'permanent' | null;
  watchMs: number | null;
  type: ActionType | null;
  text: string;
  /** The words in front of the text, without those of the kind. */
  others: string;
};

/** Splits off `temporary`, `watch 5m` and `as rollback`, in any order, each once. */
function splitHeads(rest: string): Heads {
  const heads: Heads = { repair: null, watchMs: null, type: null, text: rest, others: '' };
  for (;;) {
    const [word, after] = splitWord(heads.text);
    const [second, further] = splitWord(after);
    if (heads.repair === null && (word === 'temporary' || word === 'permanent')) {
      Object.assign(heads, { repair: word, text: after, others: `${heads.others}${word} ` });
      continue;
    }
    const length = heads.watchMs === null && word === 'watch' ? readLength(second) : null;
    if (length !== null) {
      Object.assign(heads, { watchMs: length, text: further, others: `${heads.others}watch ${second} ` });
      continue;
    }
    const type =
      heads.type === null && word === 'as' ? actionTypes.find((each) => each === second) : undefined;
    if (type === undefined) return heads;
    Object.assign(heads, { type, text: further });
  }
}

const typeOf = ({ type, text }: { type?: ActionType | null | undefined; text: string }): ActionType | null =>
  type ?? guessActionType(text);

export const action: Command = {
  name: 'action',
  usage: '[temporary|permanent] [as rollback] [watch 5m] text',
  hint: words.actionHint,
  parse(rest) {
    const { repair, watchMs, type, text } = splitHeads(rest);
    if (text === '') return wrong(words.needsAction);
    if (watchMs !== null && (watchMs < 10_000 || watchMs > 3_600_000)) return wrong(words.actionWatchedFor);
    const shown = typeOf({ type, text });
    return ready(words.logAction(repair, shown === null ? null : actionTypeWords[shown]), {
      kind: 'action',
      text,
      ...(repair && { repair }),
      ...(type && { type }),
      ...(watchMs !== null && { watchMs }),
    });
  },
};

/** The kind of the action that a line writes, and whether somebody chose it; null when it writes no action. */
export function actionTypeOf(parsed: ParsedLine): { type: ActionType | null; isChosen: boolean } | null {
  const draft = parsed.state === 'ready' ? parsed.drafts[0] : undefined;
  if (draft?.kind !== 'action') return null;
  const { type, text } = draft;
  return { type: typeOf({ type, text }), isChosen: type !== undefined };
}

/** The line with this kind in front of its words; null takes the chosen kind away. */
export function withActionType(line: string, type: ActionType | null): string {
  const dated = splitPast(line);
  const start = dated === null || dated.rest === '' ? '' : line.slice(0, line.length - dated.rest.length);
  const found = /^(\s*(?:!|\/action\s)\s*)([\s\S]*)$/iu.exec(line.slice(start.length));
  if (found === null) return line;
  const [, mark = '', rest = ''] = found;
  const { others, text } = splitHeads(rest);
  return `${start}${mark}${others}${type === null ? '' : `as ${type} `}${text}`;
}
