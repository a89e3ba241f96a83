// Writes what a transition means into the rooms: the only part of alerting that acts.
import type { FactDraft } from '#room/fact.ts';
import type { Sample } from '#room/feed.ts';
import type { Incidents } from '../incidents.ts';
import { makeTurns } from '../in-turn.ts';
import type { Log } from '../sync/rooms.ts';
import { decideDown, decideUp, type Watched } from './declare.ts';

export type FollowUp = {
  /** Answers the incident that holds the outage. */
  wentDown(watched: Watched, sample: Sample): Promise<string>;
  cameUp(watched: Watched, sample: Sample): Promise<void>;
};

export function openFollowUp({ incidents, log }: { incidents: Incidents; log: Log }): FollowUp {
  // One transition at a time: two monitors of a service that fail together must find the same incident.
  const inTurn = makeTurns();
  return {
    wentDown: (watched, sample) =>
      inTurn(async () => {
        const decision = decideDown(watched, incidents.list());
        const writer = writerFor(watched);
        const fact = checkFact('check-down', watched, sample);
        const report = (incident: string) => {
          log.info(
            { monitor: watched.id, incident, decision: decision.kind, why: decision.why },
            'a monitor went down',
          );
          return incident;
        };
        if (decision.kind === 'nothing') return report(decision.incident);
        if (decision.kind === 'join') {
          await incidents.append(decision.incident, [fact], writer);
          return report(decision.incident);
        }
        const { id } = await incidents.declare({ drafts: [declaredFact(watched, sample), fact] }, writer);
        return report(id);
      }),
    cameUp: (watched, sample) =>
      inTurn(async () => {
        const rooms = decideUp(watched, incidents.list());
        for (const incident of rooms) {
          await incidents.append(incident, [checkFact('check-up', watched, sample)], writerFor(watched));
        }
        const why = rooms.length === 0 ? 'down-nowhere' : 'down-there';
        log.info({ monitor: watched.id, incidents: rooms, why }, 'a monitor came up');
      }),
  };
}

function writerFor({ id }: Watched) {
  return { by: `monitor:${id}`, author: `monitor:${id}` };
}

function checkFact(
  kind: 'check-down' | 'check-up',
  { id, name }: Watched,
  { at, reason }: Sample,
): FactDraft {
  return { kind, monitor: id, name, at, ...(reason === null ? {} : { reason }) };
}

function declaredFact(watched: Watched, { reason, at }: Sample): FactDraft {
  const { id, name, service, severity } = watched;
  return {
    kind: 'declared',
    at,
    title: `${name} is down${reason === null ? '' : `: ${reason}`}`.slice(0, 300),
    severity: severity ?? 'P3',
    source: { type: 'monitor', ref: id },
    ...(service === null ? {} : { service }),
  };
}
