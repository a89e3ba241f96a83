// Carries out the errands of a paging decision. Each has a key, so doing one twice has the effect of once.
import type { FactDraft } from '#room/facts/fact.ts';
import type { IncidentSummary, OpenPage, Person } from '#room/feed/feed.ts';
import { summarize } from '#room/feed/summary.ts';
import type { Deliveries } from '../delivery/deliveries.ts';
import type { Incidents } from '../incidents/incidents.ts';
import type { People } from '../people/people.ts';
import type { Log } from '../sync/rooms.ts';
import type { AcknowledgeLinks } from './acknowledge-links.ts';
import type { Executives } from './executives.ts';
import { owed, pageMessage } from './page-message.ts';
import { noteDesktop, noteOnce } from './paging-facts.ts';
import type { PagingState, SaidFact, Send } from './paging-state.ts';
import type { Errand } from './paging-store.ts';
import { runbookOf, type RunbookParts } from './runbooks.ts';

export const answeredMeanwhile = 'it was answered meanwhile';

/** ES18: who has a connected client that takes pages now. */
export type Clients = {
  isConnected: (person: string) => boolean;
  /** Calls the listener with each person whose client connects, until the returned function is called. */
  onConnected: (listener: (person: string) => void) => () => void;
};

export type ErrandOptions = RunbookParts & {
  links: AcknowledgeLinks;
  incidents: Incidents;
  people: Pick<People, 'find'>;
  deliveries: Deliveries;
  /** ES18: absent: everybody has a connected client. */
  clients?: Clients;
  /** ES21: whether replies through this channel reach this server; absent: never. */
  takesReplies?: (channel: string) => boolean;
  /** EX3: sends executives' channels their own text; absent: nobody does. */
  executives?: Pick<Executives, 'isTheirs' | 'tell'>;
  baseUrl: () => string;
  log: Log;
};

export type CarryOut = (incident: string, state: PagingState, errand: Errand) => Promise<void>;

export const makeCarryOut =
  (options: ErrandOptions, desktops: DesktopPages): CarryOut =>
  async (incident, state, errand) => {
    const { deliveries, incidents } = options;
    if (errand.kind === 'cancel') deliveries.cancel(errand.prefix, answeredMeanwhile);
    else if (errand.kind === 'say') await sayOnce(incidents, incident, errand.say);
    else await send(options, desktops, { incident, state, order: errand.send });
  };

function sayOnce(
  incidents: Incidents,
  incident: string,
  { key, text, why, mentions }: SaidFact,
): Promise<void> {
  const draft: FactDraft<'note'> = {
    kind: 'note',
    text,
    why,
    ...(mentions === undefined ? {} : { mentions: [...mentions] }),
  };
  return noteOnce(incidents, incident, key, draft);
}

type Sending = { incident: string; state: PagingState; order: Send };

async function send(options: ErrandOptions, desktops: DesktopPages, sending: Sending): Promise<void> {
  const { people, incidents, executives } = options;
  const { incident, order } = sending;
  const person = order.person === null ? null : people.find(order.person);
  // The list may lag behind the room, which knows the checks that failed.
  const summary = await incidents.look(incident, (_doc, open) => summarize(incident, open.room()));
  if (summary === null || (order.person !== null && person === null)) return;
  if (order.channel === 'desktop') {
    // The feed itself shows the page as long as it is open.
    if (order.purpose === 'page' && person !== null) await desktops.send(incident, person.id, order);
  } else if (person === null && executives?.isTheirs(order.channel) === true)
    await tellExecutives(executives, incident, order);
  else enqueue(options, sending, { person, summary });
}

function enqueue(
  options: ErrandOptions,
  { incident, state, order }: Sending,
  { person, summary }: { person: Person | null; summary: IncidentSummary },
): void {
  const { channel, purpose } = order;
  const isPage = purpose === 'page' || purpose === 'incident';
  const isOutside = order.address !== undefined;
  const token = isPage
    ? options.links.make(incident, person?.id ?? null, isOutside ? order.hand : undefined)
    : null;
  const hand = state.hand?.find(({ id }) => id === order.hand) ?? null;
  const takesReply = purpose === 'page' && person !== null && options.takesReplies?.(channel) === true;
  const runbook = isPage && !isOutside ? runbookOf(summary, options) : null;
  const about = { policy: state.policy?.name ?? null, hand, runbook };
  const words = { ...about, baseUrl: options.baseUrl(), token, takesReply };
  options.deliveries.enqueue({
    channel,
    message: pageMessage({ send: order, incident: summary, person, ...words }),
    dedupKey: order.key,
    ...(person === null ? {} : { person: person.id }),
    context: isPage ? contextOf(incident, state, order) : newsOf(incident, order),
  });
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

/** ES23: context returned with the outcome of anything else: the room in which it is noted, and the news. */
const newsOf = (incident: string, { purpose, reason, about }: Send) => ({
  told: incident,
  news: purpose === 'nag' ? owed[about ?? 'commander'] : reason,
});

/** ES18: pages on desktops and in browsers, which the feed shows; this writes down who took one. */
export type DesktopPages = {
  /** Notes that a client of this person took the page; without one, that none could until one connects. */
  send: (incident: string, person: string, order: Send) => Promise<void>;
  /** A client of this person connected: notes that it took their open pages. */
  connected: (person: string, open: readonly OpenPage[]) => void;
  /** No page of this incident is open any more. */
  forget: (incident: string) => void;
};

export function openDesktopPages({
  incidents,
  people,
  clients,
  log,
}: Pick<ErrandOptions, 'incidents' | 'people' | 'clients' | 'log'>): DesktopPages {
  /** Per incident and person: notes that a desktop took the page after all, once one connects. */
  const missed = new Map<string, () => Promise<void>>();
  return {
    send: async (incident, person, order) => {
      const { key } = order;
      const note = (as: string, outcome: { ok: boolean; reason?: string }) =>
        noteDesktop(incidents, incident, {
          person,
          as,
          order,
          zone: people.find(person)?.contact?.timeZone,
          outcome,
        });
      if (clients?.isConnected(person) !== false) return note(key, { ok: true });
      missed.set(`${incident} ${person}`, () => note(`${key}.taken`, { ok: true }));
      return note(key, { ok: false, reason: 'no desktop or browser of theirs is connected' });
    },
    connected: (person, open) => {
      for (const page of open.filter((each) => each.person === person)) {
        const name = `${page.incident} ${person}`;
        const take = missed.get(name);
        missed.delete(name);
        take?.().catch((error: unknown) =>
          log.error(
            { err: error, incident: page.incident },
            'the room could not record that a desktop received a page',
          ),
        );
      }
    },
    forget: (incident) => {
      for (const name of missed.keys()) if (name.startsWith(`${incident} `)) missed.delete(name);
    },
  };
}
