// The alerts, who was paged and who answered, and the confirmations before the incident counted as resolved.
import type { Fact } from '../facts/fact.ts';
import type { Entry, Room } from '../view/room-view.ts';
import { sayNature } from '../facts/noticed.ts';
import { writerOf } from '../facts/say.ts';
import { standing } from './outages.ts';
import { isMachine, type People } from './people.ts';
import { isIntake } from '../facts/author.ts';

export type Alert = { at: number; source: string; text: string; fact: string };
export type PageSent = {
  at: number;
  whom: string;
  channel: string;
  ok: boolean;
  reason: string | null;
  fact: string;
};
export type AnsweredPage = { at: number; person: string; how: string; fact: string };
export type Confirmed = { ask: string; answer: 'yes' | 'no'; text: string | null };
export type Response = {
  alerts: readonly Alert[];
  /** How many more there were; absent when all are listed. */
  moreAlerts?: number;
  /** Reports by form, with the first and the last; absent below two. */
  reports?: { count: number; from: number; until: number; facts: readonly string[] };
  pages: readonly PageSent[];
  answers: readonly AnsweredPage[];
  /** The questions on resolving and closing, with people's answers. */
  confirmed: readonly {
    at: number;
    status: string;
    answers: readonly Confirmed[];
    why: string | null;
    fact: string;
  }[];
};

/** Who receives a message to a channel. */
export const everybodyThere = 'everybody there';

/** The most first failures listed; the outages list has all of them. */
const mostAlerts = 10;

/** The title of a form's report: its first line, without `Reported: `. */
const reportTitle = (text: string): string => (text.split('\n', 1)[0] ?? '').replace(/^Reported: /u, '');

const isReport = (fact: Fact): boolean =>
  fact.kind === 'observation' && isIntake(fact.by) && fact.text.startsWith('Reported: ');

/** The report that opened the incident: the declaration says it already. */
const isOwn = (fact: Fact, { declared }: Room): boolean =>
  declared?.source.type === 'report' &&
  fact.noted >= declared.noted &&
  (declared.source.ref === undefined ? fact.by === declared.by : fact.by === `intake:${declared.source.ref}`);

function countReports(reports: readonly Entry[]): NonNullable<Response['reports']> {
  const times = reports.map(({ at }) => at);
  return {
    count: reports.length,
    from: Math.min(...times),
    until: Math.max(...times),
    facts: reports.map(({ id }) => id),
  };
}

export function collectResponse(room: Room, { name }: People): Response {
  const live = standing(room);
  const seen = new Set<string>();
  const alerts: Alert[] = [];
  const reports = live.filter(({ fact }) => isReport(fact));
  const own = reports.find(({ fact }) => isOwn(fact, room));
  for (const { fact, at, id } of live) {
    if (fact.kind === 'declared' && id === room.declared?.id) {
      const { type } = fact.source;
      if (type === 'person' || type === 'report')
        alerts.push({
          // DC4: when it was first noticed, if recorded.
          at: Math.min(at, fact.noticed?.at ?? at),
          source: type === 'person' ? 'A person' : 'A report',
          text: `${fact.title}${sayNature(fact)}`,
          fact: id,
        });
    }
    if (fact.kind === 'observation' && isIntake(fact.by) && id !== own?.id)
      alerts.push({ at, source: writerOf(fact, name), text: reportTitle(fact.text), fact: id });
    if (fact.kind !== 'check-down' || seen.has(fact.monitor)) continue;
    seen.add(fact.monitor);
    const source = isIntake(fact.monitor) ? writerOf(fact, name) : 'Check';
    const text = [fact.name ?? name(fact.monitor), fact.reason ?? ''].filter(Boolean).join(': ');
    alerts.push({ at, source, text, fact: id });
  }
  return {
    alerts: alerts.slice(0, mostAlerts),
    ...(alerts.length > mostAlerts && { moreAlerts: alerts.length - mostAlerts }),
    ...(reports.length > 1 && { reports: countReports(reports) }),
    pages: live.flatMap(({ fact, at, id }) =>
      fact.kind === 'paged'
        ? [
            {
              at,
              whom: fact.person === undefined ? (fact.address ?? everybodyThere) : name(fact.person),
              channel: fact.channel,
              ok: fact.outcome.ok,
              reason: fact.outcome.reason || null,
              fact: id,
            },
          ]
        : [],
    ),
    answers: live.flatMap(({ fact, at, id, by }) =>
      fact.kind === 'acknowledged' && !isMachine(by)
        ? [{ at, person: name(by), how: 'acknowledged', fact: id }]
        : [],
    ),
    confirmed: live.flatMap(({ fact, at, id }) =>
      fact.kind === 'status' &&
      (fact.status === 'resolved' || fact.status === 'closed') &&
      fact.answers?.length
        ? [
            {
              at,
              status: fact.status,
              why: fact.why || null,
              answers: fact.answers.map(({ ask, answer, text }) => ({ ask, answer, text: text || null })),
              fact: id,
            },
          ]
        : [],
    ),
  };
}
