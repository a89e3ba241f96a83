// ES11: links with which one person acknowledges one incident without signing in. Only their hashes are kept.
import type { Database } from '../storage/database.ts';
import { hashSecret, makeCode } from '../tokens.ts';

const validMs = 24 * 3_600_000;
/** An expired link still shows which incident it was for. */
const rememberedMs = 30 * validMs;

/** `person` is null for a link sent to a shared channel. */
export type AcknowledgeLink = {
  incident: string;
  person: string | null;
  /** PH: the manual page that the link answers, for somebody outside the team. */
  page: string | null;
  isExpired: boolean;
};

export type AcknowledgeLinks = {
  make(incident: string, person: string | null, page?: string | null): string;
  find(code: string): AcknowledgeLink | null;
};

export function openAcknowledgeLinks(database: Database, now: () => number): AcknowledgeLinks {
  const { queries } = database;
  return {
    make: (incident, person, page = null) => {
      const code = makeCode();
      const times = { created_at: now(), expires_at: now() + validMs };
      const link = { hash: hashSecret(code), incident, person, page, ...times };
      database.run(queries.deleteFrom('acknowledge_links').where('created_at', '<', now() - rememberedMs));
      database.run(queries.insertInto('acknowledge_links').values(link));
      return code;
    },
    find: (code) => {
      const row = database.first(
        queries
          .selectFrom('acknowledge_links')
          .select(['incident', 'person', 'page', 'expires_at'])
          .where('hash', '=', hashSecret(code)),
      );
      if (row === undefined) return null;
      const { expires_at, ...link } = row;
      return { ...link, isExpired: expires_at <= now() };
    },
  };
}
