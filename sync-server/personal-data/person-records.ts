// ED1: a person's data that is only in the database, not in memory.
import { deliveriesTo } from '../delivery/delivery-letters.ts';
import type { Database } from '../storage/database.ts';
import type { PersonRecords } from './personal-data.ts';

export function openPersonRecords(database: Database): PersonRecords {
  const { queries } = database;
  return {
    person: (id) => {
      const rows = queries
        .selectFrom('people')
        .select(['name', 'contact', 'removed_at'])
        .where('id', '=', id);
      const row = database.first(rows);
      if (row === undefined) return null;
      const contact = row.contact === null ? null : (JSON.parse(row.contact) as unknown);
      return { name: row.name, contact, removedAt: row.removed_at };
    },
    removed: () =>
      database.all(
        queries
          .selectFrom('people')
          .select(['id', 'name', 'removed_at as removedAt'])
          .where('removed_at', 'is not', null)
          .where('id', 'not in', queries.selectFrom('erased_people').select('person'))
          .orderBy('removed_at', 'desc')
          .$narrowType<{ removedAt: number }>(),
      ),
    identities: (id) =>
      database.all(queries.selectFrom('identities').select(['issuer', 'subject']).where('person', '=', id)),
    messages: (id) =>
      deliveriesTo(database, id).map(({ channelName: channel, createdAt: at, ...sent }) => {
        const { id: delivery, kind, purpose, subject, incident, state, to } = sent;
        return { id: delivery, kind, purpose, subject, incident, state, channel, to, at };
      }),
  };
}
