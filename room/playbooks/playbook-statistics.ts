// PB7: statistics of playbook steps in real incidents. A room gives runs, and runs give figures. Both are plain
// data, so a server can store the runs of a room and need not read the room again.
import type { ActionOutcome } from '../facts/actions.ts';
import type { Room } from '../view/room-view.ts';
import type { Checklist, Judged } from '../view/work-view.ts';

/** One checklist of one room. Times are epoch ms, durations ms. */
export type Run = {
  playbook: string;
  /** When it was attached. */
  at: number;
  /** Counted in the figures of steps: its incident is over. */
  isOver: boolean;
  /** PB11. Absent when not stated, and in runs that older versions stored. */
  drill?: boolean;
  judged?: Judged;
  steps: readonly {
    id: string;
    text: string;
    state: 'open' | 'done' | 'skipped';
    tookMs: number | null;
    grade?: ActionOutcome;
  }[];
};

export type StepFigures = {
  id: string;
  text: string;
  /** Runs with this step, how many did it and how many skipped it; in the rest it stayed open. */
  runs: number;
  done: number;
  skipped: number;
  /** Median time of the runs that did it; null when none did. */
  medianMs: number | null;
  /** How often each grade was given; absent without grades. */
  grades?: Partial<Record<ActionOutcome, number>>;
};

export type PlaybookFigures = {
  playbook: string;
  /** How often and when last it was attached, ongoing incidents included. */
  timesUsed: number;
  lastUsedAt: number;
  /** When it was last attached in a drill; absent if never. */
  lastDrilledAt?: number;
  /** Judgements after incidents, newest first; absent without any. */
  judged?: readonly Judged[];
  /** Runs of incidents that are over. */
  runs: number;
  /** Expected duration: the sum of the steps' medians; null when not known. */
  expectedMs: number | null;
  steps: readonly StepFigures[];
};

/** The checklists of a room that came from a playbook; none for a withdrawn incident (WD5). */
export function runsOf(room: Room): Run[] {
  const isOver = room.status.value === 'resolved' || room.status.value === 'closed';
  if (room.withdrawn !== null) return [];
  return room.checklists.flatMap((checklist) => {
    const { playbook, at } = checklist;
    if (playbook === null) return [];
    const { judged } = checklist;
    const steps = timeSteps(checklist);
    return [{ playbook, at, isOver, ...(room.drill && { drill: true }), ...(judged && { judged }), steps }];
  });
}

/**
 * Measures a step from its start (or its approval, if it needs one). A step that was ticked without a start is
 * measured from the last step settled before it, else from when the list was attached.
 */
function timeSteps({ at: attachedAt, steps }: Checklist): Run['steps'] {
  const settled = steps.flatMap(({ state, at }) => (state === 'open' || at === null ? [] : [at]));
  return steps.map(({ id, text, state, at, startedAt, grade }) => {
    const graded = grade === undefined ? {} : { grade: grade.outcome };
    if (state !== 'done' || at === null) return { id, text: firstLine(text), state, tookMs: null, ...graded };
    const before = Math.max(attachedAt, ...settled.filter((other) => other < at));
    return {
      id,
      text: firstLine(text),
      state,
      tookMs: Math.max(0, at - (startedAt ?? Math.min(before, at))),
      ...graded,
    };
  });
}

const firstLine = (text: string): string => (text.split('\n', 1)[0] ?? '').slice(0, 200);

/** By playbook, the one used last first. The order of `runs` does not matter. */
export function measurePlaybooks(runs: readonly Run[]): PlaybookFigures[] {
  return [...Map.groupBy(runs, ({ playbook }) => playbook)]
    .map(([playbook, all]) =>
      measure(
        playbook,
        all.toSorted((a, b) => a.at - b.at),
      ),
    )
    .toSorted((a, b) => b.lastUsedAt - a.lastUsedAt || (a.playbook < b.playbook ? -1 : 1));
}

const mostJudged = 10;

function measure(playbook: string, all: readonly Run[]): PlaybookFigures {
  const over = all.filter(({ isOver }) => isOver);
  const byStep = Map.groupBy(
    over.flatMap(({ steps }) => steps),
    ({ id }) => id,
  );
  const steps = [...byStep].map(([id, seen]) => measureStep(id, seen));
  // Only steps of the newest version count in the expected duration; older steps keep their own figures.
  const current = new Set(all.at(-1)?.steps.map(({ id }) => id));
  const medians = steps.flatMap(({ id, medianMs }) =>
    current.has(id) && medianMs !== null ? [medianMs] : [],
  );
  const drilled = all.findLast(({ drill }) => drill === true);
  const judged = all
    .flatMap((run) => run.judged ?? [])
    .toSorted((a, b) => b.at - a.at)
    .slice(0, mostJudged);
  return {
    playbook,
    timesUsed: all.length,
    lastUsedAt: all.at(-1)?.at ?? 0,
    ...(drilled && { lastDrilledAt: drilled.at }),
    ...(judged.length > 0 && { judged }),
    runs: over.length,
    expectedMs: medians.length === 0 ? null : medians.reduce((sum, each) => sum + each, 0),
    steps,
  };
}

/** How long the open steps of a checklist usually take, those that some run has done; null when no run has done one. */
export function usuallyLeft(
  steps: readonly Pick<Checklist['steps'][number], 'id' | 'state'>[],
  known: Pick<PlaybookFigures, 'steps'>,
): { ms: number; timed: number; open: number } | null {
  const open = new Set(steps.flatMap(({ id, state }) => (state === 'open' ? [id] : [])));
  const medians = known.steps.flatMap(({ id, medianMs }) =>
    open.has(id) && medianMs !== null ? [medianMs] : [],
  );
  const ms = medians.reduce((sum, each) => sum + each, 0);
  return medians.length === 0 ? null : { ms, timed: medians.length, open: open.size };
}

function measureStep(id: string, seen: Run['steps']): StepFigures {
  const grades = new Map<ActionOutcome, number>();
  for (const { grade } of seen) if (grade !== undefined) grades.set(grade, (grades.get(grade) ?? 0) + 1);
  const took = seen.flatMap(({ tookMs }) => (tookMs === null ? [] : [tookMs]));
  return {
    id,
    text: seen.at(-1)?.text ?? '',
    runs: seen.length,
    done: seen.filter(({ state }) => state === 'done').length,
    skipped: seen.filter(({ state }) => state === 'skipped').length,
    medianMs: median(took),
    ...(grades.size > 0 && { grades: Object.fromEntries(grades) }),
  };
}

function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low, high] = [sorted[middle - 1], sorted[middle]];
  if (high === undefined) return null;
  return sorted.length % 2 === 1 || low === undefined ? high : (low + high) / 2;
}
