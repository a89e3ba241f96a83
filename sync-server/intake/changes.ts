// IT6: changes are kept for 90 days. Open incidents of the service get each change at once; new incidents get those
// of the last day.
import type { Fact, FactDraft } from '#room/facts/fact.ts';
import type { IncidentSummary } from '#room/feed/feed.ts';
import { serviceMatcher, type Service } from '#room/team/services.ts';
import { isOpenForReal } from '../incidents/declare.ts';
import type { Database } from '../storage/database.ts';
import type { Tables } from '../storage/tables.ts';
import { makeTurns } from '../storage/turns.ts';
import type { Incidents } from '../incidents/incidents.ts';
import type { Log } from '../sync/rooms.ts';
import { clip, type SystemChange } from './alert.ts';
import type { Intake } from './intakes.ts';

const hourMs = 3_600_000;
const keptMs = 90 * 24 * hourMs;
const lookBackMs = 24 * hourMs;
export const mostShown = 20;

export type Changes = {
  /** Durable on return. */
  add(intake: Intake, change: SystemChange): Promise<void>;
  close(): Promise<void>;
};

type Kept = Tables['intake_changes'];
type Options = {
  database: Database;
  incidents: Incidents;
  services: { shown(): readonly Service[] };
  isRunning: boolean;
  now: () => number;
  makeId: () => string;
  log: Log;
};

/** The changes shortly before an incident, oldest first. */
function recentChanges(
  { database, services, now }: Pick<Options, 'database' | 'services' | 'now'>,
  { service, declaredAt }: Pick<IncidentSummary, 'service' | 'declaredAt'>,
): Kept[] {
  const isSame = serviceMatcher(services.shown());
  const within = database.queries
    .selectFrom('intake_changes')
    .where('at', '>', declaredAt - lookBackMs)
    .where('at', '<=', now());
  // SV2: a change may use any name of the service.
  const names = database
    .all(within.select('service').distinct().where('service', 'is not', null))
    .map((row) => row.service ?? '')
    .filter((name) => isSame(name, service ?? null));
  const newest = within
    .selectAll()
    .where((eb) => eb.or([eb('service', 'is', null), ...names.map((name) => eb('service', '=', name))]))
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(mostShown);
  return database.all(newest).toReversed();
}

const keptOf = (
  { id: intake, settings }: Parameters<Changes['add']>[0],
  { text, source, url, service }: Parameters<Changes['add']>[1],
  stamp: Pick<Kept, 'id' | 'at'>,
): Kept => ({
  ...stamp,
  intake,
  intake_name: settings.name,
  text,
  source,
  service: service ?? settings.service ?? null,
  url,
});

/** Writes into the room those of the changes that are not there yet. */
async function tell(incidents: Incidents, incident: string, changes: readonly Kept[]): Promise<void> {
  const facts = await incidents.look(incident, (_doc, room) => room.room().timeline.map(({ fact }) => fact));
  const told = new Set((facts ?? []).map(changeOf));
  for (const change of changes.filter(({ id }) => !told.has(id))) {
    const by = `intake:${change.intake}`;
    await incidents.append(incident, [toFact(change)], { by, author: by });
  }
}

export function openChanges(options: Options): Changes {
  const { database, incidents, services, isRunning, now, makeId, log } = options;
  const { queries } = database;
  const inTurn = makeTurns();
  const seen = new Set<string>();

  const greet = (incident: IncidentSummary) => {
    if (seen.has(incident.id) || !isOpenForReal(incident)) return;
    seen.add(incident.id);
    inTurn(() => tell(incidents, incident.id, recentChanges(options, incident))).catch((error: unknown) =>
      log.error({ err: error, incident: incident.id }, 'could not add recent changes to an incident'),
    );
  };
  const stop = isRunning ? incidents.onChange(greet) : () => {};

  return {
    add: (intake, change) =>
      inTurn(async () => {
        const kept = keptOf(intake, change, { id: makeId(), at: now() });
        const { service } = kept;
        database.run(queries.deleteFrom('intake_changes').where('at', '<', kept.at - keptMs));
        database.run(queries.insertInto('intake_changes').values(kept));
        const isSame = serviceMatcher(services.shown());
        const rooms = incidents
          .list()
          .filter((each) => isOpenForReal(each) && (service === null || isSame(each.service, service)));
        for (const { id } of rooms) await tell(incidents, id, [kept]);
      }),
    close: async () => {
      stop();
      await inTurn(async () => {});
    },
  };
}

const changeOf = (fact: Fact): string => (fact.kind === 'change' ? (fact.change ?? '') : '');

function toFact({ id, at, text, source, service, url, intake_name: byName }: Kept): FactDraft<'change'> {
  return {
    kind: 'change',
    at,
    text: clip(text, 1_024),
    change: id,
    byName,
    ...(source === null ? {} : { source: clip(source, 300) }),
    ...(service === null ? {} : { service }),
    ...(url === null ? {} : { url }),
  };
}
