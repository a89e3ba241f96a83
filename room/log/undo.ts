// UN: undoes a person's own last act. Facts are never removed, so undo retracts the fact (FA3): the fold then shows the
// previous state, and the act stays readable as struck out.
import { isFactKind, type Fact, type FactDraft, type FactId, type FactKind } from '../facts/fact.ts';
import type { Room } from '../view/room-view.ts';
import { table } from '../text/words.ts';
import { isPerson } from '../facts/author.ts';

/** An act that cannot be undone, and why. */
export type Refused = { fact: Fact; why: string };

export type Undo =
  | { can: true; draft: FactDraft; target: Fact; skipped: readonly Refused[] }
  /** `target` is the newest act that was not undone; null when there is none. */
  | { can: false; why: string; target: Fact | null };

/** Older acts cannot be undone, only struck out in the timeline. */
const longestMs = 60 * 60_000;
/** Paging stops with the acknowledgement; after this time others rely on it. */
export const acknowledgementUndoMs = 10_000;
/** UN4: how long an incident can be called off as a mistake. */
export const mistakeMs = 60_000;

/** Acts that left the room or that others acted on, with the reason why they cannot be undone. */
const final: Partial<Record<FactKind, string>> = table({
  declared: 'You cannot undo a declaration. Resolve the incident instead.',
  sent: 'You cannot undo a message that was sent.',
  'handover-accepted': 'You cannot undo a handover. Hand the role back instead.',
  paged: 'You cannot undo a page.',
  restricted: 'You cannot undo this. Use Restrict to change who may see the incident.',
  unrestricted: 'Everybody could see the incident, so undo cannot hide it again.',
});
const words = table({
  /** The reason that the struck-out entry gives. */
  undone: 'undone',
  nothing: 'You have nothing to undo here.',
  tooOld: 'Your last act is more than an hour old. Strike out its entry instead.',
  pagingStopped: 'An acknowledgement has already stopped the paging.',
  severitySet: 'Somebody has set the severity since.',
  statusSet: 'Somebody has set the status since.',
});
/** Kinds that undo skips: greetings, and retractions, so that undo twice does not toggle one act. */
const passedOver: ReadonlySet<FactKind> = new Set<FactKind>(['joined', 'numbered', 'retracted']);

/**
 * `now` is epoch ms on the team's clock. Considers only facts that `me` wrote, whatever their dates, newest noted
 * first. Acts that cannot be undone are skipped, with their reason.
 */
export function planUndo({ timeline }: Room, me: string, now: number): Undo {
  const mine = timeline
    .filter(
      ({ fact, by, retracted }) =>
        by === me && retracted === null && isFactKind(fact.kind) && !passedOver.has(fact.kind),
    )
    .toSorted((a, b) => b.noted - a.noted || (a.id < b.id ? 1 : -1));
  const skipped: Refused[] = [];
  for (const { fact, noted } of mine) {
    if (now - noted > longestMs) break;
    const why = whyFinal(fact, now) ?? whyReplaced(fact, timeline);
    if (why === null)
      return {
        can: true,
        draft: takeBack(fact.id),
        target: fact,
        skipped,
      };
    skipped.push({ fact, why });
  }
  const [newest] = skipped;
  if (newest) return { can: false, why: newest.why, target: newest.fact };
  return {
    can: false,
    why: mine.length === 0 ? words.nothing : words.tooOld,
    target: null,
  };
}

function whyFinal(fact: Fact, now: number): string | null {
  if (fact.kind === 'acknowledged')
    return now - fact.noted > acknowledgementUndoMs ? words.pagingStopped : null;
  return final[fact.kind] ?? null;
}

/** A severity or status that somebody has set again since is replaced, so retracting it would change nothing. */
function whyReplaced(fact: Fact, timeline: Room['timeline']): string | null {
  if (fact.kind !== 'severity' && fact.kind !== 'status') return null;
  const isReplaced = timeline.some(
    (entry) => entry.fact.kind === fact.kind && entry.retracted === null && entry.noted > fact.noted,
  );
  return isReplaced ? (fact.kind === 'severity' ? words.severitySet : words.statusSet) : null;
}

/** Strikes out an act of one's own that a button undoes. */
export const takeBack = (target: FactId) => ({ kind: 'retracted' as const, target, why: words.undone });

/**
 * UN4: the fact that withdraws an incident that `me` declared by mistake. Null when somebody else declared it or wrote
 * in it, when it is over, or more than a minute old.
 */
export function planCallOff({ timeline, declared, status }: Room, me: string, now: number): FactDraft | null {
  if (declared === null || declared.by !== me || now - declared.noted > mistakeMs) return null;
  if (status.value === 'resolved' || status.value === 'closed') return null;
  const isOthers = ({ by, fact }: Room['timeline'][number]) =>
    by !== me && isPerson(by) && fact.kind !== 'joined';
  if (timeline.some(isOthers)) return null;
  return { kind: 'status', status: 'closed', withdrawn: { as: 'mistake' } };
}
