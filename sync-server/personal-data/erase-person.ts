// ED: erasing what is known of a person, for good. Their id stays as a pseudonym, because signed entries of rooms and the
// audit log, which only grow, name it. That they were erased is kept first, so that a kill in between is made up for.
import type { Incidents } from '../incidents/incidents.ts';
import type { ErasedPeople, ErasedPerson } from '../people/erased-people.ts';
import type { People, Refusal } from '../people/people.ts';
import type { Sql } from '../storage/sql.ts';
import { makeTurns } from '../storage/turns.ts';
import type { Log } from '../sync/rooms.ts';

export type PersonErasing = {
  /** Durable when it resolves; twice is once. */
  erase(person: string): Promise<ErasedPerson | Extract<Refusal, 'unknown' | 'last-owner'>>;
  /** ED4: what the team's server erased. */
  follow(erased: Pick<ErasedPerson, 'id'>): Promise<void>;
  onErase(listener: (erased: ErasedPerson) => void): () => void;
  /** Finishes what a kill interrupted. */
  finish(): Promise<void>;
};

export type PersonErasingOptions = {
  erased: ErasedPeople;
  sql: Sql;
  people: Pick<People, 'find' | 'list' | 'remove' | 'forget'>;
  incidents: Pick<Incidents, 'list' | 'look' | 'append'>;
  /** ED3: rooms hear of it from the team's server alone. */
  isPrimary: boolean;
  now: () => number;
  log: Log;
};

/** What goes with the person: each row of theirs, by the column that names them. */
const theirs = [
  ['identities', 'person'],
  ['tokens', 'person'],
  ['push_devices', 'person'],
  ['deliveries', 'person'],
  ['acknowledge_links', 'person'],
  ['page_tests', 'by_person'],
] as const;

export function openPersonErasing(options: PersonErasingOptions): PersonErasing {
  const { erased, sql, people, now } = options;
  const listeners = new Set<(erased: ErasedPerson) => void>();
  const inTurn = makeTurns();
  const isKnown = sql.statement('SELECT 1 FROM people WHERE id = ?');
  const carryOut = makeEraser(options);

  const take = async (id: string): Promise<ErasedPerson> => {
    const isNew = erased.of(id) === null;
    const who = erased.keep(id, now());
    await carryOut(who);
    if (isNew) for (const listener of listeners) listener(who);
    return who;
  };

  return {
    erase: (id) =>
      inTurn(async () => {
        const person = people.find(id);
        if (person === null && isKnown.get(id) === undefined) return 'unknown';
        const owners = people.list().filter(({ role }) => role === 'owner');
        if (person?.role === 'owner' && owners.length === 1) return 'last-owner';
        return take(id);
      }),
    follow: ({ id }) =>
      inTurn(async () => {
        if (erased.of(id) === null && isKnown.get(id) !== undefined) await take(id);
      }),
    onErase: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    finish: () =>
      inTurn(async () => {
        for (const who of erased.unfinished()) await carryOut(who);
      }),
  };
}

function makeEraser({ erased, sql, people, incidents, isPrimary, log }: PersonErasingOptions) {
  const eraseRows = makeRowEraser(sql);
  return async (who: ErasedPerson): Promise<void> => {
    if (people.find(who.id) !== null) await people.remove(who.id, null);
    people.forget(who.id);
    eraseRows(who);
    if (isPrimary) await renameInRooms(who, incidents);
    erased.finished(who.id);
    log.info({ person: who.id }, 'a person was erased for good');
  };
}

/** Takes away what tables hold of a person. What is left of the row of `people` says that there was somebody. */
function makeRowEraser(sql: Sql): (who: ErasedPerson) => void {
  const person = sql.statement(
    `UPDATE people SET name = ?, contact = NULL, notify = NULL, vouched_at = NULL, removed_at = COALESCE(removed_at, ?)
     WHERE id = ?`,
  );
  const signIns = sql.statement(
    'DELETE FROM sign_ins WHERE token IN (SELECT id FROM tokens WHERE person = ?)',
  );
  const drops = theirs.map(([table, column]) => sql.statement(`DELETE FROM ${table} WHERE ${column} = ?`));
  const calendars = sql.statement(`DELETE FROM calendars WHERE kind = 'person' AND target = ?`);
  const computers = sql.statement('UPDATE devices SET name = ?, computer = NULL WHERE person = ?');
  // A check of how everybody is paged names all of them and how they are reached.
  const checks = sql.statement('DELETE FROM page_tests WHERE test LIKE ?');
  return ({ id, name, at }) =>
    sql.erase(() => {
      signIns.run(id);
      for (const drop of drops) drop.run(id);
      calendars.run(id);
      computers.run(name, id);
      checks.run(`%"${id}"%`);
      person.run(name, at, id);
    });
}

/** ED3: FA6, the name somebody joined under last is theirs in a room, and everywhere it is said. */
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
