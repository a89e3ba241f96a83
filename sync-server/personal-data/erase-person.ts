// ED: erases a person's data for good. Their id stays as a pseudonym, because signed room entries and the audit log,
// which are append-only, contain it. The erasure itself is recorded first, so that it is completed after a crash.
import type { Incidents } from '../incidents/incidents.ts';
import type { ErasedPeople, ErasedPerson } from '../people/erased-people.ts';
import type { People, Refusal } from '../people/people.ts';
import type { Database } from '../storage/database.ts';
import { makeTurns } from '../storage/turns.ts';
import type { Log } from '../sync/rooms.ts';
import { createListeners } from '../listeners.ts';

export type PersonErasing = {
  /** Durable when it resolves; repeating it is harmless. */
  erase(person: string): Promise<ErasedPerson | Extract<Refusal, 'unknown' | 'last-owner'>>;
  /** ED4: repeats an erasure of the team's server. */
  follow(erased: Pick<ErasedPerson, 'id'>): Promise<void>;
  onErase(listener: (erased: ErasedPerson) => void): () => void;
  /** Completes erasures that a crash interrupted. */
  finish(): Promise<void>;
};

export type PersonErasingOptions = {
  erased: ErasedPeople;
  database: Database;
  people: Pick<People, 'find' | 'list' | 'remove' | 'forget'>;
  incidents: Pick<Incidents, 'list' | 'look' | 'append'>;
  /** ED3: only the team's server tells the rooms. */
  isPrimary: boolean;
  now: () => number;
  log: Log;
};

export function openPersonErasing(options: PersonErasingOptions): PersonErasing {
  const { erased, database, people, now } = options;
  const listeners = createListeners<[erased: ErasedPerson]>();
  const inTurn = makeTurns();
  const isKnown = (id: string) =>
    database.first(database.queries.selectFrom('people').select('id').where('id', '=', id)) !== undefined;
  const carryOut = makeEraser(options);

  const take = async (id: string): Promise<ErasedPerson> => {
    const isNew = erased.of(id) === null;
    const who = erased.keep(id, now());
    await carryOut(who);
    if (isNew) listeners.tell(who);
    return who;
  };

  return {
    erase: (id) =>
      inTurn(async () => {
        const person = people.find(id);
        if (person === null && !isKnown(id)) return 'unknown';
        const owners = people.list().filter(({ role }) => role === 'owner');
        if (person?.role === 'owner' && owners.length === 1) return 'last-owner';
        return take(id);
      }),
    follow: ({ id }) =>
      inTurn(async () => {
        if (erased.of(id) === null && isKnown(id)) await take(id);
      }),
    onErase: listeners.add,
    finish: () =>
      inTurn(async () => {
        for (const who of erased.unfinished()) await carryOut(who);
      }),
  };
}

function makeEraser({ erased, database, people, incidents, isPrimary, log }: PersonErasingOptions) {
  return async (who: ErasedPerson): Promise<void> => {
    if (people.find(who.id) !== null) await people.remove(who.id, null);
    people.forget(who.id);
    eraseRows(database, who);
    if (isPrimary) await renameInRooms(who, incidents);
    erased.finished(who.id);
    log.info({ person: who.id }, 'a person was erased for good');
  };
}

/** Deletes a person's data from all tables. The remaining row of `people` shows that there was somebody. */
function eraseRows(database: Database, { id, name, at }: ErasedPerson): void {
  const { queries } = database;
  const tokens = queries.selectFrom('tokens').select('id').where('person', '=', id);
  database.erase(() => {
    database.run(queries.deleteFrom('sign_ins').where('token', 'in', tokens));
    for (const table of ['identities', 'tokens', 'push_devices', 'acknowledge_links'] as const)
      database.run(queries.deleteFrom(table).where('person', '=', id));
    database.run(queries.deleteFrom('outbox').where('recipient', '=', id));
    database.run(queries.deleteFrom('calendars').where('kind', '=', 'person').where('target', '=', id));
    database.run(queries.updateTable('devices').set({ name, computer: null }).where('person', '=', id));
    // A page test of everybody on call contains everybody's names and addresses.
    database.run(
      queries
        .deleteFrom('page_tests')
        .where((eb) => eb.or([eb('by_person', '=', id), eb('test', 'like', `%"${id}"%`)])),
    );
    database.run(
      queries
        .updateTable('people')
        .set((eb) => ({
          name,
          contact: null,
          notify: null,
          vouched_at: null,
          removed_at: eb.fn.coalesce('removed_at', eb.val(at)),
        }))
        .where('id', '=', id),
    );
  });
}

/** ED3: by FA6 a room shows the last name somebody joined with, so a new join renames them everywhere in it. */
async function renameInRooms(
  { id, name }: ErasedPerson,
  incidents: PersonErasingOptions['incidents'],
): Promise<void> {
  for (const incident of incidents.list()) {
    const called = await incidents.look(incident.id, (_doc, open) => open.room().people.get(id) ?? null);
    if (called === null || called === name) continue;
    await incidents.append(incident.id, [{ kind: 'joined', name, erased: true }], {
      by: id,
      author: 'server',
    });
  }
}
