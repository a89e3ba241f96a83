// The post-incident review: what the facts and the texts say, collected once; every format in formats/ only
// writes it down. Nothing here is measured against a clock: the same room gives the same review (RV3).
import { isInternal } from '../comms/audiences.ts';
import type { Fact, Severity, Status } from '../fact.ts';
import type { Action, ActionItem, Entry, Hypothesis, Room } from '../incident.ts';
import { sayEvidence } from '../facts/kind.ts';
import { sayFact, writerOf } from '../say.ts';
import { isoDate } from '../time.ts';
import { collectMetrics, collectTimestamps, findInstants, type Metric, type Timestamp } from './metrics.ts';
import { findRolePeriods, type RolePeriod } from './role-periods.ts';

export type ReviewLine = {
  at: number;
  text: string;
  isKey: boolean;
  /** Noted well after it happened. */
  notedLate: number | null;
  grade: { outcome: string; evidence: string | null } | null;
  struckOut: { by: string; why: string | null } | null;
  corrected: { by: string; original: string } | null;
};
export type ReviewAction = Pick<Action, 'at' | 'text' | 'repair'> & {
  by: string;
  grade: ReviewLine['grade'];
};
export type ReviewItem = Pick<ActionItem, 'text' | 'priority' | 'type' | 'state' | 'due'> & {
  owner: string | null;
  line: string;
};
export type ReviewMessage = {
  at: number;
  by: string;
  audience: string;
  isInternal: boolean;
  channel: string;
  text: string;
};
/** `bytes` is a count, `sha256` what the file can be told by, wherever it is kept. */
export type ReviewAttachment = {
  at: number;
  by: string;
  name: string;
  type: string;
  bytes: number;
  sha256: string;
};
export type ReviewHypothesis = Pick<Hypothesis, 'at' | 'text' | 'verdict'> & {
  by: string;
  evidence: readonly string[];
};

/** Times are epoch milliseconds; people are names; texts are Markdown as typed, null where nobody wrote. */
export type Review = {
  id: string;
  number: string | null;
  title: string;
  severity: Severity | null;
  status: Status;
  drill: boolean;
  service: string | null;
  /** When the newest fact in it was noted: what was written later is not in it. */
  asOf: number | null;
  executiveSummary: string | null;
  timestamps: readonly Timestamp[];
  metrics: readonly Metric[];
  roles: readonly (RolePeriod & { person: string })[];
  timeline: readonly ReviewLine[];
  rootCause: string | null;
  hypotheses: readonly ReviewHypothesis[];
  detection: string | null;
  actions: readonly ReviewAction[];
  wentWell: string | null;
  improve: string | null;
  actionItems: readonly ReviewItem[];
  communications: readonly ReviewMessage[];
  attachments: readonly ReviewAttachment[];
  counts: { facts: number; unknown: number; invalid: number };
};

export type ReviewSource = {
  id: string;
  room: Room;
  texts: (name: string) => string;
  names: (person: string) => string;
};

export function collectReview({ id, room, texts, names }: ReviewSource): Review {
  const written = (name: string): string | null => texts(name).trim() || null;
  const name = (person: string): string => speakable(person, room, names);
  const instants = findInstants(room);
  return {
    id,
    number: room.number,
    title: room.title,
    severity: room.severity.isSet ? room.severity.value : null,
    status: room.status.value,
    drill: room.drill,
    service: room.service,
    asOf: room.lastNoted,
    executiveSummary:
      written('review/executive-summary') ?? written('summary') ?? (room.declared?.summary?.trim() || null),
    timestamps: collectTimestamps(room, instants),
    metrics: collectMetrics(room, instants),
    roles: findRolePeriods(room).map((period) => ({ ...period, person: name(period.person) })),
    timeline: collectLines(room, name),
    rootCause: written('review/root-cause'),
    hypotheses: room.hypotheses.map((hypothesis) => toHypothesis(hypothesis, name)),
    detection: written('review/detection'),
    actions: room.actions.map(({ at, text, repair, by, grade }) => ({
      at,
      text,
      repair,
      by: name(by),
      grade: toGrade(grade),
    })),
    wentWell: written('review/went-well'),
    improve: written('review/improve'),
    actionItems: room.actionItems.map((item) => toItem(item, name)),
    communications: collectMessages(room, name),
    attachments: room.attachments.map(({ at, by, name: file, type, bytes, sha256 }) => ({
      at,
      by: name(by),
      name: file,
      type,
      bytes,
      sha256,
    })),
    counts: { facts: room.factCount, unknown: room.unknown.length, invalid: room.invalid.length },
  };
}

/** The name they are known by now, else the one they joined with; a check goes by its own. */
function speakable(person: string, room: Room, names: (person: string) => string): string {
  const check = room.checks.find(({ monitor }) => person === `monitor:${monitor}`);
  if (check) return check.name;
  const told = person.startsWith('intake:') && room.timeline.find(({ fact }) => fact.by === person);
  if (told) return writerOf(told.fact, names);
  const known = names(person);
  return known !== '' && known !== person ? known : (room.people.get(person) ?? person);
}

const minute = 60_000;
/** Housekeeping on the screen, where the checklist stands beside it; in a review nothing else tells of it. */
const toldThough: ReadonlySet<string> = new Set(['step', 'step-approved', 'confirmed']);

function collectLines(room: Room, name: (person: string) => string): ReviewLine[] {
  const facts = new Map(room.timeline.map((entry) => [entry.id, entry.fact]));
  const say = (fact: Fact): string => sayFact(fact, name, (id) => facts.get(id));
  return room.timeline
    .filter(({ isSystem, fact }) => !isSystem || toldThough.has(fact.kind))
    .map((entry) => ({
      at: entry.at,
      text: say(entry.fact),
      isKey: entry.isKey,
      notedLate: entry.noted - entry.at > minute ? entry.noted : null,
      grade: toGrade(entry.grade),
      struckOut: entry.retracted && { by: name(entry.retracted.by), why: entry.retracted.why || null },
      corrected: toCorrection(entry, say, name),
    }));
}

function toCorrection(
  entry: Entry,
  say: (fact: Fact) => string,
  name: (person: string) => string,
): ReviewLine['corrected'] {
  const last = entry.amendedBy.at(-1);
  if (!entry.original || !last) return null;
  return { by: name(last.by), original: say(entry.original) };
}

const toGrade = (grade: Fact<'graded'> | null): ReviewLine['grade'] =>
  grade && { outcome: grade.outcome, evidence: grade.evidence || null };

function shown(fact: Fact<'experiment'> | Fact<'finding'>): string[] {
  const check = fact.kind === 'finding' && fact.evidence ? sayEvidence(fact.evidence) : '';
  const words = [fact.text ?? '', check].filter(Boolean).join(': ');
  return words === '' ? [] : [words];
}

function toHypothesis(hypothesis: Hypothesis, name: (person: string) => string): ReviewHypothesis {
  const { at, text, verdict, by, experiments, findings } = hypothesis;
  const evidence = [...experiments, ...findings].flatMap(shown);
  return { at, text, verdict, by: name(by), evidence };
}

/** C-87: `[Owner] - text (by date)`. */
function toItem(item: ActionItem, name: (person: string) => string): ReviewItem {
  const { text, priority, type, state, due } = item;
  const owner = item.owner === null ? null : name(item.owner);
  const line = `[${owner ?? 'nobody yet'}] - ${text} (${due === null ? 'no date yet' : `by ${isoDate(due)}`})`;
  return { text, owner, due, priority, type, state, line };
}

function collectMessages(room: Room, name: (person: string) => string): ReviewMessage[] {
  const audiences = new Map(room.drafts.map(({ draft, audience }) => [draft, audience]));
  return room.timeline.flatMap(({ fact, retracted }) => {
    if (fact.kind !== 'sent' || retracted) return [];
    const audience = audiences.get(fact.draft) ?? 'not recorded';
    return [
      {
        at: fact.at,
        by: name(fact.by),
        audience,
        isInternal: isInternal(audience),
        channel: fact.channel,
        text: fact.text,
      },
    ];
  });
}
