import type { ApiTokens } from '../people/api-tokens.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import type { Devices } from '../devices/devices.ts';
import type { Incidents } from '../incidents/incidents.ts';
import type { People } from '../people/people.ts';
import type { Policies } from '../paging/policy/policies.ts';
import type { Push } from '../delivery/push/open.ts';
import type { Schedules } from '../on-call/schedules.ts';
import type { Recurring } from '../recurring/recurring.ts';
import type { Swaps } from '../on-call/swaps.ts';
import type { Teams } from '../people/teams.ts';
// ED1: exports all data about one person (GDPR, articles 15 and 20).

export type PersonalDataSources = {
  incidents: Incidents;
  people: People;
  teams: Teams;
  tokens: ApiTokens;
  devices: Devices;
  push: Push;
  schedules: Schedules;
  swaps: Swaps;
  recurringTasks: Recurring;
  policies: Policies;
  audit: AuditLog;
} & { personRecords: PersonRecords };

/** A person's data that is only in the database. */
export type PersonRecords = Readonly<{
  /** Also for a removed person; null when nobody ever had this id. */
  person: (id: string) => { name: string; contact: unknown; removedAt: number | null } | null;
  /** People removed but not erased, latest first. */
  removed: () => { id: string; name: string; removedAt: number }[];
  identities: (id: string) => { issuer: string; subject: string }[];
  messages: (id: string) => Record<string, unknown>[];
}>;

/** As JSON. Their texts are grouped by room, and only from rooms that the caller may see. */
export async function gatherPersonalData(parts: PersonalDataSources, id: string, at: number) {
  const { people, teams, audit, personRecords } = parts;
  const kept = personRecords.person(id);
  if (kept === null) return null;
  const now = people.find(id);
  const { name, contact, removedAt } = kept;
  return {
    madeAt: at,
    person: { id, name, role: now?.role ?? null, removedAt, contact, notify: now?.notify ?? [] },
    teams: teams.list().flatMap(({ settings }) => (settings.members.includes(id) ? [settings.name] : [])),
    companyAccounts: personRecords.identities(id),
    ...gatherDevices(parts, id),
    onCall: gatherOnCall(parts, id),
    recurringTasks: gatherRecurring(parts, id),
    /** Pages and other messages to this person, each with its address. */
    messages: personRecords.messages(id),
    wrote: await gatherWritten(parts.incidents, id),
    audit: audit.list({ about: id }, mostAuditEntries).items,
  };
}

const gatherDevices = ({ people, devices, push }: PersonalDataSources, id: string) => ({
  tokens: people.tokens
    .list()
    .filter(({ person }) => person === id)
    .map(({ id: token, name: called, scopes, createdAt, expiresAt, lastUsedAt }) => ({
      id: token,
      name: called,
      scopes,
      createdAt,
      expiresAt,
      lastUsedAt,
    })),
  computers: devices.list(id).map(({ name: called, computer, firstSeenAt, lastSeenAt }) => ({
    name: called,
    computer,
    firstSeenAt,
    lastSeenAt,
  })),
  phones: push.devices.list(id).map(({ name: called, createdAt, sentAt, goneAt }) => ({
    name: called,
    createdAt,
    sentAt,
    goneAt,
  })),
});

const gatherOnCall = ({ schedules, swaps, policies }: PersonalDataSources, id: string) => ({
  schedules: schedules.list().flatMap(({ settings, overrides }) => {
    const layers = settings.layers.filter((layer) => layer.people.includes(id)).map((layer) => layer.name);
    const own = overrides.filter(({ person }) => person === id);
    return layers.length + own.length === 0 ? [] : [{ schedule: settings.name, layers, overrides: own }];
  }),
  swaps: swaps
    .list()
    .map(({ settings }) => settings)
    .filter(({ person, asked, acceptedBy }) => [person, asked, acceptedBy].includes(id)),
  policies: policies.list().flatMap(({ settings }) => {
    const isNamed = settings.steps.some(({ targets }) => targets.some((target) => target.id === id));
    return isNamed ? [settings.name] : [];
  }),
});

const gatherRecurring = ({ recurringTasks }: PersonalDataSources, id: string) =>
  recurringTasks.list().flatMap((task) => {
    const turns = recurringTasks.runs(task.id).filter(({ by }) => by === id);
    const owns = task.settings.owner === id;
    return owns || turns.length > 0 ? [{ name: task.settings.name, owns, turns }] : [];
  });

const mostAuditEntries = 50_000;

async function gatherWritten(incidents: Incidents, person: string) {
  const rooms = [];
  for (const { id, number, title } of incidents.list()) {
    const entries = await incidents.look(id, (_doc, open) =>
      open.room().timeline.flatMap(({ fact }) => (fact.by === person ? [fact] : [])),
    );
    if (entries !== null && entries.length > 0) rooms.push({ incident: id, number, title, entries });
  }
  return rooms;
}
