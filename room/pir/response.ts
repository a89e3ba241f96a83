// The alerts, who was paged and who answered, and the confirmations before the incident counted as resolved.
import type { Room } from '../view/room-view.ts';
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

export function collectResponse(room: Room, { name }: People): Response {
  const live = standing(room);
  const seen = new Set<string>();
  const alerts: Alert[] = [];
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
    if (fact.kind === 'observation' && isIntake(fact.by))
      alerts.push({ at, source: writerOf(fact, name), text: reportTitle(fact.text), fact: id });
    if (fact.kind !== 'check-down' || seen.has(fact.monitor)) continue;
    seen.add(fact.monitor);
    const source = isIntake(fact.monitor) ? writerOf(fact, name) : 'Check';
    const text = [fact.name ?? name(fact.monitor), fact.reason ?? ''].filter(Boolean).join(': ');
    alerts.push({ at, source, text, fact: id });
  }
  return {
    alerts: alerts.slice(0, mostAlerts),
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
