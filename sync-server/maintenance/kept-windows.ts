// SP151: the team's planned work on a desktop. Its own server keeps what the team's server last said, and computes the
// turns itself, so that the calendar can be read while the team's server is away. Turns of before a window was changed
// follow from settings that only the team's server knows (SP67), so these are kept as it lists them.
import { z } from 'zod';
import { pastKeptMs } from '#status-page/limits.ts';
import {
  type MaintenanceAnswer,
  maintenanceAnswerSchema,
  type Turn,
  turnSchema,
} from '#wire/api/maintenance.ts';
import type { WallClock } from '../clock.ts';
import { UpstreamAway } from '../replica/forward.ts';
import { lookAgain } from '../replica/look-again.ts';
import type { Replica } from '../replica/replica.ts';
import type { Database } from '../storage/database.ts';
import { forgetKept, readKept, writeKept } from '../storage/kept-values.ts';
import type { Log } from '../sync/rooms.ts';
import { endAfter, turnsIn } from './maintenance.ts';
import { noPast } from './past.ts';
import type * as WindowRules from './windows.ts';

export type KeptWindows = {
  /** As of when it was last heard; null when nothing is kept. */
  list(): Promise<(MaintenanceAnswer & { asOf: number })[] | null>;
  turns(range: { from: number; to: number; most: number }): Promise<Turn[] | null>;
  close(): Promise<void>;
};

type Options = {
  replica: Pick<Replica, 'forwardToTeam' | 'onTeamMessage'>;
  database: Database;
  /** The team's time. */
  now: () => number;
  clock: WallClock;
  log: Log;
};

const keptAs = 'maintenance of the team';
const soonMs = 300;
const idleMs = 300_000;
const dayMs = 86_400_000;

// Fields of a newer server are left out.
const items = z.array(z.object(maintenanceAnswerSchema.shape));
const answer = z.object({ items });
const turns = z.array(z.object(turnSchema.shape));
const turnsAnswer = z.object({ items: turns });
/** `begun`: the turns of changed windows that had begun. An earlier version kept none. */
const kept = z.object({ asOf: z.number(), items, begun: turns.default([]) });
type Kept = z.output<typeof kept>;

/** Follows the team's server: asks when it may have changed, and from time to time. */
export function openKeptWindows({ replica, database, now, clock, log }: Options): KeptWindows {
  const stored = readKept(database, keptAs);
  let known: Kept | null = stored === null ? null : (kept.safeParse(JSON.parse(stored)).data ?? null);
  const { soon, close } = lookAgain(clock, async () => {
    try {
      const said = await ask(replica, now());
      if (said === 'refused') forgetKept(database, keptAs);
      else writeKept(database, keptAs, JSON.stringify(said));
      known = said === 'refused' ? null : said;
    } catch (error) {
      if (!(error instanceof UpstreamAway)) log.warn({ err: error }, 'planned work could not be saved');
    }
    return idleMs;
  });
  const stop = replica.onTeamMessage(({ type }) => {
    if (type === 'snapshot' || type === 'maintenance') soon(soonMs);
  });
  return {
    list: async () => {
      if (known === null) return null;
      const { asOf } = known;
      const rules = await import('./windows.ts');
      return known.items.map((each) => ({ ...each, ...standing(each, rules, now()), asOf }));
    },
    turns: async (range) => known && keptTurns(known, range),
    close: async () => {
      stop();
      await close();
    },
  };
}

type Range = Parameters<KeptWindows['turns']>[0];

/** Those that had begun before a change of their window, then those of the windows as they are. */
async function keptTurns({ items: windows, begun }: Kept, range: Range): Promise<Turn[]> {
  const planned = windows.map((settings) => ({
    id: settings.id,
    settings,
    past: { ...noPast, since: settings.since ?? null },
  }));
  const later = turnsIn(planned, await import('./windows.ts'), range);
  const listed = new Set(later.map(keyOf));
  const earlier = begun.filter(
    (turn) => turn.from < range.to && range.from < turn.to && !listed.has(keyOf(turn)),
  );
  return [...earlier, ...later].toSorted((one, other) => one.from - other.from).slice(0, range.most);
}

const keyOf = ({ window, turn }: Turn): string => `${window} ${turn}`;

/** Rejects with UpstreamAway. `refused`: this desktop may not read it any more. */
async function ask(replica: Options['replica'], now: number): Promise<Kept | 'refused'> {
  try {
    const list = await read(replica, '/api/v1/maintenance');
    if (list === 'refused') return list;
    const { items: windows } = answer.parse(list);
    const changed = new Set(windows.filter(({ since }) => since !== undefined).map(({ id }) => id));
    if (changed.size === 0) return { asOf: now, items: windows, begun: [] };
    const past = await read(replica, `/api/v1/maintenance/turns?from=${now - pastKeptMs}&to=${now}`);
    if (past === 'refused') return past;
    const begun = turnsAnswer.parse(past).items.filter(({ window }) => changed.has(window));
    return { asOf: now, items: windows, begun };
  } catch (error) {
    if (error instanceof UpstreamAway && error.isRefused) return 'refused';
    throw error;
  }
}

async function read({ forwardToTeam }: Options['replica'], path: string): Promise<unknown> {
  const { status, body } = await forwardToTeam({
    method: 'GET',
    path,
    headers: { accept: 'application/json' },
    body: null,
  });
  if (status === 403) return 'refused';
  if (status !== 200) throw new Error(`the team’s server answered ${status}`);
  return JSON.parse(body.toString());
}

/** Whether it is open, by the clock: what fails now, nobody here measures. */
function standing(
  { said, ...times }: MaintenanceAnswer,
  rules: typeof WindowRules,
  now: number,
): Pick<MaintenanceAnswer, 'active' | 'nextAt' | 'endedAt' | 'stillFailing'> {
  const completed = said.flatMap(({ status, turn }) => (status === 'completed' ? [turn] : []));
  return {
    active: rules.openUntil(times, now, completed) !== null,
    nextAt: rules.nextStart(times, now),
    endedAt: endAfter(times.since ?? null, rules.lastEnd(times, now, dayMs)),
    stillFailing: [],
  };
}
