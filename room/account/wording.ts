// TL2: the wording of an entry in the account. The event comes first, then its author; in talk the author comes first.
import { entryOf } from '../text/plain.ts';
import { sayReaders } from '../facts/comms.ts';
import type { Fact } from '../facts/fact.ts';
import { resting } from '../facts/kind.ts';
import type { Draft, Entry } from '../view/room-view.ts';
import { sayNature } from '../facts/noticed.ts';
import { sayFact, writerOf } from '../facts/say.ts';
import { cutText } from '../text/cut.ts';
import { sayUnconfirmed } from '../facts/unconfirmed.ts';
import { sayWhatItWas } from '../facts/withdrawn.ts';
import { spoken, table } from '../text/words.ts';
import { isIntake } from '../facts/author.ts';
import { sayAudience } from '../team/audiences.ts';

export type Worded = {
  /** A label such as `Decided:`, for text that is unclear without it. */
  lead: string | null;
  text: string;
  author: 'first' | 'after' | 'none';
};

export type WordingContext = {
  names: (id: string) => string;
  find: (id: string) => Fact | undefined;
  /** Finds a draft by its name, so that an approval can name the audience and the version. */
  draftOf?: (draft: string) => Pick<Draft, 'audience' | 'approvals'> | undefined;
};

const outcomes = table({
  helped: 'Helped',
  'no-effect': 'Had no effect',
  'made-worse': 'Made it worse',
  inconclusive: 'Was inconclusive',
});
const leads = table({
  decision: 'Decided:',
  hypothesis: 'Suspected:',
  experiment: 'Testing:',
  finding: { supported: 'Supported:', refuted: 'Refuted:', inconclusive: 'Inconclusive:' },
  severity: 'Severity:',
  status: 'Status:',
  declared: 'Declared:',
  drill: 'Drill declared:',
  sent: (channel: string, readers: number | undefined) => `Sent by ${channel}${sayReaders(readers)}:`,
  sentAnyway: (channel: string, readers: number | undefined, why: string) =>
    `Sent by ${channel}${sayReaders(readers)} without approval (${why}):`,
});

const after = (lead: string | null, text: string): Worded => ({ lead, text, author: 'after' });
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Joins parts into sentences, each with a full stop. */
const sentences = (...parts: readonly (string | null | undefined)[]): string =>
  parts
    .flatMap((part) => (part ? [capital(part.trim())] : []))
    .map((part, index, all) => (index < all.length - 1 && !/[.!?…]$/u.test(part) ? `${part}.` : part))
    .join(' ');

/** The wording of an entry. Details missing from it are shown elsewhere in the row. */
export function wordEntry(fact: Fact, speech: WordingContext): Worded {
  const { names, find } = speech;
  switch (fact.kind) {
    case 'note':
      return { lead: null, text: fact.text, author: 'first' };
    case 'decision':
      return after(leads.decision, fact.text);
    case 'observation':
      return after(null, `${fact.text}${resting(fact.evidence)}`);
    case 'action':
      return after(null, fact.text);
    case 'hypothesis':
      return after(leads.hypothesis, fact.text);
    case 'experiment':
      return after(leads.experiment, fact.text);
    case 'finding':
      return after(leads.finding[fact.verdict], sayFinding(fact, find));
    case 'severity':
      return after(leads.severity, sentences(fact.severity, sayCrossing(fact, speech), fact.why));
    case 'status':
      return after(leads.status, sayStatus(fact));
    case 'declared':
      return after(fact.drill ? leads.drill : leads.declared, `${fact.title}${sayNature(fact)}`);
    case 'check-down':
    case 'check-up':
      return { lead: null, text: sayCheck(fact, names), author: 'none' };
    case 'approved':
      return after(null, sayApproved(fact, speech));
    case 'sent':
      return saySent(fact);
    default:
      return sayOther(fact, speech);
  }
}

function sayOther(fact: Fact, { names, find }: WordingContext): Worded {
  const text = plain(sayFact(fact, names, find));
  const who = writerOf(fact, names);
  return text.startsWith(who)
    ? { lead: null, text: text.slice(who.length).trimStart(), author: 'first' }
    : { lead: null, text, author: 'none' };
}

/** Removes Markdown marks from a step's text, which the timeline does not render. */
const plain = (text: string): string => text.replaceAll(/\*\*|`/gu, '');

function sayFinding(fact: Fact<'finding'>, find: WordingContext['find']): string {
  const about = find(fact.target);
  const tested = about?.kind === 'experiment' ? find(about.target) : about;
  const named = tested?.kind === 'hypothesis' ? `“${cutText(oneLine(tested.text), 80)}”` : 'the hypothesis';
  return `${fact.text || named}${resting(fact.evidence)}`;
}

const sayStatus = spoken(function sayStatus({
  status,
  why,
  answers = [],
  withdrawn,
}: Fact<'status'>): string {
  const last = answers.at(-1);
  const isNamed = (status === 'identified' || status === 'monitoring') && last?.answer === 'yes';
  return sentences(
    withdrawn === undefined ? capital(status) : `Withdrawn, ${sayWhatItWas(withdrawn)}`,
    why || (isNamed ? last.text : undefined),
    sayUnconfirmed(answers) || undefined,
  );
});

const whyHere: Record<string, string> = table({
  'nothing-open': 'Muster opened this incident',
  'same-service': 'It belongs to the same service',
  'same-monitor': 'It failed here before',
  'same-as-parent': 'A monitor that it depends on is down here',
  'same-as-child': 'A monitor that depends on it is down here',
  'fires-again': 'The incident ended a moment ago and is open again',
});

const checks = table({
  up: (name: string, colon: string) => `${name} is up again${colon}`,
  down: (name: string, colon: string) => `${name} went down${colon}`,
});

function sayCheck(fact: Fact<'check-down'> | Fact<'check-up'>, names: WordingContext['names']): string {
  const isAlert = isIntake(fact.monitor);
  const isOdd = fact.kind === 'check-up' && fact.ended !== undefined;
  if (isAlert || isOdd) return sayFact(fact, names);
  const name = fact.name ?? names(fact.monitor);
  const colon = fact.reason ? `: ${fact.reason}` : '';
  if (fact.kind === 'check-up') return checks.up(name, colon);
  const why = fact.why === undefined ? null : (entryOf(whyHere, fact.why) ?? fact.why);
  return why === null ? checks.down(name, colon) : `${checks.down(name, colon.replace(/\.$/u, ''))}. ${why}.`;
}

/** Each text that was approved is a version of the draft, counted from 1. */
const sayApproved = spoken(function sayApproved(fact: Fact<'approved'>, { draftOf }: WordingContext): string {
  const draft = draftOf?.(fact.draft);
  if (draft === undefined) return 'Approved the update';
  const version = [...new Set(draft.approvals.map(({ hash }) => hash))].indexOf(fact.hash) + 1;
  return `Approved ${version === 0 ? '' : `version ${version} of `}the update for ${sayAudience(draft.audience)}`;
});

/** Words a sent message, without the `Subject:` label. */
function saySent({ channel, readers, override, text }: Fact<'sent'>): Worded {
  const lead =
    override === undefined ? leads.sent(channel, readers) : leads.sentAnyway(channel, readers, override);
  return after(lead, text.replace(/^Subject:\s*/u, ''));
}

/** When somebody settles two conflicting severities, the line names both. */
const sayCrossing = spoken(function sayCrossing(
  { supersedes = [] }: Fact<'severity'>,
  { names, find }: WordingContext,
): string | null {
  const crossed = supersedes.flatMap((id) => {
    const fact = find(id);
    return fact?.kind === 'severity' ? [`${names(fact.by)} ${fact.severity}`] : [];
  });
  return crossed.length < 2 ? null : `Settled: set at once by ${crossed.join(' and ')}`;
});

/** `Helped: p95 fell`, below a graded action; null without a grade. */
export const sayOutcome = spoken(function sayOutcome({ grade }: Pick<Entry, 'grade'>): string | null {
  if (grade === null) return null;
  const words = outcomes[grade.outcome];
  return grade.evidence
    ? `${words}: ${grade.evidence.replace(/ recovered after 0 s/gu, ' came back at once')}`
    : words;
});

const oneLine = (text: string): string => text.trim().replaceAll(/\s+/gu, ' ');
