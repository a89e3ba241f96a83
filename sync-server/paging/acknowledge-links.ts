// ES11: links by which one person acknowledges one incident, without signing in. Only their hashes are kept.
import type { Database } from '../storage/database.ts';
import { hashSecret, makeCode } from '../people/tokens.ts';

const validMs = 24 * 3_600_000;
/** An old link still says what it was for. */
const rememberedMs = 30 * validMs;

/** `person` is null in a link that was sent to a place that many read. */
export type AcknowledgeLink = {
  incident: string;
  person: string | null;
  /** PH: the page by hand that it answers, for somebody outside the team. */
  page: string | null;
  isExpired: boolean;
};

export type AcknowledgeLinks = {
  make(incident: string, person: string | null, page?: string): string;
  find(code: string): AcknowledgeLink | null;
};

export function openAcknowledgeLinks({ sql }: Database, now: () => number): AcknowledgeLinks {
  const insert = sql.statement(
    'INSERT INTO acknowledge_links (hash, incident, person, page, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const prune = sql.statement('DELETE FROM acknowledge_links WHERE created_at < ?');
  const find = sql.statement(
    'SELECT incident, person, page, expires_at FROM acknowledge_links WHERE hash = ?',
  );
  return {
    make: (incident, person, page) => {
      const code = makeCode();
      prune.run(now() - rememberedMs);
      insert.run(hashSecret(code), incident, person, page ?? null, now(), now() + validMs);
      return code;
    },
    find: (code) => {
      const row = find.get(hashSecret(code));
      if (row === undefined) return null;
      const person = row['person'] === null ? null : String(row['person']);
      const page = row['page'] === null ? null : String(row['page']);
      return {
        incident: String(row['incident']),
        person,
        page,
        isExpired: Number(row['expires_at']) <= now(),
      };
    },
  };
}
