// EX: tells executives' channels about an incident in plain words: once when it concerns them and once when it is
// over, whatever the policies say. Every message has a key, so a start after a crash sends the rest and nothing
// twice.
import type { IncidentSummary } from '#room/feed/feed.ts';
import type { Room } from '#room/view/room-view.ts';
import { levelOf, type Level } from '#room/team/levels.ts';
import { showScheme, type SchemeChanges } from '#room/team/scheme.ts';
import { summarize } from '#room/feed/summary.ts';
import { sayNothingLeft, sayWhatItWas } from '#room/facts/withdrawn.ts';
import type { Channel, Channels } from '../delivery/configured-channels.ts';
import type { Deliveries } from '../delivery/deliveries.ts';
import type { Message } from '../delivery/message.ts';
import type { WallClock } from '../clock.ts';
import type { Incidents } from '../incidents/incidents.ts';
import { makeTurns } from '../storage/turns.ts';
import type { Log } from '../sync/rooms.ts';

/** Older events are not news: a server that was down for a day does not report yesterday's. */
const newWithinMs = 3_600_000;

type What = 'told' | 'over';

export type Executives = {
  /** Whether this channel gets the executives' text instead of the responders' page. */
  isTheirs(channel: string): boolean;
  /** Tells one channel, once each time the incident was opened. */
  tell(incident: string, channel: string, what: What): Promise<void>;
  stop(): Promise<void>;
};

export type ExecutivesOptions = {
  incidents: Incidents;
  channels: Channels;
  deliveries: Deliveries;
  scheme: () => SchemeChanges | null;
  clock: WallClock;
  baseUrl: () => string;
  log: Log;
};

/** Primary only. */
export function openExecutives(options: ExecutivesOptions): Executives {
  const { incidents, channels, clock, log } = options;
  const inTurn = makeTurns();
  const marked = () => channels.list().filter(isForExecutives);
  const send = makeSending(options);
  const consider = makeConsidering(options, marked, send);
  const look = (id: string) => {
    inTurn(() => consider(id)).catch((error: unknown) =>
      log.error(
        { err: error, incident: id },
        'executives could not be told; the server tries again with the next change',
      ),
    );
  };
  const lookAtRecent = () => {
    for (const { id, lastNoted } of incidents.list()) if (clock.now() - lastNoted < newWithinMs) look(id);
  };
  const endings = [
    incidents.onChange(({ id }) => look(id)),
    // EX1: a channel that is marked, or no longer paused, hears of what is going on.
    channels.onChange(lookAtRecent),
  ];
  lookAtRecent();

  return {
    isTheirs: (channel) => marked().some(({ id, settings }) => id === channel && isTheirsAlone(settings)),
    tell: (id, channel, what) =>
      inTurn(async () => {
        const room = await incidents.look(id, (_doc, open) => open.room());
        const incident = room && summarize(id, room);
        // Withdrawing a manual page does not end the incident.
        const isOver = room !== null && (room.resolvedAt !== null || room.closedAt !== null);
        if (incident && room && (what === 'told' || isOver)) send(incident, room, channel, what);
      }),
    stop: async () => {
      for (const end of endings) end();
      await inTurn(async () => {});
    },
  };
}

type Send = ReturnType<typeof makeSending>;

function makeSending({ deliveries, scheme, baseUrl }: ExecutivesOptions) {
  return (incident: IncidentSummary, room: Room, channel: string, what: What) => {
    const level = levelOf(showScheme(scheme()).levels, incident.severity);
    deliveries.enqueue({
      channel,
      message: executiveMessage({ incident, room, level, what, baseUrl: baseUrl() }),
      dedupKey: keyOf(incident.id, room, channel, what),
      // ES12: records in the room that the channel was told.
      context: { paging: incident.id, executives: true, why: what === 'told' ? 'declared' : 'resolved' },
    });
  };
}

/** Tells the channels of executives of one incident, where they should hear of it now and have not. */
function makeConsidering(
  { incidents, deliveries, clock }: ExecutivesOptions,
  marked: () => Channel[],
  send: Send,
) {
  return async (id: string): Promise<void> => {
    const theirs = marked();
    if (theirs.length === 0) return;
    const room = await incidents.look(id, (_doc, open) => open.room());
    // The list can lag behind the room, which decides.
    const incident = room && summarize(id, room);
    if (room === null || incident === null || incident.drill) return;
    const what = decideTold(room, clock.now());
    if (what === null) return;
    for (const { id: channel } of theirs) {
      const isKnown = deliveries.find(keyOf(id, room, channel, 'told')) !== null;
      if (what === 'told' ? !isKnown : isKnown) send(incident, room, channel, what);
    }
  };
}

const isForExecutives = ({ settings }: Channel) =>
  !settings.paused && settings.audiences.includes('executives');
/** A channel that responders read too still gets pages. */
const isTheirsAlone = ({ audiences }: Channel['settings']) => !audiences.includes('internal');

/** A new key each time the incident is reopened. */
function keyOf(incident: string, { timeline, status }: Room, channel: string, what: What): string {
  const ends = timeline.filter(
    ({ fact, retracted }) => !retracted && fact.kind === 'status' && fact.status === 'resolved',
  ).length;
  const isOver = status.value === 'resolved' || status.value === 'closed';
  return `executives.${incident}.${isOver ? Math.max(0, ends - 1) : ends}.${what}.${channel}`;
}

/** EX1. What executives should hear now; null for nothing. `over` goes only to channels that were told. */
function decideTold(room: Room, now: number): What | null {
  const { declared, severity, terms, resolvedAt, closedAt } = room;
  if (declared === null) return null;
  const endedAt = resolvedAt ?? closedAt;
  if (endedAt !== null) return now - endedAt < newWithinMs ? 'over' : null;
  const since = Math.max(declared.noted, severity.since ?? 0);
  const isAsked = terms[severity.value].audiences.includes('executives');
  return isAsked && now - since < newWithinMs ? 'told' : null;
}

type Words = { incident: IncidentSummary; room: Room; level: Level; what: What; baseUrl: string };

/** EX2: no technical terms, no buttons, no questions. */
function executiveMessage({ incident, room, level, what, baseUrl }: Words): Message {
  const { id, number, title, severity, status, service, withdrawn } = incident;
  const name = [severity, number].filter(Boolean).join(' ');
  const url = `${baseUrl}/#/room/${id}`;
  const said =
    what === 'told'
      ? { subject: `${name}: ${title}`, text: sayTold(room, level) }
      : withdrawn === undefined
        ? { subject: `${name} is over: ${title}`, text: sayOver(room) }
        : { subject: `${name} was ${sayWhatItWas(withdrawn)}: ${title}`, text: sayNothingLeft(withdrawn) };
  return {
    purpose: what === 'told' ? 'incident' : 'resolved',
    incident: { id, number, title, severity, status, service, url },
    ...said,
    links: {},
    to: {},
  };
}

const timeOf = (at: number): string => `${new Date(at).toISOString().slice(11, 16)} UTC`;
const sentence = (text: string): string => (/[.!?…]$/u.test(text) ? text : `${text}.`);

function sayTold(room: Room, { title, impact }: Level): string {
  const { impactBeganAt, declared, roles, people, updateDueAt } = room;
  const leader = roles.find(({ role }) => role === 'commander')?.primary[0]?.person;
  return [
    sentence(`${title}: ${impact}`),
    ...(room.impact.text === null ? [] : [sentence(room.impact.text)]),
    `It began at ${timeOf(impactBeganAt ?? declared?.at ?? 0)}.`,
    leader === undefined
      ? 'Nobody leads the response yet.'
      : `${people.get(leader) ?? leader} leads the response.`,
    ...(updateDueAt === null ? [] : [`Customers are to hear more by ${timeOf(updateDueAt)}.`]),
    'Nothing is asked of you now.',
  ].join(' ');
}

function sayOver({ impactBeganAt, impactEndedAt, declared, resolvedAt, closedAt }: Room): string {
  const from = impactBeganAt ?? declared?.at ?? 0;
  const to = impactEndedAt ?? resolvedAt ?? closedAt ?? from;
  const minutes = Math.max(1, Math.round((to - from) / 60_000));
  const length = minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  return `It lasted ${length}, until ${timeOf(to)}. Nothing is asked of you now.`;
}
