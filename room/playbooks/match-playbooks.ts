// PB4: which playbook fits an incident, with reasons that a person can check.
import type { Severity, Status } from '../facts/fact.ts';
import type { Playbook } from './playbook.ts';
import { table } from '../text/words.ts';

const words = table({
  fresh: (severity: string) => `a fresh ${severity}`,
  failing: (count: number, names: string) => `${count === 1 ? 'check' : 'checks'} ${names} failing`,
  service: (name: string) => `service ${name}`,
  inTitle: (found: string) => `${found} in the title`,
  inSummary: (found: string) => `${found} in the summary`,
  more: (names: string, count: number) => `${names} and ${count} more`,
});

export type Symptoms = {
  title: string;
  summary: string;
  service: string | null;
  severity: Severity;
  status: Status;
  /** Names of the failing checks. */
  failing: readonly string[];
  declaredAt: number | null;
  /** Whether a checklist is already in use; then no playbook is offered only as a first step. */
  hasChecklist: boolean;
};

export type Match = { id: string; score: number; reason: string };

/** How long an incident counts as new. */
const freshMs = 15 * 60_000;
/** A matching service or failing check outweighs all matching words together. */
const weights = { first: 1_000, check: 60, service: 50, phrase: 20, tag: 6 } as const;
/** More matching words than this do not raise the score. */
const mostWords = 5;
const namedInReason = 3;

/** The matching playbooks, best first; equal ones by title. `now` is epoch ms on the team's clock. */
export function matchPlaybooks(
  playbooks: readonly (Playbook & { id: string })[],
  symptoms: Symptoms,
  now: number,
): Match[] {
  const texts = [normalize(symptoms.title), normalize(symptoms.summary)] as const;
  return playbooks
    .map((playbook) => ({ playbook, ...judge(playbook, symptoms, texts, now) }))
    .filter(({ score }) => score > 0)
    .toSorted(
      (a, b) =>
        b.score - a.score ||
        a.playbook.title.localeCompare(b.playbook.title) ||
        (a.playbook.id < b.playbook.id ? -1 : 1),
    )
    .map(({ playbook: { id }, score, reason }) => ({ id, score, reason }));
}

function judge(
  playbook: Playbook,
  symptoms: Symptoms,
  [title, summary]: readonly [title: string, summary: string],
  now: number,
): Omit<Match, 'id'> {
  const reasons: string[] = [];
  let score = 0;
  if (isFirstFor(playbook, symptoms, now)) {
    score += weights.first;
    reasons.push(words.fresh(symptoms.severity));
  }
  const failing = symptoms.failing.filter((name) => playbook.checks.some((check) => isSame(check, name)));
  if (failing.length > 0) {
    score += weights.check * Math.min(failing.length, mostWords);
    reasons.push(words.failing(failing.length, list(failing)));
  }
  const { service } = symptoms;
  if (service !== null && playbook.services.some((each) => isSame(each, service))) {
    score += weights.service;
    reasons.push(words.service(service));
  }
  // A chosen phrase weighs more than a tag.
  const phrases = dropRepeated([
    ...playbook.words.map((words) => ({ words, weight: weights.phrase })),
    ...playbook.tags.map((words) => ({ words, weight: weights.tag })),
  ]);
  const inTitle = dropContained(phrases.filter(({ words }) => occurs(words, title)));
  const inSummary = dropContained(
    phrases.filter(({ words }) => !occurs(words, title) && occurs(words, summary)),
  );
  for (const [found, say, share] of [
    [inTitle, words.inTitle, 1],
    [inSummary, words.inSummary, 0.5],
  ] as const) {
    if (found.length === 0) continue;
    score += share * found.slice(0, mostWords).reduce((sum, { weight }) => sum + weight, 0);
    reasons.push(say(list(found.map((each) => `“${each.words}”`))));
  }
  return { score, reason: reasons.join(', ') };
}

function isFirstFor({ firstFor }: Playbook, symptoms: Symptoms, now: number): boolean {
  const { severity, status, declaredAt, hasChecklist } = symptoms;
  const isOver = status === 'resolved' || status === 'closed';
  return (
    firstFor.includes(severity) &&
    !isOver &&
    !hasChecklist &&
    declaredAt !== null &&
    now - declaredAt < freshMs
  );
}

const normalize = (text: string): string =>
  ` ${
    text
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu)
      ?.join(' ') ?? ''
  } `;
const isSame = (a: string, b: string): boolean => normalize(a) === normalize(b);
/** Whole words only: `dns` is not in `odnside`. */
const occurs = (words: string, text: string): boolean => {
  const wanted = normalize(words);
  return wanted.trim() !== '' && text.includes(wanted);
};

function dropRepeated<T extends { words: string }>(phrases: readonly T[]): T[] {
  const seen = new Set<string>();
  return phrases.filter(({ words }) => !seen.has(normalize(words)) && seen.add(normalize(words)));
}

/** Drops `disk` when `disk full` was found. */
const dropContained = <T extends { words: string }>(found: readonly T[]): T[] =>
  found.filter(({ words }) =>
    found.every((other) => isSame(other.words, words) || !occurs(words, normalize(other.words))),
  );

const list = (names: readonly string[]): string =>
  names.length <= namedInReason
    ? names.join(', ')
    : words.more(names.slice(0, namedInReason).join(', '), names.length - namedInReason);
