// CH21, CH22: this computer measures for the team. It asks the team's server what to measure, measures on its own
// schedule, also while the team's server is away, and sends what it saw with the times at which it saw it. It begins
// only when the person at this computer allowed it.
import {
  exchangedSchema,
  mostResults,
  type Exchanged,
  type OwnLocation,
  type RemoteCheck,
  type SeenThere,
} from '#wire/api/locations.ts';
import { openScheduler, systemClock, type Scheduler } from '../../checks/schedule.ts';
import type { WallClock } from '../../clock.ts';
import type { Egress } from '../../outgoing/egress.ts';
import { UpstreamAway } from '../../replica/forward.ts';
import { lookAgain } from '../../replica/look-again.ts';
import type { Replica } from '../../replica/replica.ts';
import type { Database } from '../../storage/database.ts';
import { readKept, writeKept } from '../../storage/kept-values.ts';
import { makeTurns } from '../../storage/turns.ts';
import type { Log } from '../../sync/rooms.ts';
import { runCheck } from '../run-check.ts';

export type MeasuringForTeam = {
  /** Asks the team first, where it is in reach. */
  look(): Promise<OwnLocation>;
  /** Kept across restarts. */
  allow(isAllowed: boolean): Promise<OwnLocation>;
  close(): Promise<void>;
};

type Options = {
  replica: Pick<Replica, 'forwardToTeam' | 'onTeamMessage'>;
  database: Database;
  egress: Egress;
  /** The team's time. */
  now: () => number;
  clock: WallClock;
  log: Log;
};

const keptAs = 'measures for the team';
const sendEveryMs = 5_000;
/** A computer that is no location asks this often whether it became one. */
const idleMs = 300_000;
const mostAtOnce = 50;
/** CH22: about four hours of 40 checks a minute; the oldest are dropped first. */
const mostKept = 10_000;
const longestReason = 500;

type State = Pick<OwnLocation, 'name' | 'isAllowed' | 'sentAt'> & {
  revision: string | null;
  checks: readonly RemoteCheck[];
};

export function openMeasuringForTeam(options: Options): MeasuringForTeam {
  const { replica, clock } = options;
  const link = openLink(options, () => again.soon(0));
  const again = lookAgain(clock, link.exchange);
  const stop = replica.onTeamMessage(({ type }) => (type === 'snapshot' ? again.soon(0) : undefined));
  return {
    look: async () => {
      if (link.shown().name === null) await link.exchange();
      return link.shown();
    },
    allow: async (isAllowed) => {
      link.allow(isAllowed);
      await link.exchange();
      return link.shown();
    },
    close: async () => {
      stop();
      link.stop();
      await again.close();
    },
  };
}

/** What the team asked for, and what was seen; `onNews`: a check changed, which the team should hear at once. */
function openLink(options: Options, onNews: () => void) {
  const { database, now } = options;
  let state: State = { ...unused, isAllowed: readKept(database, keptAs) === 'yes', sentAt: null };
  const seen = keepSeen();
  // No result is sent, or dropped, by two exchanges at once.
  const inTurn = makeTurns();
  const measuring = measureChecks(options, (result, isNews) => {
    seen.add(result);
    if (isNews) onNews();
  });
  const take = (next: State) => {
    if (next.checks !== state.checks) measuring.set(next.checks);
    state = next;
  };
  return {
    shown: () => show(state, seen.count()),
    allow: (isAllowed: boolean) => {
      writeKept(database, keptAs, isAllowed ? 'yes' : 'no');
      if (!isAllowed) seen.clear();
      // The list of checks is asked for anew: without consent the team gives none.
      take({ ...state, isAllowed, revision: null, checks: isAllowed ? state.checks : [] });
    },
    /** Returns the milliseconds until the next exchange. */
    exchange: () =>
      inTurn(async (): Promise<number> => {
        const results = seen.first();
        const { isAllowed, revision } = state;
        const said = await ask(options, { isAllowed, revision, results });
        if (said !== 'away') {
          seen.drop(results);
          take(afterSaid(state, said, results.length > 0 ? now() : state.sentAt));
        }
        // There may be more results than fit into one exchange.
        if (said !== 'away' && results.length === mostResults) return 0;
        return state.name === null ? idleMs : sendEveryMs;
      }),
    stop: measuring.stop,
  };
}

const unused = { name: null, revision: null, checks: [] };

const afterSaid = (state: State, said: Exchanged | null, sentAt: number | null): State =>
  said === null
    ? { ...state, ...unused }
    : {
        ...state,
        sentAt,
        name: said.name,
        revision: said.revision,
        // The consent may have ended while the team answered.
        checks: state.isAllowed ? (said.checks ?? state.checks) : [],
      };

function show({ name, isAllowed, sentAt, checks }: State, unsent: number): OwnLocation {
  const measured = checks.map(({ monitor, name: of }) => ({ monitor, name: of }));
  return { name, isAllowed, sentAt, checks: measured, unsent };
}

/** What was measured and is not sent yet, oldest first. */
function keepSeen() {
  let kept: SeenThere[] = [];
  return {
    add: (result: SeenThere) => {
      kept.push(result);
      if (kept.length > mostKept) kept = kept.slice(-mostKept);
    },
    first: () => kept.slice(0, mostResults),
    /** Those up to the last of `sent`; some may have been dropped already. */
    drop: (sent: readonly SeenThere[]) => {
      const last = sent.at(-1);
      if (last !== undefined) kept = kept.slice(kept.indexOf(last) + 1);
    },
    clear: () => {
      kept = [];
    },
    count: () => kept.length,
  };
}

type Told = (result: SeenThere, isNews: boolean) => void;

/** Measures a list of checks on their schedules; `set` replaces the list. */
function measureChecks({ egress, now, log }: Options, tell: Told) {
  const scheduler = openScheduler({ clock: systemClock, epochNow: now(), mostAtOnce, onStart: () => {} });
  const running = new Map<string, { check: RemoteCheck; stopped: AbortController }>();
  const halt = (id: string) => {
    scheduler.remove(id);
    running.get(id)?.stopped.abort();
    running.delete(id);
  };
  const start = (check: RemoteCheck) => {
    const stopped = new AbortController();
    running.set(check.monitor, { check, stopped });
    const intervalMs = check.intervalSeconds * 1_000;
    const run = measureOnce(check, { egress, now, log, stopped: stopped.signal, tell, scheduler });
    scheduler.set(check.monitor, { intervalMs, run, firstInMs: 0 });
  };
  return {
    set: (checks: readonly RemoteCheck[]) => {
      const wanted = new Map(checks.map((check) => [check.monitor, check]));
      for (const [id, { check }] of running) if (!isSame(wanted.get(id), check)) halt(id);
      for (const check of checks) if (!running.has(check.monitor)) start(check);
    },
    stop: () => {
      for (const id of running.keys()) halt(id);
      scheduler.stop();
    },
  };
}

const isSame = (one: RemoteCheck | undefined, other: RemoteCheck): boolean =>
  one?.essence === other.essence && one.intervalSeconds === other.intervalSeconds;

type Measuring = Pick<Options, 'egress' | 'now' | 'log'> & {
  stopped: AbortSignal;
  tell: Told;
  scheduler: Pick<Scheduler, 'soon'>;
};

function measureOnce(check: RemoteCheck, { tell, scheduler, ...context }: Measuring): () => Promise<void> {
  const { monitor, essence, intervalSeconds } = check;
  let before: SeenThere['status'] | null = null;
  return async () => {
    const { status, latencyMs, reason } = await runCheck(check, { ...context, beats: null });
    if (context.stopped.aborted) return;
    const isNews = status !== before;
    before = status;
    tell(
      {
        monitor,
        essence,
        at: context.now(),
        status,
        latencyMs,
        reason: reason?.slice(0, longestReason) ?? null,
      },
      isNews,
    );
    // CH2: a change is looked at again before its next turn, as the server does.
    if (isNews) scheduler.soon(monitor, (intervalSeconds * 1_000) / 2);
  };
}

type Sent = { isAllowed: boolean; revision: string | null; results: readonly SeenThere[] };

/** Null when this computer is no location; `away` without an answer. */
async function ask({ replica, log }: Pick<Options, 'replica' | 'log'>, sent: Sent) {
  try {
    const { status, body } = await replica.forwardToTeam({
      method: 'POST',
      path: '/api/v1/locations/exchange',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(sent),
    });
    // A server that is older than locations has no such path.
    if (status === 404) return null;
    if (status !== 200) throw new Error(`the team’s server answered ${status}`);
    return exchangedSchema.parse(JSON.parse(body.toString()));
  } catch (error) {
    if (!(error instanceof UpstreamAway))
      log.warn({ err: error }, 'the measurements of this computer could not be sent');
    return 'away' as const;
  }
}
