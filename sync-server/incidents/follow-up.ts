// Writes what a transition means into the rooms: the only part of alerting that acts.
import type { Fact, FactDraft } from '#room/fact.ts';
import type { Sample } from '#room/feed.ts';
import type { Incidents, Writer } from './incidents.ts';
import { makeTurns } from '../storage/turns.ts';
import type { Log } from '../sync/rooms.ts';
import { decideDown, decideUp, findRoomFor, type Watched } from './declare.ts';
import { decideRecovery } from './recovery.ts';

type Moment = Pick<Sample, 'at' | 'reason'>;

export type FollowUp = {
  /**
   * Tells the room that holds the outage, declaring one where nothing open fits; answers its id. An intake calls
   * it with an id of its own (`intake:<id>:<dedup key>`) and `by`; the same id again while it is down joins.
   */
  wentDown(watched: Watched, moment: Moment): Promise<string>;
  /** Tells every room where it counts as down. */
  cameUp(watched: Watched, moment: Moment): Promise<void>;
  /** CH10: it was paused or removed while it was down: it stops counting, and the room hears why. */
  gaveUp(watched: Pick<Watched, 'id' | 'name'>, ended: 'paused' | 'removed', at: number): Promise<void>;
  /** What counts as down in some room that is not closed. */
  downIds(): ReadonlySet<string>;
  /** One line in its open incident, if there is one. */
  remark(watched: Watched, text: string): Promise<void>;
  /** CH8: whose failures this one's being down explains: one line in its incident, which grows. */
  suppressed(parent: Watched, children: readonly { id: string; name: string }[]): Promise<void>;
};

/** Whether a monitor says that it may resolve its incident. */
export type MayResolve = (monitor: string) => boolean;

export function openFollowUp(options: { incidents: Incidents; mayResolve: MayResolve; log: Log }): FollowUp {
  const { incidents, log } = options;
  // One transition at a time: two monitors of a service that fail together must find the same incident.
  const inTurn = makeTurns();

  const down = async (watched: Watched, moment: Moment) => {
    const decision = decideDown(watched, incidents.list());
    const { kind, why } = decision;
    const writer = writerFor(watched);
    const fact = { ...checkFact('check-down', watched, moment), why };
    const id =
      decision.kind === 'declare'
        ? (await incidents.declare({ drafts: [declaredFact(watched, moment), fact] }, writer)).id
        : decision.incident;
    if (kind === 'join') await incidents.append(id, [fact], writer);
    log.info({ monitor: watched.id, incident: id, decision: kind, why }, 'a monitor went down');
    return id;
  };

  const up = async (
    watched: Pick<Watched, 'id' | 'name' | 'by' | 'byName'>,
    moment: Moment,
    ended: 'paused' | 'removed' | null,
  ) => {
    const rooms = decideUp(watched, incidents.list());
    for (const incident of rooms) {
      const fact = { ...checkFact('check-up', watched, moment), ...(ended === null ? {} : { ended }) };
      await incidents.append(incident, [fact], writerFor(watched));
      if (ended === null) await afterRecovery(options, incident);
    }
    const why = rooms.length === 0 ? 'down-nowhere' : (ended ?? 'down-there');
    log.info({ monitor: watched.id, incidents: rooms, why }, 'a monitor is down no more');
  };

  return {
    wentDown: (watched, moment) => inTurn(() => down(watched, moment)),
    cameUp: (watched, moment) => inTurn(() => up(watched, moment, null)),
    gaveUp: (watched, ended, at) => inTurn(() => up(watched, { at, reason: null }, ended)),
    downIds: () =>
      new Set(
        incidents.list().flatMap(({ status, monitorsDown }) => (status === 'closed' ? [] : monitorsDown)),
      ),
    remark: (watched, text) =>
      inTurn(async () => {
        const room = findRoomFor(watched, incidents.list());
        if (room !== null) await incidents.append(room, [{ kind: 'note', text }], writerFor(watched));
      }),
    suppressed: (parent, children) => inTurn(() => tellSuppressed(incidents, parent, children)),
  };
}

const byServer: Writer = { by: 'server', author: 'server' };

const because = {
  'not-all-resolve-by-themselves': 'not every check of it is set to do so',
  'somebody-is-at-work': 'somebody is at work on it',
  'too-far-along': 'people have taken it further',
} as const;

async function afterRecovery({ incidents, mayResolve, log }: Parameters<typeof openFollowUp>[0], id: string) {
  const summary = incidents.list().find((incident) => incident.id === id);
  const facts = await incidents.look(id, (_doc, room) => room.room().timeline.map(({ fact }) => fact));
  if (summary === undefined || facts === null) return;
  const failed = new Set(facts.flatMap((fact) => (fact.kind === 'check-down' ? [fact.monitor] : [])));
  const decision = decideRecovery(summary, facts, [...failed].every(mayResolve));
  const { kind, why } = decision;
  log.info({ incident: id, decision: kind, why }, 'what recovery means was decided');
  if (kind === 'nothing') return;
  const all =
    failed.size === 1 ? 'The check that failed has recovered.' : 'All checks that failed have recovered.';
  const draft: FactDraft =
    kind === 'resolve'
      ? { kind: 'status', status: 'resolved', why: `${all} Nobody had begun to work on it.` }
      : { kind: 'note', text: `${all} It is not resolved by itself, because ${because[why]}.` };
  await incidents.append(id, [draft], byServer);
}

/** The same line, amended, for as long as the parent is down in that room. */
async function tellSuppressed(
  incidents: Incidents,
  parent: Watched,
  children: readonly { id: string; name: string }[],
) {
  const rooms = incidents.list().filter(({ monitorsDown }) => monitorsDown.includes(parent.id));
  for (const { id } of rooms) {
    const facts = await incidents.look(id, (_doc, room) => room.room().timeline.map(({ fact }) => fact));
    const before = facts === null ? null : findSuppressedNote(facts, parent.id);
    const known = listOf(before?.['suppressed']);
    const named = new Map([...known, ...children].map((child) => [child.id, child]));
    if (named.size === known.length) continue;
    const suppressed = [...named.values()].slice(0, mostNamed);
    const text = saySuppressed(parent.name, [...named.values()]);
    const draft: FactDraft =
      before === null ? { kind: 'note', text } : { kind: 'amended', target: before.id, text };
    const list = { suppressed };
    await incidents.append(id, [{ ...draft, ...list }], writerFor(parent));
  }
}

const mostNamed = 100;

/** The note since the parent last went down, with the newest list. */
function findSuppressedNote(facts: readonly Fact[], parent: string): (Fact & Record<string, unknown>) | null {
  const since = facts.findLastIndex((fact) => fact.kind === 'check-down' && fact.monitor === parent);
  const mine = facts.slice(since + 1).filter((fact) => fact.by === `monitor:${parent}`) as (Fact &
    Record<string, unknown>)[];
  const note = mine.find((fact) => fact.kind === 'note' && 'suppressed' in fact);
  if (note === undefined) return null;
  const newest = mine.findLast((fact) => 'suppressed' in fact) ?? note;
  return { ...note, suppressed: newest['suppressed'] };
}

type Named = { id: string; name: string };
const listOf = (value: unknown): readonly Named[] => (Array.isArray(value) ? (value as Named[]) : []);

function saySuppressed(parent: string, children: readonly Named[]): string {
  const shown = children.slice(0, 10).map(({ name }) => name);
  const more = children.length - shown.length;
  const names = `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  return `Also failing while ${parent} is down, not counted by themselves: ${names}.`;
}

function writerFor({ id, by = `monitor:${id}` }: Pick<Watched, 'id' | 'by'>): Writer {
  return { by, author: by };
}

function checkFact(
  kind: 'check-down' | 'check-up',
  { id, name, byName }: Pick<Watched, 'id' | 'name' | 'byName'>,
  { at, reason }: Moment,
): FactDraft {
  // A monitor that was removed long ago has no name any more but the one the room knows.
  const named = { ...(name === id ? {} : { name }), ...(byName === undefined ? {} : { byName }) };
  return { kind, monitor: id, at, ...named, ...(reason === null ? {} : { reason }) };
}

function declaredFact(watched: Watched, { reason, at }: Moment): FactDraft {
  const { id, name, service, severity, by, byName, title } = watched;
  return {
    kind: 'declared',
    at,
    title: (title ?? `${name} is down${reason === null ? '' : `: ${reason}`}`).slice(0, 300),
    ...(byName === undefined ? {} : { byName }),
    severity: severity ?? 'P3',
    source:
      by === undefined ? { type: 'monitor', ref: id } : { type: 'intake', ref: by.replace(/^intake:/, '') },
    ...(service === null ? {} : { service }),
  };
}
