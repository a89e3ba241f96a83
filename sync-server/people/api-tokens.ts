// AU7: lists, makes, renews and revokes a person's tokens, both from sign-ins and for programs. When a token expires,
// its sockets and feeds close at that moment.
import type { Database } from '../storage/database.ts';
import { makeTurns } from '../storage/turns.ts';
import { openAlarm, type WallClock } from '../clock.ts';
import type { Log } from '../sync/rooms.ts';
import { hasEnded, type KeptToken, type KeptTokens, type Made } from './kept-tokens.ts';
import type { Scope } from '../http/scopes.ts';

export const mostTokens = 100;
const flushEveryMs = 60_000;
/** How long an ended token is still listed. */
const listedMs = 30 * 24 * 3_600_000;

export type NewToken = { person: string; name: string; scopes: readonly Scope[]; expiresAt: number | null };

export type ApiTokens = {
  /** Oldest first; null returns everybody's. */
  list(person: string | null): KeptToken[];
  find(id: string): KeptToken | null;
  make(wanted: NewToken): Promise<Pick<Made, 'secret' | 'token'> | 'too-many'>;
  /** Gives a new secret; the old one ends at once. Null when the token is gone. */
  rotate(id: string): Promise<Pick<Made, 'secret' | 'token'> | null>;
  /** False when it is already gone. */
  revoke(id: string): Promise<boolean>;
  close(): void;
};

/** `onEnd` is called when a token may have ended; everything open then checks its token again. */
export function openApiTokens(options: {
  database: Database;
  tokens: KeptTokens;
  clock: WallClock;
  onEnd: () => void;
  log: Log;
}): ApiTokens {
  const { database, tokens, clock, onEnd, log } = options;
  const { queries } = database;
  const inTurn = makeTurns();
  const find = (id: string) => tokens.list().find((token) => token.id === id) ?? null;

  const alarm = openAlarm(clock, () => {
    onEnd();
    wake();
  });
  const wake = () => {
    const ends = tokens
      .list()
      .flatMap(({ expiresAt }) => ((expiresAt ?? 0) > clock.now() ? [expiresAt ?? 0] : []));
    alarm.set(ends.length === 0 ? null : Math.min(...ends));
  };
  const drop = (gone: readonly KeptToken[]) => {
    const ids = gone.map(({ id }) => id);
    database.together([queries.deleteFrom('tokens').where('id', 'in', ids).compile()]);
    tokens.drop(({ id }) => ids.includes(id));
    onEnd();
    wake();
  };
  const flush = () => {
    try {
      tokens.flush();
      const old = tokens.list().filter((token) => hasEnded(token, clock.now() - listedMs));
      if (old.length > 0) drop(old);
    } catch (error) {
      log.warn({ err: error }, 'when tokens were last used could not be written');
    }
  };
  let cancel: (() => void) | null = null;
  const flushLater = () => {
    cancel = clock.after(flushEveryMs, () => {
      flush();
      flushLater();
    });
  };
  flushLater();
  wake();

  return {
    list: (person) => tokens.list().filter((token) => person === null || token.person === person),
    find,
    make: ({ person, name, scopes, expiresAt }) =>
      inTurn(async () => {
        if (tokens.list().filter((token) => token.person === person).length >= mostTokens) return 'too-many';
        const made = tokens.make({ person, name, scopes, expiresAt });
        database.together([made.write]);
        made.settle();
        wake();
        return made;
      }),
    rotate: (id) =>
      inTurn(async () => {
        const before = find(id);
        if (before === null) return null;
        const made = tokens.renew(before);
        database.together([made.write]);
        made.settle();
        onEnd();
        return made;
      }),
    revoke: (id) =>
      inTurn(async () => {
        const token = find(id);
        if (token !== null) drop([token]);
        return token !== null;
      }),
    close: () => {
      cancel?.();
      alarm.set(null);
      flush();
    },
  };
}
