// What an alert does to the rooms. Whether it is open is asked of the rooms themselves, which are durable before
// anybody is answered; the table only remembers what was said last, so that a redelivery says nothing twice.
import { createHash, randomUUID } from 'node:crypto';
import { severities, type FactDraft, type Severity } from '#room/fact.ts';
import { isOpenForReal, type Watched } from '../incidents/declare.ts';
import type { FollowUp } from '../incidents/follow-up.ts';
import type { Database } from '../storage/database.ts';
import { makeTurns } from '../storage/turns.ts';
import type { Incidents, Writer } from '../incidents/incidents.ts';
import { clip, type Alert, type AlertMember } from './alert.ts';
import type { Changes } from './changes.ts';
import { intakeKinds } from './index.ts';
import type { Intake } from './intakes.ts';

/** `dropped`: acknowledged or resolved what is not open. */
export type Received = {
  outcome: 'declared' | 'joined' | 'updated' | 'dropped' | 'changed';
  dedupKey: string;
  incident: string | null;
};

export type Receive = (intake: Intake, payload: unknown) => Promise<Received[]>;

type Parts = {
  database: Database;
  incidents: Incidents;
  followUp: FollowUp;
  changes: Changes;
  now: () => number;
};
type Said = { summary: string; members: readonly AlertMember[] };

/** Throws PayloadRefused. Durable on return; the same payload again changes nothing. */
export function makeReceive(parts: Parts): Receive {
  // Two deliveries of one alert must not meet in the middle.
  const inTurn = makeTurns();
  return async (intake, payload) => {
    const kind = intakeKinds[intake.settings.kind];
    if (kind === undefined) return [];
    const { alerts, changes } = await kind.parse(payload, intake.settings.settings);
    return inTurn(async () => {
      const done: Received[] = [];
      for (const alert of alerts) done.push(await take(parts, intake, alert));
      for (const change of changes) {
        await parts.changes.add(intake, change);
        done.push({ outcome: 'changed', dedupKey: '', incident: null });
      }
      return done;
    });
  };
}

async function take(parts: Parts, intake: Intake, given: Alert): Promise<Received> {
  // As PagerDuty does: a trigger without a key is an outage of its own.
  const alert = given.dedupKey === '' ? { ...given, dedupKey: randomUUID() } : given;
  const { dedupKey } = alert;
  const memory = openMemory(parts.database, intake.id, dedupKey);
  const before = memory.read();
  const watched = toWatched(intake, alert, before?.summary ?? alert.summary);
  const open = parts.incidents
    .list()
    .find((each) => isOpenForReal(each) && each.monitorsDown.includes(watched.id));
  const answer = (outcome: Received['outcome'], incident: string | null): Received => ({
    outcome,
    dedupKey,
    incident,
  });
  if (alert.action === 'trigger') {
    if (open !== undefined) {
      // A crash between the outage and what it brought along: the redelivery brings it.
      if (before === null) await tellFacts(parts, watched, open.id, alert);
      else await tellUpdate(parts, watched, open.id, before, alert);
      await tellSeverity(parts, watched, open.id, alert);
      memory.write({ summary: alert.summary, members: alert.members ?? [] });
      return answer('updated', open.id);
    }
    const known = new Set(parts.incidents.list().map(({ id }) => id));
    const fresh = toWatched(intake, alert, alert.summary);
    const incident = await parts.followUp.wentDown(fresh, { at: parts.now(), reason: alert.source });
    await tellFacts(parts, fresh, incident, alert);
    await tellSeverity(parts, fresh, incident, alert);
    memory.write({ summary: alert.summary, members: alert.members ?? [] });
    return answer(known.has(incident) ? 'joined' : 'declared', incident);
  }
  if (!parts.followUp.downIds().has(watched.id)) {
    memory.forget();
    return answer('dropped', null);
  }
  if (alert.action === 'acknowledge') {
    if (open === undefined) return answer('dropped', null);
    await acknowledge(parts, watched, open.id);
    return answer('updated', open.id);
  }
  await parts.followUp.cameUp(watched, { at: parts.now(), reason: null });
  memory.forget();
  return answer('updated', open?.id ?? null);
}

/** An id of at most 120 characters that no other intake and no other key shares. */
export function watchedId(intake: string, dedupKey: string): string {
  const hash = createHash('sha256').update(dedupKey).digest('hex').slice(0, 40);
  return `intake:${intake}:${hash}`;
}

function toWatched(intake: Intake, alert: Alert, summary: string): Watched {
  const name = clip(summary.replaceAll(/\s+/g, ' '), 120);
  return {
    id: watchedId(intake.id, alert.dedupKey),
    name,
    title: clip(summary.replaceAll(/\s+/g, ' '), 300),
    service: alert.service ?? intake.settings.service ?? null,
    severity: alert.severity ?? severityOf(intake),
    ancestors: [],
    descendants: [],
    lastIncident: null,
    resolvesByItself: intake.settings.settings['resolvesByItself'] !== false,
    by: `intake:${intake.id}`,
    byName: intake.settings.name,
  };
}

export const severityOf = ({ settings }: Intake): Severity =>
  severities.find((each) => each === settings.settings['severity']) ?? 'P3';

const writerOf = ({ id, by = id }: Watched): Writer => ({ by, author: by });
const signed = (draft: FactDraft, { byName }: Watched): FactDraft =>
  byName === undefined ? draft : ({ ...draft, byName } as FactDraft);

/** What the alert brought along: its details as an observation, its links as links. */
async function tellFacts({ incidents }: Parts, watched: Watched, incident: string, alert: Alert) {
  const { details, links } = alert;
  const drafts: FactDraft[] = [
    ...(details === null || details.trim() === ''
      ? []
      : [{ kind: 'observation', text: clip(details, 6_000), alert: watched.id } as FactDraft]),
    ...links
      .slice(0, 10)
      .map(
        ({ url, label }) =>
          ({ kind: 'link', url, alert: watched.id, ...(label === null ? {} : { label }) }) as FactDraft,
      ),
  ];
  if (drafts.length === 0) return;
  const isTold = await incidents.look(incident, (_doc, room) =>
    room.room().timeline.some(({ fact }) => (fact as { alert?: unknown }).alert === watched.id),
  );
  if (isTold === true) return;
  await incidents.append(
    incident,
    drafts.map((draft) => signed(draft, watched)),
    writerOf(watched),
  );
}

/** Only what is new is said: another summary, members that began or ended. */
async function tellUpdate(
  { incidents }: Parts,
  watched: Watched,
  incident: string,
  before: Said,
  alert: Alert,
) {
  const was = new Map(before.members.map((member) => [member.id, member.isFiring]));
  const members = alert.members ?? [];
  const began = members.filter(({ id, isFiring }) => isFiring && was.get(id) !== true);
  const ended = members.filter(({ id, isFiring }) => !isFiring && was.get(id) === true);
  const lines = [
    ...(before.summary === alert.summary ? [] : [`Now: ${alert.summary}`]),
    ...began.slice(0, 20).map(({ name }) => `Also firing: ${name}`),
    ...ended.slice(0, 20).map(({ name }) => `No longer firing: ${name}`),
  ];
  if (lines.length === 0) return;
  const note: FactDraft = { kind: 'note', text: lines.join('\n') };
  await incidents.append(incident, [signed(note, watched)], writerOf(watched));
}

/** IT9: what is said to be worse raises; what a person set stands, and the room hears of the difference once. */
async function tellSeverity({ incidents }: Parts, watched: Watched, incident: string, { severity }: Alert) {
  if (severity === null) return;
  const draft = await incidents.look(incident, (_doc, open): FactDraft | null => {
    const { severity: standing, timeline } = open.room();
    if (severities.indexOf(severity) >= severities.indexOf(standing.value)) return null;
    if (standing.heads.every(({ by }) => isMachine(by)))
      return { kind: 'severity', severity, why: `“${watched.name}” is ${severity} now` };
    const text = `“${watched.name}” is ${severity} now. The severity stays ${standing.value}, which a person set.`;
    const isTold = timeline.some(
      ({ fact }) => fact.kind === 'note' && fact.by === writerOf(watched).by && fact.text === text,
    );
    return isTold ? null : { kind: 'note', text };
  });
  if (draft !== null) await incidents.append(incident, [signed(draft, watched)], writerOf(watched));
}

const isMachine = (by: string): boolean => by === 'server' || /^(?:intake|monitor):/.test(by);

async function acknowledge({ incidents }: Parts, watched: Watched, incident: string) {
  const writer = writerOf(watched);
  const isTold = await incidents.look(incident, (_doc, room) =>
    room.room().timeline.some(({ fact }) => fact.kind === 'acknowledged' && fact.by === writer.by),
  );
  if (isTold === true) return;
  await incidents.append(incident, [signed({ kind: 'acknowledged' }, watched)], writer);
}

function openMemory({ sqlite }: Database, intake: string, dedupKey: string) {
  const id = watchedId(intake, dedupKey);
  return {
    read: (): Said | null => {
      const row = sqlite.prepare('SELECT said FROM intake_alerts WHERE id = ?').get(id) as
        | { said: string }
        | undefined;
      return row === undefined ? null : (JSON.parse(row.said) as Said);
    },
    write: (said: Said) => {
      sqlite
        .prepare(
          'INSERT INTO intake_alerts (id, intake, said) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET said = excluded.said',
        )
        .run(id, intake, JSON.stringify(said));
    },
    forget: () => void sqlite.prepare('DELETE FROM intake_alerts WHERE id = ?').run(id),
  };
}
