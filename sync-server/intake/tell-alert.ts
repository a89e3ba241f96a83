// What an alert writes into a room: details, links, news, and an acknowledgement made in the other tool.
import type { Fact, FactDraft } from '#room/facts/fact.ts';
import { authorOf, declarerOf, type OutageSubject } from '../incidents/declare.ts';
import { signed } from '../incidents/follow-up.ts';
import type { Incidents, Writer } from '../incidents/incidents.ts';
import { decideRaise } from '../incidents/raise.ts';
import { clip, type Alert, type AlertMember } from './alert.ts';
import type { Remembered } from './alert-memory.ts';

const writerOf = (subject: OutageSubject): Writer => {
  const by = authorOf(subject);
  return { by, author: by };
};

/** The alert's details as an observation, its links as links. */
export function factsOf({ details, links }: Alert, alert: string): FactDraft[] {
  const observation = details === null ? '' : clip(details, 6_000);
  return [
    ...(observation === '' ? [] : [{ kind: 'observation', text: observation, alert } as const]),
    ...links
      .slice(0, 10)
      .map(({ url, label }) => ({ kind: 'link', url, ...(label ? { label } : {}), alert }) as const),
  ];
}

type Update = { before: Remembered | null; alert: Alert; members: readonly AlertMember[] };

/** Writes only news, in one commit: a new summary, members that began or ended, a worse severity. */
export async function tellNews(
  incidents: Incidents,
  subject: OutageSubject,
  incident: string,
  { before, alert, members }: Update,
) {
  const lines = before === null ? [] : newsOf(before, alert, members);
  const { severity } = alert;
  const by = authorOf(subject);
  const raise =
    severity === null
      ? null
      : await incidents.look(incident, (_doc, room) =>
          decideRaise(room.room(), { name: subject.name, severity, by }),
        );
  const drafts: FactDraft[] = [
    ...(lines.length === 0 ? [] : [{ kind: 'note', text: lines.join('\n') } as const]),
    ...(raise === null ? [] : [raise]),
  ];
  if (drafts.length === 0) return;
  await incidents.append(
    incident,
    drafts.map((draft) => signed(draft, subject)),
    writerOf(subject),
  );
}

function newsOf(before: Remembered, alert: Alert, members: readonly AlertMember[]): string[] {
  const was = new Map(before.members.map((member) => [member.id, member.isFiring]));
  const began = members.filter(({ id, isFiring }) => isFiring && was.get(id) !== true);
  const ended = members.filter(({ id, isFiring }) => !isFiring && was.get(id) === true);
  return [
    ...(before.summary === alert.summary ? [] : [`Now: ${alert.summary}`]),
    ...began.slice(0, 20).map(({ name }) => `Also firing: ${name}`),
    ...ended.slice(0, 20).map(({ name }) => `No longer firing: ${name}`),
  ];
}

/** CH14: ends the paging of the incident that this outage declared. In any other incident it is only noted, once. */
export async function tellAcknowledged(incidents: Incidents, subject: OutageSubject, incident: string) {
  const by = authorOf(subject);
  const { source, name } = subject;
  const where = source.kind === 'alert' ? source.intakeName : 'another tool';
  const note = {
    kind: 'note' as const,
    text: `“${name}” was acknowledged in ${where}. It did not declare this incident, so paging goes on.`,
  };
  const draft = await incidents.look(incident, (_doc, room): FactDraft | null => {
    const facts: readonly Fact[] = room.room().timeline.map(({ fact }) => fact);
    const isOwn = declarerOf(facts) === subject.id;
    const isTold = facts.some(
      (fact) =>
        fact.by === by &&
        (isOwn ? fact.kind === 'acknowledged' : fact.kind === 'note' && fact.text === note.text),
    );
    if (isTold) return null;
    return isOwn ? { kind: 'acknowledged' } : note;
  });
  if (draft !== null) await incidents.append(incident, [signed(draft, subject)], writerOf(subject));
}
