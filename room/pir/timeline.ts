// The timeline of a review: every event worth a line, its phase, and the few key events.
import type { Fact } from '../facts/fact.ts';
import type { Entry, Room } from '../view/room-view.ts';
import { sayMessage, type ReviewMessage } from './messages.ts';
import { startOf, type Instants } from './instants.ts';
import { standing } from './outages.ts';
import type { Doer, People } from './people.ts';
import { phraseOf, type PhraseContext } from './phrases.ts';

export type Grade = { outcome: string; evidence: string | null };
export type TimelinePhase =
  | 'Before the first alert'
  | 'Before the report'
  | 'Before the declaration'
  | 'Investigating'
  | 'Repairing'
  | 'Confirming'
  | 'After resolution'
  | 'Opened again';
export type ReviewLine = {
  at: number;
  /** Since the beginning (T); negative before it. */
  elapsedMs: number;
  phase: TimelinePhase;
  text: string;
  doer: Doer | null;
  isKey: boolean;
  /** RV25: how a writer tells it as a key event; absent where the record's words stand. */
  told?: string;
  /** When it was noted, if more than a minute after it happened. */
  notedLate: number | null;
  grade: Grade | null;
  corrected: { by: string; original: string } | null;
  facts: readonly string[];
};
export type StruckOut = { at: number; text: string; by: string; why: string | null; fact: string };
export type ReviewTimeline = {
  /** The event at T+0: the beginning of impact, else the first alert, report or declaration. */
  origin: { at: number; label: string } | null;
  lines: readonly ReviewLine[];
  struckOut: readonly StruckOut[];
};

const minute = 60_000;

export function collectTimeline(
  room: Room,
  instants: Instants,
  messages: readonly ReviewMessage[],
  people: People,
): ReviewTimeline {
  const speech = speechOf(room, people);
  const origin =
    findOrigin(room, instants) ??
    (room.timeline[0] ? { at: room.timeline[0].at, label: 'The first entry' } : null);
  const from = origin?.at ?? 0;
  const firsts = new Map(messages.map((message) => [message.facts[0], message]));
  const repeated = findRepetition(room);
  const lines = standing(room).flatMap((entry): ReviewLine[] => {
    const message = firsts.get(entry.id);
    const text = message ? tellMessage(message) : phraseOf(entry.fact, speech);
    if (text === null || entry.id === repeated) return [];
    return [
      {
        at: entry.at,
        elapsedMs: entry.at - from,
        phase: phaseAt(entry.at, instants, room),
        text,
        doer: people.doer(entry.fact.by, entry.noted),
        isKey: false,
        notedLate: entry.noted - entry.at > minute ? entry.noted : null,
        grade: entry.grade && { outcome: entry.grade.outcome, evidence: entry.grade.evidence || null },
        corrected: toCorrection(entry, speech, people),
        facts: message?.facts ?? [entry.id],
      },
    ];
  });
  const keys = chooseKeys(lines, room, instants);
  return {
    origin,
    lines: lines.map((line) => ({ ...line, isKey: keys.has(line), ...toldIn(room, line) })),
    struckOut: room.timeline.flatMap((entry) => toStruckOut(entry, speech, people)),
  };
}

function speechOf(room: Room, { name }: People): PhraseContext {
  const facts = new Map(room.timeline.map((entry) => [entry.id, entry.fact]));
  const reopenedAt = new Set(room.reopened.map(({ at }) => at));
  return { name, find: (id) => facts.get(id), isReopening: ({ at }) => reopenedAt.has(at) };
}

const firstSigns = {
  alert: { label: 'First alert', before: 'Before the first alert' },
  report: { label: 'The report', before: 'Before the report' },
  person: { label: 'The declaration', before: 'Before the declaration' },
  drill: { label: 'The declaration', before: 'Before the declaration' },
} as const;

function findOrigin(room: Room, instants: Instants): ReviewTimeline['origin'] {
  const { impactBegan, detected } = instants;
  if (impactBegan.at !== null) return { at: impactBegan.at, label: 'Customer impact began' };
  return detected.at === null
    ? null
    : { at: detected.at, label: firstSigns[startOf({ room, instants })].label };
}

const tellMessage = (message: ReviewMessage): string =>
  `${sayMessage(message)} sent through ${message.channels.join(', ')}${message.override === null ? '' : ` without approval: ${message.override}`}`;

/** The declaration already reports an alert that opened the room; finds the check's repeated line. */
function findRepetition(room: Room): string | null {
  const { declared } = room;
  if (declared === null || (declared.source.type !== 'intake' && declared.source.type !== 'monitor'))
    return null;
  const alert = standing(room).find(({ fact }) => fact.kind === 'check-down');
  if (alert?.fact.kind !== 'check-down' || Math.abs(alert.at - declared.at) > minute) return null;
  return alert.fact.name === room.title && !alert.fact.reason ? alert.id : null;
}

function phaseAt(at: number, instants: Instants, room: Room): TimelinePhase {
  const { detected, identified, recovered, resolved } = instants;
  const isPast = (instant: { at: number | null }): boolean => instant.at !== null && at >= instant.at;
  if (isPast(resolved)) return 'After resolution';
  const again = room.reopened.findLast(({ resolvedAt }) => at >= resolvedAt);
  if (again !== undefined) return at >= again.at ? 'Opened again' : 'After resolution';
  if (isPast(recovered)) return 'Confirming';
  if (isPast(identified)) return 'Repairing';
  if (detected.at === null || isPast(detected)) return 'Investigating';
  return firstSigns[startOf({ room, instants })].before;
}

function toCorrection(entry: Entry, speech: PhraseContext, { name }: People): ReviewLine['corrected'] {
  const last = entry.amendedBy.at(-1);
  if (!entry.original || !last) return null;
  return { by: name(last.by), original: phraseOf(entry.original, speech) ?? '' };
}

/** Corrections are not events; a retracted entry is listed once, outside the timeline. */
function toStruckOut(
  { fact, at, retracted, id }: Entry,
  speech: PhraseContext,
  { name }: People,
): StruckOut[] {
  if (!retracted || fact.kind === 'amended' || fact.kind === 'retracted') return [];
  const text = fact.kind === 'sent' ? `Message through ${fact.channel}` : phraseOf(fact, speech);
  if (text === null) return [];
  return [{ at, text, by: name(retracted.by), why: retracted.why || null, fact: id }];
}

const mostKeys = 15;
const fewestKeys = 8;

const choiceOf = ({ review }: Room, { facts }: ReviewLine) =>
  facts.map((id) => review.story.get(id)).find((each) => each !== undefined);

function toldIn(room: Room, line: ReviewLine): Pick<ReviewLine, 'told'> {
  const words = choiceOf(room, line)?.words ?? null;
  return words === null ? {} : { told: words };
}

/** Chooses the key lines by rank: milestones, then marked events and turning points, then the rest. A writer's choice goes before (RV25). */
function chooseKeys(lines: readonly ReviewLine[], room: Room, instants: Instants): ReadonlySet<ReviewLine> {
  const milestones = new Set(Object.values(instants).flatMap(({ facts }) => facts));
  const byId = new Map(standing(room).map((entry) => [entry.id, entry]));
  const turns = new Set(room.reopened.flatMap(({ resolvedAt, at }) => [resolvedAt, at]));
  for (const { fact, id, at } of standing(room))
    if (fact.kind === 'status' && turns.has(at)) milestones.add(id);
  const ranked = lines
    .map((line, index) => ({ line, index, rank: rankOf(line, byId, milestones) }))
    .toSorted((a, b) => b.rank - a.rank || a.index - b.index);
  const important = ranked.filter(({ rank }) => rank >= 3).length;
  const count = Math.min(mostKeys, Math.max(fewestKeys, important));
  const picked = new Set(ranked.slice(0, count).map(({ line }) => line));
  return new Set(lines.filter((line) => choiceOf(room, line)?.isIn ?? picked.has(line)));
}

function rankOf(line: ReviewLine, byId: ReadonlyMap<string, Entry>, milestones: ReadonlySet<string>): number {
  const entry = byId.get(line.facts[0] ?? '');
  if (!entry) return 0;
  const kind: Fact['kind'] = entry.fact.kind;
  if (line.facts.some((id) => milestones.has(id)) && kind !== 'action' && kind !== 'paged') return 9;
  if (line.grade?.outcome === 'helped' || line.grade?.outcome === 'made-worse') return 8;
  // An attempt that changed nothing says more than the decision to make it.
  if (kind === 'severity' || (kind === 'action' && line.grade !== null)) return 7;
  if (entry.isKey && (kind === 'note' || kind === 'observation')) return 7;
  if (kind === 'decision' || kind === 'status' || kind === 'action' || kind === 'change') return 6;
  if (kind === 'sent') return 5;
  if (entry.isKey) return 4;
  if (kind === 'paged') return line.facts.some((id) => milestones.has(id)) ? 3 : 0;
  if (kind === 'finding' || kind === 'hypothesis') return 2;
  if (kind === 'note' || kind === 'observation' || kind === 'experiment') return 1;
  return 0;
}
