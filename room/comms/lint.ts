// CM5: the plain-language lint. It checks the rendered text, works offline and blocks nobody.
import type { Draft, Room } from '../view/room-view.ts';
import { promisesMore, type Audience, type Stage } from '../team/audiences.ts';
import { hosts, impactWords, jargon, nextWords, promises, timeWords } from './lint-words.ts';
import { findStrayBrackets, findUnfilled } from './placeholders.ts';
import type { Rendered } from './render.ts';
import { table } from '../text/words.ts';

export type LintRule =
  | 'not-filled-in'
  | 'unknown-value'
  | 'stray-bracket'
  | 'hidden-characters'
  | 'internal-name'
  | 'promise'
  | 'jargon'
  | 'missing-impact'
  | 'missing-next-update'
  | 'past-next-update'
  | 'said-twice';

/** Each message follows the quoted words, if there are any. */
const whys = table({
  stray: 'is left over from a filled-in value. Remove it.',
  jargon: (instead: string) => `may mean nothing to them: ${instead}.`,
  noValue: 'is not a value of the room. Write the text without braces.',
  unfilled: 'must still be filled in.',
  hidden: 'is invisible. Type those words again.',
  inside: 'is an internal name. Say which part of the service.',
  check: 'is the internal name of a check. Say which part of the service.',
  impact: 'Say who is affected and how, or write {impact}.',
  next: 'Say when the next update comes, or write {next update}.',
  isPast: 'The time of the next update has passed. Choose another.',
  twice: 'is here twice. Keep one.',
});

/** `words` is quoted from the text, empty when something is missing; `why` says what is wrong and what to do. */
export type LintFinding = { rule: LintRule; words: string; why: string };

export type LintInput = {
  rendered: Rendered;
  audience: Audience;
  stage: Stage;
  room: Pick<Room, 'checks' | 'service'>;
  draft: Pick<Draft, 'next'>;
  /** Epoch milliseconds on the team's clock. */
  now: number;
};

/** Readers who do not know how the service is built. Support passes the text on to customers. */
const readsAsOutsider = (audience: Audience): boolean => audience !== 'internal';

export function lintDraft(input: LintInput): readonly LintFinding[] {
  const { rendered, audience, room } = input;
  const { text } = rendered;
  if (text === '') return [];
  const outside = readsAsOutsider(audience);
  return [
    ...findUnfilled(rendered).map((words) => unfilled(words)),
    ...findStrayBrackets(rendered).map((words) => ({
      rule: 'stray-bracket' as const,
      words,
      why: whys.stray,
    })),
    ...hiddenCharacters(text),
    ...(outside ? internalNames(text, room) : []),
    ...promises.flatMap(([pattern, why]) => each(text, pattern, 'promise', () => why)),
    ...(outside
      ? jargon.flatMap(([pattern, instead]) => each(text, pattern, 'jargon', () => whys.jargon(instead)))
      : []),
    ...missing(input),
    ...saidTwice(text),
  ];
}

const unfilled = (words: string): LintFinding =>
  words.startsWith('{')
    ? {
        rule: 'unknown-value',
        words,
        why: whys.noValue,
      }
    : { rule: 'not-filled-in', words, why: whys.unfilled };

function each(text: string, pattern: RegExp, rule: LintRule, why: (words: string) => string): LintFinding[] {
  const found = new Map<string, string>();
  for (const [words] of text.matchAll(pattern)) {
    const key = words.toLowerCase();
    if (!found.has(key)) found.set(key, words.trim());
  }
  return [...found.values()].map((words) => ({ rule, words, why: why(words) }));
}

/** Characters that neither the approver nor the reader can see: zero-width and direction characters, tags. */
function hiddenCharacters(text: string): LintFinding[] {
  const codes = new Set<string>();
  // Joiners inside emoji are valid.
  for (const [character] of text.matchAll(
    /(?<!\p{Extended_Pictographic}\uFE0F?)\u200D|[\u00AD\u200B\u200C\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF\u{E0000}-\u{E007F}]/gu,
  ))
    codes.add(`U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`);
  if (codes.size === 0) return [];
  return [
    {
      rule: 'hidden-characters',
      words: [...codes].join(', '),
      why: whys.hidden,
    },
  ];
}

function internalNames(text: string, { checks, service }: LintInput['room']): LintFinding[] {
  const found = hosts.flatMap((pattern) => each(text, pattern, 'internal-name', () => whys.inside));
  for (const { name } of checks) {
    const isTold =
      name.length > 2 &&
      name !== service &&
      /[-_./]/u.test(name) &&
      text.toLowerCase().includes(name.toLowerCase());
    if (isTold)
      found.push({
        rule: 'internal-name',
        words: name,
        why: whys.check,
      });
  }
  return [...new Map(found.map((finding) => [finding.words.toLowerCase(), finding])).values()];
}

function missing({ rendered, stage, draft, now }: LintInput): LintFinding[] {
  const findings: LintFinding[] = [];
  const { text, used } = rendered;
  if (!used.has('impact') && !impactWords.test(text))
    findings.push({
      rule: 'missing-impact',
      words: '',
      why: whys.impact,
    });
  if (!promisesMore(stage)) return findings;
  const line = text.split('\n').find((each) => nextWords.test(each));
  const isSaid = used.has('next update') || (line !== undefined && timeWords.test(line));
  if (!isSaid)
    findings.push({
      rule: 'missing-next-update',
      words: '',
      why: whys.next,
    });
  if (used.has('next update') && draft.next !== null && draft.next <= now)
    findings.push({
      rule: 'past-next-update',
      words: '',
      why: whys.isPast,
    });
  return findings;
}

/** Finds repeated lines: two people who begin the same draft offline both insert the template. */
function saidTwice(text: string): LintFinding[] {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const line of text.split('\n').map((each) => each.trim())) {
    if (line.length < 20) continue;
    if (seen.has(line)) twice.add(line);
    seen.add(line);
  }
  return [...twice].map((line) => ({
    rule: 'said-twice',
    words: line.slice(0, 60),
    why: whys.twice,
  }));
}
