// Carries out what decide.ts decides: reads the room, keeps the state, and sets the alarm for the next decision;
// carry-out.ts sends and writes into the room. Each decision is on disk before it is carried out, and each action has
// a key: after a crash the next start does the rest, and nothing twice (ES10).
import type { FactDraft } from '#room/facts/fact.ts';
import type { OpenPage, Person } from '#room/feed/feed.ts';
import type { Channels } from '../delivery/configured-channels.ts';
import { openDueTimes, type WallClock } from '../clock.ts';
import { isOpen } from '../incidents/incidents.ts';
import { makeTurns } from '../storage/turns.ts';
import type { Roster } from '../on-call/roster.ts';
import type { People } from '../people/people.ts';
import { answeredMeanwhile, makeCarryOut, openDesktopPages, type ErrandOptions } from './carry-out.ts';
import { decide, freshState, type PagingEvent } from './decide.ts';
import type { HandEvent, HandPage } from './by-hand/hand-page.ts';
import { decideHand } from './by-hand/hand-pages.ts';
import type { DeliveryOutcome } from '../delivery/deliveries.ts';
import { noteOutcomes } from './paging-facts.ts';
import type { PagingState, RoomFacts, PagingTeam } from './paging-state.ts';
import type { Errand, Paging, PagingStore } from './paging-store.ts';
import type { Policies } from './policy/policies.ts';
import { isIdle, openPagesOf, openShownPages } from './paging-shown.ts';
import { withRunbook } from './runbooks.ts';
import { teamOf, type TeamParts } from './team.ts';
import { readFacts } from './room-facts.ts';

/** After a start: an older incident without paging state predates paging. */
const newWithinMs = 3_600_000;
const tryAgainMs = 5_000;

export type PageReply = 'unknown' | 'not-yours' | 'done';

export type Pager = {
  openPages: () => readonly OpenPage[];
  onPages(listener: (pages: readonly OpenPage[]) => void): () => void;
  answer(
    page: string,
    by: Pick<Person, 'id' | 'name'>,
    answer: 'acknowledge' | 'decline',
  ): Promise<PageReply>;
  /** PH: a manual page of this incident. */
  handPage(incident: string, id: string): HandPage | null;
  /** PH7: somebody outside the team answers the manual page behind their link. */
  come(incident: string, page: string): Promise<void>;
  /** Acknowledges in the room as that person; does nothing if they already did so since paging began. */
  acknowledge(incident: string, by: Pick<Person, 'id' | 'name'>, via: string): Promise<void>;
  /** Pages nobody for an incident that is not news to this team, such as an imported one. */
  leaveAlone(incident: string, severity: PagingState['severity']): void;
  /** Waits in the same queue as decisions, then reads what has to be paged. */
  cycle(): Promise<void>;
  /** Resolves when all pending incidents have been looked at. */
  settled(): Promise<void>;
  stop(): Promise<void>;
};

/** A person's action outside the room, on the policy's run or on a manual page. */
type Happened = { run: PagingEvent } | { hand: HandEvent };

export type PagerOptions = ErrandOptions & {
  store: PagingStore;
  policies: Policies;
  people: Pick<People, 'list' | 'find'>;
  channels: Channels;
  roster: Roster;
  /** PH2: used to page for a service; absent: no services exist. */
  services?: TeamParts['services'];
  /** WP3: who has push devices; absent: nobody. */
  devices?: TeamParts['devices'];
  clock: WallClock;
};

export function openPager(options: PagerOptions): Pager {
  const { store, incidents, deliveries, clients } = options;
  const shown = openShownPages();
  const desktops = openDesktopPages(options);
  const show = (incident: string, state: PagingState) => {
    const summary = incidents.list().find(({ id }) => id === incident);
    const pages = withRunbook(openPagesOf(state, teamOf(options)), summary, options);
    if (pages.length === 0) desktops.forget(incident);
    shown.show(incident, pages);
  };
  const consider = makeConsider(options, { show, carryOut: makeCarryOut(options, desktops) });
  const turns = openTurns(options, consider);
  const acknowledge = makeAcknowledge(options, turns);
  showActive(store, show);
  const endings = [
    incidents.onChange(({ id }) => turns.look(id)),
    ...(clients === undefined
      ? []
      : [clients.onConnected((person) => desktops.connected(person, shown.list()))]),
    deliveries.onAttempt(async (delivery) => whyUnwanted(store, delivery)),
    deliveries.onOutcome(noteOutcomes(incidents, options.people, answeredMeanwhile)),
  ];
  lookAtStart(options, turns.look);
  return {
    openPages: shown.list,
    onPages: shown.onChange,
    answer: makeAnswer(shown.list, acknowledge, turns),
    acknowledge,
    handPage: (incident, id) => store.read(incident)?.state.hand?.find((each) => each.id === id) ?? null,
    come: (incident, page) => turns.attempt(incident, { hand: { kind: 'came', page } }),
    leaveAlone: (incident, severity) => keepQuiet(store, incident, severity),
    cycle: () => turns.inTurn(async () => void store.active()),
    settled: turns.settled,
    stop: async () => {
      turns.stop();
      endings.forEach((end) => end());
      await turns.inTurn(async () => {});
    },
  };
}

function showActive(store: PagingStore, show: (incident: string, state: PagingState) => void): void {
  for (const incident of store.active()) {
    const kept = store.read(incident);
    if (kept) show(incident, kept.state);
  }
}

/** Looks at one incident and carries out what is decided; returns when to look again, in epoch ms. */
type Consider = (incident: string, happened: Happened | null) => Promise<number | null | 'as-before'>;

function makeConsider(
  options: PagerOptions,
  {
    show,
    carryOut,
  }: { show: (incident: string, state: PagingState) => void; carryOut: ReturnType<typeof makeCarryOut> },
): Consider {
  const { store, incidents, clock, log } = options;
  return async (incident, happened) => {
    const before = store.read(incident);
    if (happened === null && before !== null && !(await mayMatter(options, incident, before)))
      return 'as-before';
    const facts = await incidents.look(incident, (_doc, room) => readFacts(incident, room.room()));
    if (facts === null) return 'as-before';
    const now = clock.now();
    const { state, reason, sends, nextAt, errands } = decideAll(before, facts, {
      team: teamOf(options),
      now,
      happened,
    });
    if (state !== before?.state) {
      store.write(incident, { state, errands });
      log.info({ incident, reason, phase: state.phase, run: state.run, sends }, 'paging');
    }
    show(incident, state);
    for (const errand of errands) await carryOut(incident, state, errand);
    if (errands.length > 0) store.write(incident, { state, errands: [] });
    return nextAt;
  };
}

/** A team without policies skips the work on each fact, unless somebody is paged by hand. */
async function mayMatter(
  { policies, incidents }: PagerOptions,
  incident: string,
  { state }: Paging,
): Promise<boolean> {
  if (policies.list().length > 0 || !isIdle(state)) return true;
  const known = new Set(state.hand?.map(({ id }) => id.split('.')[0]));
  const hasNews = (asked: readonly { id: string }[]) => asked.some(({ id }) => !known.has(id));
  return (await incidents.look(incident, (_doc, room) => hasNews(room.room().asked))) === true;
}

/** Both decisions, on the policy's run and on manual pages, as one: the state after them and the errands. */
function decideAll(
  before: Paging | null,
  facts: RoomFacts,
  { team, now, happened }: { team: PagingTeam; now: number; happened: Happened | null },
) {
  const event = happened !== null && 'run' in happened ? happened.run : null;
  const run = decide(before?.state ?? null, facts, team, now, event);
  const handEvent = happened !== null && 'hand' in happened ? happened.hand : null;
  const hand = decideHand(run.state, facts, { team, now, event: handEvent });
  const sends = [...run.sends, ...hand.sends];
  const cancels = [...(run.cancels === null ? [] : [run.cancels]), ...hand.cancels];
  const errands: readonly Errand[] = [
    ...(before?.errands ?? []),
    ...cancels.map((prefix) => ({ kind: 'cancel', prefix }) as const),
    ...[...run.says, ...hand.says].map((say) => ({ kind: 'say', say, at: now }) as const),
    ...sends.map((send) => ({ kind: 'send', send, at: now }) as const),
  ];
  const times = [run.nextAt, hand.nextAt].filter((at) => at !== null);
  const nextAt = times.length === 0 ? null : Math.min(...times);
  return { state: hand.state, reason: run.reason, sends: sends.length, errands, nextAt };
}

type Turns = ReturnType<typeof openTurns>;

/** Looks at one incident at a time: when asked, and again when its decision says so. */
function openTurns({ clock, log }: Pick<PagerOptions, 'clock' | 'log'>, consider: Consider) {
  const inTurn = makeTurns();
  const waiting = new Set<string>();
  let isStopped = false;
  const due = openDueTimes(clock, (incident) => look(incident));
  const attempt = (incident: string, happened: Happened | null) =>
    inTurn(async () => {
      waiting.delete(incident);
      if (isStopped) return;
      try {
        const nextAt = await consider(incident, happened);
        if (nextAt !== 'as-before') due.set(incident, nextAt);
      } catch (error) {
        log.error({ err: error, incident }, 'paging failed; the server tries again');
        due.set(incident, clock.now() + tryAgainMs);
      }
    });
  const look = (incident: string) => {
    if (waiting.has(incident)) return;
    waiting.add(incident);
    void attempt(incident, null);
  };
  return {
    inTurn,
    attempt,
    look,
    settled: async () => {
      do await inTurn(async () => {});
      while (waiting.size > 0);
    },
    stop: () => {
      isStopped = true;
      due.stop();
    },
  };
}

const makeAcknowledge =
  ({ store, incidents }: PagerOptions, { attempt }: Turns): Pager['acknowledge'] =>
  async (incident, { id, name }, via) => {
    const kept = store.read(incident)?.state;
    const asking = (kept?.hand ?? []).filter(({ open: pages }) => pages.some(({ person }) => person === id));
    const from = Math.max(kept?.answersFrom ?? 0, ...asking.map(({ at }) => at));
    const isDone = await incidents.look(incident, (_doc, room) =>
      readFacts(incident, room.room())?.answers.some(({ person, at }) => person === id && at >= from),
    );
    const fact: FactDraft = { kind: 'acknowledged', via };
    if (!isDone) await incidents.append(incident, [fact], { by: id, author: id, name });
    await attempt(incident, null);
  };

const makeAnswer =
  (openPages: Pager['openPages'], acknowledge: Pager['acknowledge'], { attempt }: Turns): Pager['answer'] =>
  async (id, by, answer) => {
    const page = openPages().find((each) => each.id === id);
    if (page === undefined) return 'unknown';
    if (page.person !== by.id) return 'not-yours';
    if (answer === 'acknowledge') await acknowledge(page.incident, by, 'desktop');
    else if (page.by === undefined)
      await attempt(page.incident, { run: { kind: 'declined', person: by.id } });
    else {
      const hand = id.slice(0, -(by.id.length + 1));
      await attempt(page.incident, { hand: { kind: 'declined', page: hand, person: by.id } });
    }
    return 'done';
  };

/** Why a page is not sent any more; null when it is. */
function whyUnwanted(store: PagingStore, { context }: Pick<DeliveryOutcome, 'context'>): string | null {
  if (typeof context.paging !== 'string' || context.executives === true) return null;
  const state = store.read(context.paging)?.state;
  const page = state?.hand?.find(({ id }) => id === context.hand);
  const phase = context.hand === undefined ? state?.run === context.run && state?.phase : page?.phase;
  return phase === 'paging' || phase === 'exhausted' ? null : answeredMeanwhile;
}

function lookAtStart(
  { store, incidents, policies, clock }: PagerOptions,
  look: (incident: string) => void,
): void {
  const begun = new Set(store.active());
  for (const summary of incidents.list().filter(isOpen)) {
    const isOld = summary.declaredAt < clock.now() - newWithinMs;
    if (!begun.has(summary.id) && isOld && store.read(summary.id) === null)
      keepQuiet(store, summary.id, summary.severity);
    look(summary.id);
  }
  // OP9: incidents of a team without policies need no reading at start. Open ones are looked at above.
  const isDoneWith = (incident: string) => {
    const kept = store.read(incident);
    return kept !== null && kept.errands.length === 0 && policies.list().length === 0 && isIdle(kept.state);
  };
  for (const incident of begun) if (!isDoneWith(incident)) look(incident);
}

function keepQuiet(store: PagingStore, incident: string, severity: PagingState['severity']): void {
  const state = { ...freshState({ severity }), why: 'began-before' as const };
  store.write(incident, { state, errands: [] });
}
