// UN: taking back one's own last act. A fact is never removed, so taking it back is striking it out (FA3): the fold
// then shows what stood before, and the act stays readable as struck out.
import { isFactKind, type Fact, type FactDraft, type FactKind } from './fact.ts';
import type { Room } from './incident.ts';

export type Undo =
  | { can: true; draft: FactDraft; target: Fact }
  /** `target` is what cannot be taken back; null when there is nothing. */
  | { can: false; why: string; target: Fact | null };

/** Older acts are history: whoever wants them struck out does it where they stand. */
const longestMs = 60 * 60_000;

/** What has left the room, or what others have acted on, with the reason why it stands. */
const final: Partial<Record<FactKind, string>> = {
  declared: 'An incident that was declared is resolved, not undone.',
  acknowledged: 'An acknowledgement has stopped the paging already.',
  sent: 'What was sent has been read.',
  'handover-accepted': 'A role that was handed over is handed back.',
  paged: 'A page cannot be called back.',
};
/** No acts of their own: greetings, and what a person struck out, which undoing would turn into a see-saw. */
const passedOver: ReadonlySet<FactKind> = new Set<FactKind>(['joined', 'numbered', 'retracted']);

/** `now` is epoch ms on the team's clock. Only what `me` wrote, however it is dated, newest noted first. */
export function planUndo({ timeline }: Room, me: string, now: number): Undo {
  let last: Fact | null = null;
  for (const { fact, noted, by, retracted } of timeline) {
    const isMine = by === me && retracted === null && isFactKind(fact.kind) && !passedOver.has(fact.kind);
    if (isMine && (last === null || noted > last.noted || (noted === last.noted && fact.id > last.id)))
      last = fact;
  }
  if (last === null) return { can: false, why: 'There is nothing of yours here to take back.', target: null };
  if (now - last.noted > longestMs)
    return {
      can: false,
      why: 'Your last act is more than an hour old: strike it out where it stands.',
      target: null,
    };
  const why = final[last.kind] ?? whyReplaced(last, timeline);
  if (why !== null) return { can: false, why, target: last };
  return { can: true, draft: { kind: 'retracted', target: last.id, why: 'undone' }, target: last };
}

/** A severity or status that somebody set anew since then no longer stands, so striking it out would change nothing. */
function whyReplaced(fact: Fact, timeline: Room['timeline']): string | null {
  if (fact.kind !== 'severity' && fact.kind !== 'status') return null;
  const isReplaced = timeline.some(
    (entry) => entry.fact.kind === fact.kind && entry.retracted === null && entry.noted > fact.noted,
  );
  return isReplaced ? `Somebody has set the ${fact.kind} since.` : null;
}
