// SP96: which notices of planned work are due to subscribers now. Pure.
import type { WorkPhase } from '#status-page/languages/subscribing/index.ts';
import type { ToldTurn } from '#status-page/mail/mail.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** How long before its start a turn of repeated work is announced. */
const aheadMs = 7 * dayMs;

type Texts = Record<string, string>;
export type PlannedTurn = {
  id: string;
  maintenance: string;
  title: Texts;
  components: readonly string[];
  starts: number;
  ends: number;
  isCancelled: boolean;
  /** It is over, also before its planned end when a person said so. */
  isOver: boolean;
};
type Phase = 'announced' | 'day' | 'hour' | 'started' | 'ended' | 'cancelled';
export type KnownTurn = Omit<PlannedTurn, 'maintenance' | 'isCancelled' | 'isOver'> & {
  phases: readonly Phase[];
};
export type DueNotice = {
  /** Identifies the notice, so that it is sent once. */
  name: string;
  phase: WorkPhase;
  turn: ToldTurn;
  title: Texts;
  components: readonly string[];
};

/** The due notices, and every turn whose record changes. */
export function dueNotices(
  known: readonly KnownTurn[],
  planned: readonly PlannedTurn[],
  now: number,
): { notices: DueNotice[]; turns: KnownTurn[] } {
  const notices: DueNotice[] = [];
  const turns: KnownTurn[] = [];
  const before = new Map(known.map((turn) => [turn.id, turn]));
  const first = new Map<string, number>();
  for (const { maintenance, starts, ends } of planned)
    if (ends > now) first.set(maintenance, Math.min(first.get(maintenance) ?? Infinity, starts));
  for (const turn of planned) {
    if (turn.isCancelled) continue;
    const old = before.get(turn.id) ?? null;
    const isNext = first.get(turn.maintenance) === turn.starts;
    const found = old === null ? discover(turn, isNext, now) : follow(old, turn, now);
    if (found === null) continue;
    notices.push(...found.notices);
    turns.push(found.turn);
  }
  const there = new Set(planned.filter(({ isCancelled }) => !isCancelled).map(({ id }) => id));
  for (const old of known) {
    const isOver = old.ends <= now || old.phases.includes('cancelled') || old.phases.includes('ended');
    if (there.has(old.id) || isOver) continue;
    // Work that had begun did take place, even if somebody removed it before its planned end.
    const phase = old.phases.includes('started') && old.starts <= now ? 'ended' : 'cancelled';
    notices.push(noticeOf(phase, old));
    turns.push({ ...old, phases: [...old.phases, phase] });
  }
  return { notices, turns };
}

type Found = { notices: DueNotice[]; turn: KnownTurn };

/** A turn seen for the first time: null if it is over, or too far ahead among its repeats. */
function discover(turn: PlannedTurn, isNext: boolean, now: number): Found | null {
  const { id, title, components, starts, ends } = turn;
  if (ends <= now || turn.isOver || (!isNext && starts - now > aheadMs)) return null;
  const made = { id, title, components, starts, ends, phases: passed(starts, now) };
  const isOn = starts <= now;
  return {
    notices: [noticeOf(isOn ? 'started' : 'announced', made)],
    turn: { ...made, phases: [...made.phases, 'announced', ...(isOn ? (['started'] as const) : [])] },
  };
}

/** A turn that was announced elsewhere: its reminders, start and end are still sent. */
export const announcedElsewhere = (
  { starts, ends }: Pick<PlannedTurn, 'starts' | 'ends'>,
  now: number,
): Phase[] => [
  'announced',
  ...passed(starts, now),
  ...(starts <= now ? (['started'] as const) : []),
  ...(ends <= now ? (['ended'] as const) : []),
];

/** Late reminders are not sent. */
const passed = (starts: number, now: number): Phase[] => [
  ...(starts - now <= dayMs ? (['day'] as const) : []),
  ...(starts - now <= hourMs ? (['hour'] as const) : []),
];

function follow(old: KnownTurn, turn: PlannedTurn, now: number): Found | null {
  const { id, title, components, starts, ends } = turn;
  const isMoved = old.starts !== starts || old.ends !== ends;
  const next = { id, title, components, starts, ends };
  if (isMoved && !old.phases.includes('ended')) {
    const before = { starts: old.starts, ends: old.ends };
    const begun = starts <= now && old.phases.includes('started') ? (['started'] as const) : [];
    const made: KnownTurn = { ...next, phases: ['announced', ...passed(starts, now), ...begun] };
    const notice = { ...noticeOf('moved', made), name: `moved:${starts}-${ends}:${now}` };
    return { notices: [{ ...notice, turn: { ...notice.turn, before } }], turn: made };
  }
  const phase = phaseDue(old, turn, now);
  if (phase === null) return null;
  const made: KnownTurn = { ...next, phases: [...old.phases, ...phase.done] };
  return { notices: [noticeOf(phase.told, made, phase.done[0])], turn: made };
}

/** The latest phase that is due; earlier phases are skipped. */
function phaseDue(
  { phases }: KnownTurn,
  { starts, ends, isOver }: PlannedTurn,
  now: number,
): { told: WorkPhase; done: Phase[] } | null {
  const isOpen = (phase: Phase) => !phases.includes(phase);
  if (now >= ends || isOver)
    return isOpen('ended') ? { told: 'ended', done: ['ended', 'started', 'hour', 'day'] } : null;
  if (now >= starts) return isOpen('started') ? { told: 'started', done: ['started', 'hour', 'day'] } : null;
  if (now >= starts - hourMs) return isOpen('hour') ? { told: 'soon', done: ['hour', 'day'] } : null;
  if (now >= starts - dayMs) return isOpen('day') ? { told: 'soon', done: ['day'] } : null;
  return null;
}

const noticeOf = (
  phase: WorkPhase,
  { id, title, components, starts, ends }: KnownTurn,
  name?: Phase,
): DueNotice => ({
  name: `${name ?? phase}:${starts}`,
  phase,
  turn: { id, starts, ends, before: null },
  title,
  components,
});
