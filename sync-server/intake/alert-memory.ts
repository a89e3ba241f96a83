// What we remember about each alert: its last message, so that a redelivery repeats nothing, the state of its
// members, and when to look at it again. The rooms know whether it is open.
import type { Database } from '../storage/database.ts';
import type { Alert } from './alert.ts';
import type { KnownMember } from './members.ts';

export type Remembered = {
  summary: string;
  members: readonly KnownMember[];
  /** The incident that got the last message. */
  incident?: string;
  /** When the last message came; absent in records of older versions. */
  heardAt?: number;
  /** When it ended; null or absent while it fires. */
  endedAt?: number | null;
  /** The room was asked whether the alert still fires. */
  isAsked?: boolean;
  /** A message that may be outdated; held until it is believed. */
  held?: Alert;
};

export type AlertMemory = {
  read(id: string): Remembered | null;
  /** `dueAt`: when to look at it again; null for never. */
  write(id: string, intake: string, remembered: Remembered, dueAt: number | null): void;
  forget(id: string): void;
  /** The alerts that are due by `now`. */
  due(now: number): readonly { id: string; intake: string; remembered: Remembered }[];
};

const toRemembered = (said: string) => JSON.parse(said) as Remembered;

export function openAlertMemory({ prepare }: Database): AlertMemory {
  const read = prepare((db, id: string) =>
    db.selectFrom('intake_alerts').select('said').where('id', '=', id),
  );
  const write = prepare((db, id: string, intake: string, said: string, due_at: number | null) =>
    db
      .insertInto('intake_alerts')
      .values({ id, intake, said, due_at })
      .onConflict((conflict) => conflict.column('id').doUpdateSet({ said, due_at })),
  );
  const forget = prepare((db, id: string) => db.deleteFrom('intake_alerts').where('id', '=', id));
  const due = prepare((db, now: number) =>
    db
      .selectFrom('intake_alerts')
      .select(['id', 'intake', 'said'])
      .where('due_at', '<=', now)
      .orderBy('due_at')
      .limit(500),
  );
  return {
    read: (id) => {
      const row = read.first(id);
      return row === undefined ? null : toRemembered(row.said);
    },
    write: (id, intake, remembered, dueAt) => void write.run(id, intake, JSON.stringify(remembered), dueAt),
    forget: (id) => void forget.run(id),
    due: (now) =>
      due.all(now).map(({ id, intake, said }) => ({ id, intake, remembered: toRemembered(said) })),
  };
}
