// Carries out what decide.ts decides: reads the room, keeps the state, sends, writes into the room, and sets the
// alarm for the next decision. Each decision is on disk before it is carried out, and each action has a key: after a
// crash the next start does the rest, and nothing twice (ES10).
import { isDeepStrictEqual } from 'node:util';
import type { FactDraft } from '#room/fact.ts';
import type { OpenPage, Person } from '#room/feed.ts';
import type { Channels } from '../delivery/configured-channels.ts';
import { openAlarm, type WallClock } from '../clock.ts';
import { isOpen, type Incidents } from '../incidents/incidents.ts';
import { makeTurns } from '../storage/turns.ts';
import type { Desk } from '../on-call/desk.ts';
import type { People } from '../people/people.ts';
import type { Log } from '../sync/rooms.ts';
import type { AcknowledgeLinks } from './acknowledge-links.ts';
import { decide, freshState, type PagingEvent } from './decide.ts';
import { decideHand, type HandEvent, type HandPage } from './hand-pages.ts';
import type { Deliveries } from '../delivery/deliveries.ts';
import type { Executives } from './executives.ts';
import { noteDesktop, noteOnce, noteOutcomes } from './paging-facts.ts';
import type { PagingState, Send } from './paging-state.ts';
import type { Errand, PagingStore } from './paging-store.ts';
import { pageMessage } from './page-message.ts';
import type { Policies } from './policies.ts';
import { isIdle, openPagesOf } from './paging-shown.ts';
import { teamOf, type TeamParts } from './team.ts';
import { readFacts } from './room-facts.ts';

export const answeredMeanwhile = 'it was answered meanwhile';
/** After a start: an older incident without paging state predates paging. */
const newWithinMs = 3_600_000;
const tryAgainMs = 5_000;

export type Answered = 'unknown' | 'not-yours' | 'done';

export type Pager = {
  openPages(): readonly OpenPage[];
  onPages(listener: (pages: readonly OpenPage[]) => void): () => void;
  answer(page: string, by: Pick<Person, 'id' | 'name'>, answer: 'acknowledge' | 'decline'): Promise<Answered>;
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

/** ES18: who has a connected client that takes pages now. */
export type Clients = {
  isConnected: (person: string) => boolean;
  /** Calls the listener with each person whose client connects, until the returned function is called. */
  onConnected: (listener: (person: string) => void) => () => void;
};

export type PagerOptions = {
  store: PagingStore;
  links: AcknowledgeLinks;
  policies: Policies;
  incidents: Incidents;
  people: Pick<People, 'list' | 'find'>;
  channels: Channels;
  deliveries: Deliveries;
  desk: Desk;
  /** PH2: used to page for a service; absent: no services exist. */
  services?: TeamParts['services'];
  /** WP3: who has push devices; absent: nobody. */
  devices?: TeamParts['devices'];
  /** ES18: absent: everybody has a connected client. */
  clients?: Clients;
  /** ES21: whether replies through this channel reach this server; absent: never. */
  takesReplies?: (channel: string) => boolean;
  /** EX3: sends executives' channels their own text; absent: nobody does. */
  executives?: Pick<Executives, 'isTheirs' | 'tell'>;
  clock: WallClock;
  baseUrl: () => string;
  log: Log;
};

export function openPager(options: PagerOptions): Pager {
  const { store, links, policies, incidents, people, deliveries, clients, clock, log } = options;
  const inTurn = makeTurns();
  const listeners = new Set<(pages: readonly OpenPage[]) => void>();
  const dueAt = new Map<string, number>();
  const open = new Map<string, readonly OpenPage[]>();
  const waiting = new Set<string>();
  /** Per incident and person: notes that a desktop took the page after all, once one connects. */
  const missed = new Map<string, () => Promise<void>>();
  let shown: readonly OpenPage[] = [];
  let isStopped = false;
  const alarm = openAlarm(clock, () => {
    const now = clock.now();
    for (const [incident, at] of dueAt) {
      if (at > now) continue;
      dueAt.delete(incident);
      look(incident);
    }
    setAlarm();
  });
  const setAlarm = () => alarm.set(dueAt.size === 0 || isStopped ? null : Math.min(...dueAt.values()));

  const readTeam = () => teamOf(options);

  const consider = async (incident: string, happened: Happened | null): Promise<void> => {
    const before = store.read(incident);
    // A team without policies skips the work on each fact.
    if (happened === null && before !== null && policies.list().length === 0 && isIdle(before.state)) {
      const known = new Set(before.state.hand?.map(({ id }) => id.split('.')[0]));
      const hasNews = (asked: readonly { id: string }[]) => asked.some(({ id }) => !known.has(id));
      if (!(await incidents.look(incident, (_doc, room) => hasNews(room.room().asked)))) return;
    }
    const facts = await incidents.look(incident, (_doc, room) => readFacts(incident, room.room()));
    if (facts === null) return;
    const now = clock.now();
    const team = readTeam();
    const event = happened !== null && 'run' in happened ? happened.run : null;
    const run = decide(before?.state ?? null, facts, team, now, event);
    const handEvent = happened !== null && 'hand' in happened ? happened.hand : null;
    const hand = decideHand(run.state, facts, { team, now, event: handEvent });
    const { state } = hand;
    const sends = [...run.sends, ...hand.sends];
    const cancels = [...(run.cancels === null ? [] : [run.cancels]), ...hand.cancels];
    const errands: readonly Errand[] = [
      ...(before?.errands ?? []),
      ...cancels.map((prefix) => ({ kind: 'cancel', prefix }) as const),
      ...[...run.says, ...hand.says].map((say) => ({ kind: 'say', say, at: now }) as const),
      ...sends.map((send) => ({ kind: 'send', send, at: now }) as const),
    ];
    if (state !== before?.state) {
      store.write(incident, { state, errands });
      const { reason } = run;
      log.info({ incident, reason, phase: state.phase, run: state.run, sends: sends.length }, 'paging');
    }
    const times = [run.nextAt, hand.nextAt].filter((at) => at !== null);
    if (times.length === 0) dueAt.delete(incident);
    else dueAt.set(incident, Math.min(...times));
    show(incident, state);
    for (const errand of errands) await carryOut(incident, state, errand);
    if (errands.length > 0) store.write(incident, { state, errands: [] });
  };

  const carryOut = async (incident: string, state: PagingState, errand: Errand): Promise<void> => {
    if (errand.kind === 'cancel') deliveries.cancel(errand.prefix, answeredMeanwhile);
    else if (errand.kind === 'say') {
      const { key, text, why, mentions } = errand.say;
      const draft: FactDraft<'note'> = {
        kind: 'note',
        text,
        why,
        ...(mentions === undefined ? {} : { mentions: [...mentions] }),
      };
      await noteOnce(incidents, incident, key, draft);
    } else await send(incident, state, errand.send);
  };

  const send = async (incident: string, state: PagingState, order: Send): Promise<void> => {
    const { key, channel, purpose } = order;
    const person = order.person === null ? null : people.find(order.person);
    const summary = incidents.list().find(({ id }) => id === incident);
    if (summary === undefined || (order.person !== null && person === null)) return;
    if (channel === 'desktop') {
      // The feed itself shows the page as long as it is open.
      if (purpose !== 'page' || person === null) return;
      await sendToDesktop(incident, person.id, order);
      return;
    }
    if (person === null && options.executives?.isTheirs(channel) === true)
      return tellExecutives(options.executives, incident, order);
    const isPage = purpose === 'page' || purpose === 'incident';
    const isOutside = order.address !== undefined;
    const token = isPage
      ? links.make(incident, person?.id ?? null, isOutside ? order.hand : undefined)
      : null;
    const hand = state.hand?.find(({ id }) => id === order.hand) ?? null;
    const takesReply = purpose === 'page' && person !== null && options.takesReplies?.(channel) === true;
    const words = { policy: state.policy?.name ?? null, hand, baseUrl: options.baseUrl(), token, takesReply };
    deliveries.enqueue({
      channel,
      message: pageMessage({ send: order, incident: summary, person, ...words }),
      dedupKey: key,
      ...(person === null ? {} : { person: person.id }),
      context: isPage ? contextOf(incident, state, order) : {},
    });
  };

  /** ES18: sent when a client of this person takes it. Without a client it stays unsent until one connects. */
  const sendToDesktop = async (incident: string, person: string, order: Send): Promise<void> => {
    const { key } = order;
    const note = (as: string, outcome: { ok: boolean; reason?: string }) =>
      noteDesktop(incidents, incident, { person, as, order, outcome });
    if (clients?.isConnected(person) !== false) return note(key, { ok: true });
    missed.set(`${incident} ${person}`, () => note(`${key}.taken`, { ok: true }));
    return note(key, { ok: false, reason: 'no desktop or browser of theirs is connected' });
  };
  const takeMissed = (person: string) => {
    for (const page of shown.filter((each) => each.person === person)) {
      const name = `${page.incident} ${person}`;
      const take = missed.get(name);
      missed.delete(name);
      take?.().catch((error: unknown) =>
        log.error({ err: error, incident: page.incident }, 'that a desktop took a page could not be noted'),
      );
    }
  };

  const show = (incident: string, state: PagingState) => {
    const now = openPagesOf(state, readTeam());
    if (now.length === 0)
      for (const name of missed.keys()) if (name.startsWith(`${incident} `)) missed.delete(name);
    if (now.length > 0) open.set(incident, now);
    else open.delete(incident);
    const pages = [...open.values()].flat();
    if (isDeepStrictEqual(pages, shown)) return;
    shown = pages;
    listeners.forEach((listener) => listener(shown));
  };

  const attempt = (incident: string, happened: Happened | null) =>
    inTurn(async () => {
      waiting.delete(incident);
      if (isStopped) return;
      try {
        await consider(incident, happened);
      } catch (error) {
        log.error({ err: error, incident }, 'paging could not be carried out; it will be tried again');
        dueAt.set(incident, clock.now() + tryAgainMs);
      }
      setAlarm();
    });
  const look = (incident: string) => {
    if (waiting.has(incident)) return;
    waiting.add(incident);
    void attempt(incident, null);
  };

  const acknowledge: Pager['acknowledge'] = async (incident, { id, name }, via) => {
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

  for (const incident of store.active()) {
    const kept = store.read(incident);
    if (kept) open.set(incident, openPagesOf(kept.state, readTeam()));
  }
  shown = [...open.values()].flat();
  const endings = [
    incidents.onChange(({ id }) => look(id)),
    ...(clients === undefined ? [] : [clients.onConnected(takeMissed)]),
    deliveries.onAttempt(async ({ context }) => {
      if (typeof context.paging !== 'string' || context.executives === true) return null;
      const state = store.read(context.paging)?.state;
      const page = state?.hand?.find(({ id }) => id === context.hand);
      const phase = context.hand === undefined ? state?.run === context.run && state?.phase : page?.phase;
      return phase === 'paging' || phase === 'exhausted' ? null : answeredMeanwhile;
    }),
    deliveries.onOutcome(noteOutcomes(incidents, answeredMeanwhile)),
  ];
  const begun = new Set(store.active());
  for (const summary of incidents.list().filter(isOpen)) {
    const isOld = summary.declaredAt < clock.now() - newWithinMs;
    if (!begun.has(summary.id) && isOld && store.read(summary.id) === null)
      keepQuiet(summary.id, summary.severity);
    look(summary.id);
  }
  // OP9: incidents of a team without policies need no reading at start. Open ones are looked at above.
  const isDoneWith = (incident: string) => {
    const kept = store.read(incident);
    return kept !== null && kept.errands.length === 0 && policies.list().length === 0 && isIdle(kept.state);
  };
  for (const incident of begun) if (!isDoneWith(incident)) look(incident);

  function keepQuiet(incident: string, severity: PagingState['severity']) {
    const state = { ...freshState({ severity }), why: 'began-before' as const };
    store.write(incident, { state, errands: [] });
  }

  return {
    openPages: () => shown,
    onPages: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    answer: async (id, by, answer) => {
      const page = shown.find((each) => each.id === id);
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
    },
    acknowledge,
    handPage: (incident, id) => store.read(incident)?.state.hand?.find((each) => each.id === id) ?? null,
    come: (incident, page) => attempt(incident, { hand: { kind: 'came', page } }),
    leaveAlone: keepQuiet,
    cycle: () => inTurn(async () => void store.active()),
    settled: async () => {
      do await inTurn(async () => {});
      while (waiting.size > 0);
    },
    stop: async () => {
      isStopped = true;
      endings.forEach((end) => end());
      alarm.set(null);
      await inTurn(async () => {});
    },
  };
}

/** EX3: executives hear the start and the end, not who responds or what is owed. */
async function tellExecutives(
  { tell }: Pick<Executives, 'tell'>,
  incident: string,
  { purpose, channel }: Send,
): Promise<void> {
  if (purpose === 'resolved') await tell(incident, channel, 'over');
  else if (purpose === 'incident') await tell(incident, channel, 'told');
}

/** Context returned with the outcome of a page: its incident, reason, and run or manual page. */
const contextOf = (incident: string, { run }: PagingState, { hand, reason }: Send) => ({
  paging: incident,
  why: reason,
  ...(hand === undefined ? { run } : { hand }),
});
