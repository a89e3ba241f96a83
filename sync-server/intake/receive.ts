// What an alert does to the rooms. Only the rooms know whether it is open; they are durable before the answer.
// alert-memory.ts only remembers the last message and the state of its members.
import { createHash, randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { severities, type Severity } from '#room/facts/fact.ts';
import { cleanName } from '#room/text/clean-text.ts';
import { isOpenForReal, type OutageSubject } from '../incidents/declare.ts';
import type { FollowUp } from '../incidents/follow-up.ts';
import type { Database } from '../storage/database.ts';
import { makeTurns } from '../storage/turns.ts';
import type { Incidents } from '../incidents/incidents.ts';
import { clip, type Alert, type Parsed } from './alert.ts';
import { openAlertMemory, type AlertMemory, type Remembered } from './alert-memory.ts';
import type { Changes } from './changes.ts';
import { intakeKinds } from './index.ts';
import type { Intake, Intakes } from './intakes.ts';
import { beganAt, holdMs, mergeMembers } from './members.ts';
import { factsOf, tellAcknowledged, tellNews } from './tell-alert.ts';

/**
 * `dropped`: acknowledge or resolve for an alert without an open incident. `held`: the message may be outdated; it is
 * checked again later (IT13).
 */
export type Received = {
  outcome: 'declared' | 'joined' | 'updated' | 'dropped' | 'held' | 'changed';
  dedupKey: string;
  incident: string | null;
};

/** `notes`: parts that were not understood although the rest was accepted. */
export type Receive = (
  intake: Intake,
  payload: unknown,
) => Promise<{ received: Received[]; notes: readonly string[] }>;

export type Receiving = {
  /** Throws PayloadRefused. Durable on return; the same payload again changes nothing. */
  receive: Receive;
  /** Checks held alerts again, and asks about alerts that were silent for long. */
  lookAgain: () => Promise<void>;
};

type Parts = {
  database: Database;
  incidents: Incidents;
  followUp: FollowUp;
  changes: Changes;
  intakes: Pick<Intakes, 'find'>;
  now: () => number;
};
type Receiver = Parts & { memory: AlertMemory };

const hourMs = 3_600_000;
/** Alertmanager repeats every four hours by default; most others send once. */
const quietMs = { repeating: 5 * hourMs, other: 24 * hourMs } as const;
/** IT13: an alert that fires again within this time belongs to the same incident. */
const reopenMs = 10 * 60_000;
/** ES17: the start of an outage is dated at most this long before its alert. */
const latestMs = 15 * 60_000;
const rememberMs = 24 * hourMs;
/** Alerts of one delivery before others get their turn. */
const atOnce = 20;

export function makeReceiving(parts: Parts): Receiving {
  // Two deliveries of one alert must not run at the same time.
  const inTurn = makeTurns();
  const receiver = { ...parts, memory: openAlertMemory(parts.database) };
  return {
    receive: async (intake, payload) => {
      const kind = intakeKinds[intake.settings.kind];
      if (kind === undefined) return { received: [], notes: [] };
      const {
        alerts,
        changes,
        notes = [],
      } = cleanServices(await kind.parse(payload, intake.settings.settings, parts.now()));
      return inTurn(async () => {
        const received: Received[] = [];
        for (const [index, alert] of alerts.entries()) {
          received.push(await take(receiver, intake, alert));
          if (index % atOnce === atOnce - 1) await setImmediate();
        }
        for (const change of changes) {
          await parts.changes.add(intake, change);
          received.push({ outcome: 'changed', dedupKey: '', incident: null });
        }
        return { received, notes };
      });
    },
    lookAgain: () =>
      inTurn(async () => {
        for (const { id, intake, remembered } of receiver.memory.due(parts.now()))
          await lookAgainAt(receiver, parts.intakes.find(intake), id, remembered);
      }),
  };
}

const findOpen = ({ incidents }: Receiver, id: string) =>
  incidents.list().find((each) => isOpenForReal(each) && each.monitorsDown.includes(id));

async function take(receiver: Receiver, intake: Intake, given: Alert, isCertain = false): Promise<Received> {
  // As in PagerDuty: a trigger without a key is a new outage.
  const alert = given.dedupKey === '' ? { ...given, dedupKey: randomUUID() } : given;
  const { dedupKey } = alert;
  const id = watchedId(intake.id, dedupKey);
  const before = receiver.memory.read(id);
  const { action, members } = judgeAlert(receiver, { alert, before, isCertain });
  const answer = (outcome: Received['outcome'], incident: string | null): Received => ({
    outcome,
    dedupKey,
    incident,
  });
  if (action === 'held' && before !== null) {
    remember(receiver, intake, id, { ...before, held: alert }, receiver.now() + holdMs);
    return answer('held', before.incident ?? null);
  }
  // While some members still fire, the summary stays that of the firing ones.
  const isOver = alert.action === 'resolve';
  const told =
    action === 'trigger' && isOver ? { ...alert, summary: before?.summary ?? alert.summary } : alert;
  const took = { id, alert: told, members, before };
  if (action === 'trigger') {
    const outcome = await trigger(receiver, intake, took);
    return answer(outcome.how, outcome.incident);
  }
  if (action === 'acknowledge') {
    const open = findOpen(receiver, id);
    if (open === undefined) return answer('dropped', null);
    await tellAcknowledged(
      receiver.incidents,
      toWatched(intake, id, alert, before?.summary ?? alert.summary),
      open.id,
    );
    return answer('updated', open.id);
  }
  const incident = await resolve(receiver, intake, took);
  return answer(incident === undefined ? 'dropped' : 'updated', incident ?? null);
}

type Judged = { alert: Alert; before: Remembered | null; isCertain: boolean };

/** The action of the alert, and the members of its group that are known after it. */
function judgeAlert({ now }: Receiver, { alert, before, isCertain }: Judged) {
  const isGroup = alert.members !== undefined;
  const merged = isGroup ? mergeMembers(before?.members ?? [], alert, now(), isCertain) : null;
  // IT10: “x is up” ends what began as “x is down”; where nothing began, it is an alert.
  const isOther = before !== null && (before.summary !== alert.summary || before.endedAt != null);
  const isEnd = alert.endsOther === true && isOther;
  const action = merged?.action ?? (isEnd ? 'resolve' : alert.action);
  return { action, members: merged?.members ?? [] };
}

type Took = { id: string; alert: Alert; members: Remembered['members']; before: Remembered | null };

async function trigger(receiver: Receiver, intake: Intake, { id, alert, members, before }: Took) {
  const now = receiver.now();
  const open = findOpen(receiver, id);
  const keep = (incident: string) =>
    remember(
      receiver,
      intake,
      id,
      { summary: alert.summary, members, incident, heardAt: now },
      now + quietAfter(intake),
    );
  if (open !== undefined) {
    const watched = toWatched(intake, id, alert, before?.summary ?? alert.summary);
    await tellNews(receiver.incidents, watched, open.id, { before, alert, members });
    keep(open.id);
    return { how: 'updated', incident: open.id } as const;
  }
  const watched = toWatched(intake, id, alert, alert.summary);
  const endedAt = before?.endedAt ?? null;
  const { incident, how } = await receiver.followUp.wentDown(
    watched,
    { at: now, reason: alert.source, began: Math.max(beganAt(members) ?? now, now - latestMs) },
    {
      drafts: factsOf(alert, id),
      severity: alert.severity,
      reopens:
        alert.members !== undefined && endedAt !== null && now - endedAt <= reopenMs
          ? (before?.incident ?? null)
          : null,
    },
  );
  keep(incident);
  return { how: how === 'declare' ? 'declared' : 'joined', incident } as const;
}

/** Undefined when the alert was not open anywhere. */
async function resolve(receiver: Receiver, intake: Intake, { id, alert, members, before }: Took) {
  const now = receiver.now();
  const open = findOpen(receiver, id);
  const isDown = receiver.followUp.downIds().has(id);
  if (isDown) {
    const watched = toWatched(intake, id, alert, before?.summary ?? alert.summary);
    await receiver.followUp.cameUp(watched, { at: now, reason: null });
  }
  // Remember a group for a while: its end may be sent twice, and its start late. “x is up” may be sent twice, too.
  if (alert.members === undefined && alert.endsOther !== true) receiver.memory.forget(id);
  else if (before !== null) {
    const endedAt = isDown ? now : (before.endedAt ?? now);
    const incident = open?.id ?? before.incident;
    const kept = {
      summary: alert.members === undefined ? alert.summary : before.summary,
      members,
      endedAt,
      ...(incident === undefined ? {} : { incident }),
    };
    remember(receiver, intake, id, kept, now + rememberMs);
  }
  return isDown ? (open?.id ?? null) : undefined;
}

const remember = ({ memory }: Receiver, intake: Intake, id: string, remembered: Remembered, dueAt: number) =>
  memory.write(id, intake.id, remembered, dueAt);

const isRepeating = ({ settings }: Intake) => settings.kind === 'alertmanager' || settings.kind === 'grafana';
const quietAfter = (intake: Intake) => (isRepeating(intake) ? quietMs.repeating : quietMs.other);

async function lookAgainAt(
  receiver: Receiver,
  intake: Intake | null,
  id: string,
  remembered: Remembered,
): Promise<void> {
  const open = findOpen(receiver, id);
  if (intake === null) return receiver.memory.forget(id);
  const { held, endedAt = null, isAsked = false } = remembered;
  if (held !== undefined) {
    await take(receiver, intake, held, true);
    return undefined;
  }
  if (endedAt !== null || open === undefined || isAsked) {
    if (endedAt !== null) receiver.memory.forget(id);
    else receiver.memory.write(id, intake.id, remembered, null);
    return undefined;
  }
  const hours = Math.round(quietAfter(intake) / hourMs);
  const text =
    `Nothing was heard of “${remembered.summary}” from ${intake.settings.name} for ${hours} hours. ` +
    'It may be silenced there, or over without a word. Is it still failing? If not, resolve the incident.';
  const by = `intake:${intake.id}`;
  const note = { kind: 'note', text: clip(text, 2_000), byName: intake.settings.name } as const;
  await receiver.incidents.append(open.id, [note], { by, author: by });
  receiver.memory.write(id, intake.id, { ...remembered, isAsked: true }, null);
  return undefined;
}

/** TX1: cleans the names of services, so that two that look alike are the same. */
const cleanServices = ({ alerts, changes, ...rest }: Parsed): Parsed => ({
  ...rest,
  alerts: alerts.map(cleanService),
  changes: changes.map(cleanService),
});

const cleanService = <T extends { service: string | null }>(each: T): T => ({
  ...each,
  service: each.service === null ? null : cleanName(each.service) || null,
});

/** An id of at most 120 characters that no other intake and no other key shares. */
function watchedId(intake: string, dedupKey: string): string {
  const hash = createHash('sha256').update(dedupKey).digest('hex').slice(0, 40);
  return `intake:${intake}:${hash}`;
}

function toWatched(intake: Intake, id: string, alert: Alert, summary: string): OutageSubject {
  const line = summary.replaceAll(/\s+/g, ' ');
  return {
    id,
    name: clip(line, 120),
    service: alert.service ?? intake.settings.service ?? null,
    severity: alert.severity ?? severityOf(intake),
    ancestors: [],
    descendants: [],
    lastIncident: null,
    resolvesByItself: intake.settings.settings['resolvesByItself'] !== false,
    source: { kind: 'alert', intake: intake.id, intakeName: intake.settings.name, title: clip(line, 300) },
  };
}

export const severityOf = ({ settings }: Intake): Severity =>
  severities.find((each) => each === settings.settings['severity']) ?? 'P3';
