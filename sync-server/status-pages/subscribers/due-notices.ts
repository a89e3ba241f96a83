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
  /** Absent in records of earlier versions. */
  maintenance?: string;
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
  for (const { maintenance, starts, ends, isOver } of planned)
    if (ends > now && !isOver) first.set(maintenance, Math.min(first.get(maintenance) ?? Infinity, starts));
  const gone = goneOf(known, planned, now);
  const moves = movesOf(gone, planned);
  for (const turn of planned) {
    if (turn.isCancelled) continue;
    const isNext = first.get(turn.maintenance) === turn.starts;
    const told = before.get(turn.id) ?? null;
    // What was called off and is planned again is news.
    const isBack = told?.phases.includes('cancelled') === true;
    const old = isBack ? null : told;
    const found = old === null ? discover(turn, { isNext, isBack, now }) : follow(old, turn, now);
    if (found === null) continue;
    const was = old === null && turn.starts > now ? moves.take(turn.maintenance) : null;
    const due = was === null ? found : carryOn(was, turn, now);
    notices.push(...due.notices);
    turns.push(due.turn);
  }
  for (const old of gone) {
    // Work that had begun did take place, even if somebody removed it before its planned end.
    const phase = old.phases.includes('started') && old.starts <= now ? 'ended' : 'cancelled';
    if (!moves.isTaken(old)) notices.push(noticeOf(phase, old));
    turns.push({ ...old, phases: [...old.phases, phase] });
  }
  return { notices, turns };
}

/** Turns that were told of, are not over, and are not planned any more. */
function goneOf(known: readonly KnownTurn[], planned: readonly PlannedTurn[], now: number): KnownTurn[] {
  const there = new Set(planned.filter(({ isCancelled }) => !isCancelled).map(({ id }) => id));
  return known.filter(
    ({ id, ends, phases }) =>
      !there.has(id) && ends > now && !phases.includes('cancelled') && !phases.includes('ended'),
  );
}

/** Announced turns that a changed rule has no more: each is moved to the next turn of the new rule, in their order. */
function movesOf(gone: readonly KnownTurn[], planned: readonly PlannedTurn[]) {
  const ids = new Set(planned.map(({ id }) => id));
  const open = gone
    .filter(({ id, phases }) => !ids.has(id) && !phases.includes('started'))
    .toSorted((one, other) => one.starts - other.starts);
  const taken = new Set<KnownTurn>();
  return {
    take: (maintenance: string): KnownTurn | null => {
      const next = open.find((each) => each.maintenance === maintenance && !taken.has(each)) ?? null;
      if (next !== null) taken.add(next);
      return next;
    },
    isTaken: (turn: KnownTurn) => taken.has(turn),
  };
}

/** The record of a turn that takes the place of another one. */
function carryOn(was: KnownTurn, turn: PlannedTurn, now: number): Found {
  const same = { ...recordOf(turn), phases: was.phases };
  return follow({ ...was, id: turn.id }, turn, now) ?? { notices: [], turn: same };
}

/** What is remembered of a turn that was told of. */
const recordOf = ({ id, maintenance, title, components, starts, ends }: PlannedTurn) => ({
  id,
  maintenance,
  title,
  components,
  starts,
  ends,
});

type Found = { notices: DueNotice[]; turn: KnownTurn };

type Discovery = { isNext: boolean; isBack: boolean; now: number };

/** A turn seen for the first time: null if it is over, or too far ahead among its repeats. */
function discover(turn: PlannedTurn, { isNext, isBack, now }: Discovery): Found | null {
  const { starts, ends } = turn;
  if (ends <= now || turn.isOver || (!isNext && starts - now > aheadMs)) return null;
  const made = { ...recordOf(turn), phases: passed(starts, now) };
  const isOn = starts <= now;
  const notice = noticeOf(isOn ? 'started' : 'announced', made);
  return {
    notices: [isBack ? { ...notice, name: `${notice.name}:${now}` } : notice],
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
  const { starts, ends } = turn;
  const isMoved = old.starts !== starts || old.ends !== ends;
  const next = recordOf(turn);
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
