// ED1: what the database knows of a person beside what is held in memory.
import type { Sql } from '../storage/sql.ts';
import type { PersonRecords } from './personal-data.ts';

export function openPersonRecords(sql: Sql): PersonRecords {
  const person = sql.statement('SELECT name, contact, removed_at FROM people WHERE id = ?');
  const removed = sql.statement(
    `SELECT id, name, removed_at FROM people WHERE removed_at IS NOT NULL AND id NOT IN (SELECT person FROM erased_people)
     ORDER BY removed_at DESC`,
  );
  const identities = sql.statement('SELECT issuer, subject FROM identities WHERE person = ?');
  const messages = sql.statement(
    `SELECT id, channel_name, kind, purpose, subject, address, incident, state, created_at FROM deliveries
     WHERE person = ? ORDER BY created_at, id`,
  );
  return {
    person: (id) => {
      const row = person.get(id);
      if (row === undefined) return null;
      const { name, contact, removed_at: at } = row;
      return {
        name: String(name),
        contact: contact === null ? null : (JSON.parse(String(contact)) as unknown),
        removedAt: at === null ? null : Number(at),
      };
    },
    removed: () =>
      removed.all().map((row) => ({
        id: String(row['id']),
        name: String(row['name']),
        removedAt: Number(row['removed_at']),
      })),
    identities: (id) =>
      identities.all(id).map((row) => ({ issuer: String(row['issuer']), subject: String(row['subject']) })),
    messages: (id) =>
      messages.all(id).map(({ channel_name: channel, address: to, created_at: at, ...rest }) => ({
        ...rest,
        channel,
        to,
        at: Number(at),
      })),
  };
}
