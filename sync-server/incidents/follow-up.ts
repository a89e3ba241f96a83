// Writes the effects of transitions into the rooms: the only part of alerting that acts.
import type { Fact, FactDraft, Severity } from '#room/facts/fact.ts';
import type { Sample } from '#room/feed/feed.ts';
import type { Service } from '#room/team/services.ts';
import type { Incidents, Writer } from './incidents.ts';
import { makeTurns } from '../storage/turns.ts';
import type { Log } from '../sync/rooms.ts';
import {
  authorOf,
  decideDown,
  decideUp,
  findRoomFor,
  type DownDecision,
  type OutageSubject,
} from './declare.ts';
import { decideRaise } from './raise.ts';
import { decideRecovery } from './recovery.ts';

/** `began`: start of the failure, before it was certain; absent: same as `at`. */
type Moment = Pick<Sample, 'at' | 'reason'> & {
  began?: number | null;
  /** CH15: the monitor answers, but is degraded. */
  isDegraded?: boolean;
};

/** Facts that go into the room together with the outage, in one commit. */
export type Brought = {
  drafts: readonly FactDraft[];
  /** The severity it names, which may raise that of the incident it joins. */
  severity: Severity | null;
  /** IT13: an incident resolved automatically a moment ago, which is reopened. */
  reopens: string | null;
};

export type ToldIncident = { incident: string; how: DownDecision['kind'] };

export type FollowUp = {
  /** Tells the room of the outage in one commit; declares an incident if no open one fits. */
  wentDown(subject: OutageSubject, moment: Moment, brought?: Brought): Promise<ToldIncident>;
  /** Tells every room where it counts as down. */
  cameUp(subject: OutageSubject, moment: Moment): Promise<void>;
  /** CH10: a monitor that was paused or removed while down no longer counts as down, and the room gets the reason. */
  gaveUp(subject: Pick<OutageSubject, 'id' | 'name'>, ended: 'paused' | 'removed', at: number): Promise<void>;
  /** Ids that count as down in some room that is not closed. */
  downIds(): ReadonlySet<string>;
  /** Adds one line to its open incident, if there is one. */
  remark(subject: OutageSubject, text: string): Promise<void>;
  /** CH8: lists the failures that the parent's outage explains: one line in its incident, which grows. */
  suppressed(parent: OutageSubject, children: readonly { id: string; name: string }[]): Promise<void>;
};

/** Whether a monitor may resolve its incident by itself. */
export type MayResolve = (monitor: string) => boolean;

type Options = {
  incidents: Incidents;
  /** SV2; absent: no service is recorded. */
  services?: { shown(): readonly Service[] };
  mayResolve: MayResolve;
  log: Log;
};

export function openFollowUp(options: Options): FollowUp {
  const { incidents } = options;
  // One transition at a time: two monitors of a service that fail together must find the same incident.
  const inTurn = makeTurns();

  return {
    wentDown: (subject, moment, brought = { ...nothingBrought, severity: subject.severity }) =>
      inTurn(() => tellDown(options, { subject, moment, brought })),
    cameUp: (subject, moment) => inTurn(() => tellUp(options, { subject, moment, ended: null })),
    gaveUp: (subject, ended, at) =>
      inTurn(() => {
        const moment = { at, reason: null };
        return tellUp(options, { subject: { ...subject, source: { kind: 'monitor' } }, moment, ended });
      }),
    downIds: () =>
      new Set(
        incidents.list().flatMap(({ status, monitorsDown }) => (status === 'closed' ? [] : monitorsDown)),
      ),
    remark: (subject, text) =>
      inTurn(async () => {
        const room = findRoomFor(subject, incidents.list(), options.services?.shown());
        if (room !== null) await incidents.append(room, [{ kind: 'note', text }], writerFor(subject));
      }),
    suppressed: (parent, children) => inTurn(() => tellSuppressed(incidents, parent, children)),
  };
}

type Outage = { subject: OutageSubject; moment: Moment; brought: Brought };

async function tellDown(options: Options, { subject, moment, brought }: Outage): Promise<ToldIncident> {
  const { incidents, log } = options;
  const decision = await decideWith(options, subject, brought);
  const { kind, why } = decision;
  const writer = writerFor(subject);
  const down = {
    ...checkFact('check-down', subject, moment),
    why,
    ...serviceOf(subject),
    ...beganOf(moment),
  };
  const told = [down, ...brought.drafts.map((draft) => signed(draft, subject))];
  let incident: string;
  if (decision.kind === 'declare') {
    const declared = declaredFact(subject, moment);
    incident = (await incidents.declare({ drafts: [declared, ...told] }, writer)).id;
  } else {
    incident = decision.incident;
    const again = decision.kind === 'reopen' ? [reopenedFact(subject)] : [];
    const worse = brought.severity ?? (kind === 'nothing' ? 'P3' : null);
    const raise = worse === null ? null : await raiseIn(incidents, incident, subject, worse);
    const drafts = [...again, ...told, ...(raise === null ? [] : [signed(raise, subject)])];
    const isNews = kind !== 'nothing' || (await isDegradedThere(incidents, incident, { subject, moment }));
    if (isNews) await incidents.append(incident, drafts, writer);
  }
  log.info({ monitor: subject.id, incident, decision: kind, why }, 'a monitor went down');
  return { incident, how: kind };
}

/** CH15: whether it is down now, but only degraded in the room. */
const isDegradedThere = async (
  incidents: Incidents,
  incident: string,
  { subject, moment }: Pick<Outage, 'subject' | 'moment'>,
) =>
  moment.isDegraded !== true &&
  (await incidents.look(incident, (_doc, room) =>
    room.room().checks.some((check) => check.monitor === subject.id && check.isDegraded),
  )) === true;

type Recovery = {
  subject: Pick<OutageSubject, 'id' | 'name' | 'source'>;
  moment: Moment;
  ended: 'paused' | 'removed' | null;
};

async function tellUp(options: Options, { subject, moment, ended }: Recovery) {
  const { incidents, log } = options;
  const rooms = decideUp(subject, incidents.list());
  for (const incident of rooms) {
    const fact = { ...checkFact('check-up', subject, moment), ...(ended === null ? {} : { ended }) };
    await incidents.append(incident, [fact], writerFor(subject));
    if (ended === null) await afterRecovery(options, incident);
  }
  const why = rooms.length === 0 ? 'down-nowhere' : (ended ?? 'down-there');
  log.info({ monitor: subject.id, incidents: rooms, why }, 'a monitor is up again');
}

const nothingBrought = { drafts: [], reopens: null } as const;

/** IT13: an incident resolved by a person stays resolved; a new outage is a new incident. */
async function decideWith(
  { incidents, services }: Options,
  subject: OutageSubject,
  { reopens }: Brought,
): Promise<DownDecision> {
  const decision = decideDown(subject, incidents.list(), services?.shown());
  const before = incidents.list().find(({ id }) => id === reopens);
  if (decision.kind !== 'declare' || before?.status !== 'resolved' || before.drill) return decision;
  const head = await incidents.look(before.id, (_doc, room) => room.room().status.heads.at(-1)?.by);
  return head === 'server' ? { kind: 'reopen', incident: before.id, why: 'fires-again' } : decision;
}

const raiseIn = (incidents: Incidents, incident: string, subject: OutageSubject, severity: Severity) =>
  incidents.look(incident, (_doc, room) =>
    decideRaise(room.room(), { name: subject.name, severity, by: authorOf(subject) }),
  );

const reopenedFact = (subject: OutageSubject): FactDraft =>
  signed({ kind: 'status', status: 'investigating', why: `“${subject.name}” fires again.` }, subject);

/** An alert's facts carry the name of its intake. */
export const signed = (draft: FactDraft, { source }: Pick<OutageSubject, 'source'>): FactDraft =>
  source.kind === 'monitor' ? draft : { ...draft, byName: source.intakeName };

const beganOf = ({ began, at }: Moment) => (began == null || began === at ? {} : { began });

const byServer: Writer = { by: 'server', author: 'server' };

const because = {
  'not-all-resolve-by-themselves': 'auto-resolve is not on for every check of it',
  'not-declared-by-them': 'no check declared it',
  'somebody-is-at-work': 'somebody is at work on it',
  'too-far-along': 'people have taken it further',
} as const;

async function afterRecovery({ incidents, mayResolve, log }: Options, id: string) {
  const summary = incidents.list().find((incident) => incident.id === id);
  const facts = await incidents.look(id, (_doc, room) => room.room().timeline.map(({ fact }) => fact));
  if (summary === undefined || facts === null) return;
  const failed = new Set(facts.flatMap((fact) => (fact.kind === 'check-down' ? [fact.monitor] : [])));
  const decision = decideRecovery(summary, facts, [...failed].every(mayResolve));
  const { kind, why } = decision;
  log.info({ incident: id, decision: kind, why }, 'decided what the recovery means for the incident');
  if (kind === 'nothing') return;
  const all =
    failed.size === 1 ? 'The check that failed has recovered.' : 'All checks that failed have recovered.';
  const draft: FactDraft =
    kind === 'resolve'
      ? { kind: 'status', status: 'resolved', why: `${all} Nobody had begun to work on it.` }
      : { kind: 'note', text: `${all} Resolve by hand: ${because[why]}.` };
  await incidents.append(id, [draft], byServer);
}

/** Amends one line for as long as the parent is down in that room. */
async function tellSuppressed(
  incidents: Incidents,
  parent: OutageSubject,
  children: readonly { id: string; name: string }[],
) {
  const rooms = incidents.list().filter(({ monitorsDown }) => monitorsDown.includes(parent.id));
  for (const { id } of rooms) {
    const facts = await incidents.look(id, (_doc, room) => room.room().timeline.map(({ fact }) => fact));
    const before = facts === null ? null : findSuppressedNote(facts, parent.id);
    const known = before?.suppressed ?? [];
    const named = new Map([...known, ...children].map((child) => [child.id, child]));
    if (named.size === known.length) continue;
    const suppressed = [...named.values()].slice(0, mostNamed);
    const text = saySuppressed(parent.name, [...named.values()]);
    const draft: FactDraft =
      before === null
        ? { kind: 'note', text, suppressed }
        : { kind: 'amended', target: before.id, text, suppressed };
    await incidents.append(id, [draft], writerFor(parent));
  }
}

const mostNamed = 100;

/** The newest list in the note written since the parent last went down. */
function findSuppressedNote(facts: readonly Fact[], parent: string) {
  const since = facts.findLastIndex((fact) => fact.kind === 'check-down' && fact.monitor === parent);
  const listing = facts
    .slice(since + 1)
    .filter((fact) => fact.by === `monitor:${parent}`)
    .filter((fact) => fact.kind === 'note' || fact.kind === 'amended')
    .filter(({ suppressed }) => suppressed !== undefined);
  const note = listing.find(({ kind }) => kind === 'note');
  return note === undefined ? null : { id: note.id, suppressed: listing.at(-1)?.suppressed ?? [] };
}

function saySuppressed(parent: string, children: readonly { name: string }[]): string {
  const shown = children.slice(0, 10).map(({ name }) => name);
  const more = children.length - shown.length;
  const names = `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  return `Also failing while ${parent} is down, not counted by themselves: ${names}.`;
}

function writerFor(subject: Pick<OutageSubject, 'id' | 'source'>): Writer {
  const by = authorOf(subject);
  return { by, author: by };
}

function checkFact(
  kind: 'check-down' | 'check-up',
  subject: Pick<OutageSubject, 'id' | 'name' | 'source'>,
  { at, reason, isDegraded }: Moment,
): FactDraft {
  const { id, name } = subject;
  // A monitor removed long ago has only the name that the room knows.
  const named = name === id ? {} : { name };
  const degraded = kind === 'check-down' && isDegraded === true ? { degraded: true } : {};
  const why = reason === null ? {} : { reason };
  return signed({ kind, monitor: id, at, ...named, ...why, ...degraded }, subject);
}

const serviceOf = ({ service }: OutageSubject) => (service === null ? {} : { service });

function declaredFact(subject: OutageSubject, { reason, at, isDegraded = false }: Moment): FactDraft {
  const { id, name, service, severity, source } = subject;
  const said =
    source.kind === 'alert'
      ? source.title
      : `${name} is ${isDegraded ? 'degraded' : 'down'}${reason === null ? '' : `: ${reason}`}`;
  const from =
    source.kind === 'monitor'
      ? ({ type: 'monitor', ref: id } as const)
      : ({ type: 'intake', ref: source.intake } as const);
  const declared: FactDraft = {
    kind: 'declared',
    at,
    title: clip(said, 300),
    severity: severity ?? 'P3',
    source: from,
    ...(service === null ? {} : { service }),
    ...(isDegraded ? { nature: 'degradation' } : {}),
  };
  return signed(declared, subject);
}

/** Never splits a surrogate pair. */
const clip = (text: string, most: number): string => text.slice(0, most).replace(/[\uD800-\uDBFF]$/, '');
