// AU7: lists, makes, renews and revokes a person's tokens, both from sign-ins and for programs. When a token expires,
// its sockets and feeds close at that moment.
import type { Database } from '../storage/database.ts';
import { makeTurns } from '../storage/turns.ts';
import { openAlarm, repeat, type WallClock } from '../clock.ts';
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

type Options = {
  database: Database;
  tokens: KeptTokens;
  clock: WallClock;
  /** Called when a token may have ended; everything open then checks its token again. */
  onEnd: () => void;
  log: Log;
};

export function openApiTokens(options: Options): ApiTokens {
  const { database, tokens, onEnd } = options;
  const inTurn = makeTurns();
  const ends = watchEnds(options);
  const find = (id: string) => tokens.list().find((token) => token.id === id) ?? null;

  return {
    list: (person) => tokens.list().filter((token) => person === null || token.person === person),
    find,
    make: ({ person, name, scopes, expiresAt }) =>
      inTurn(async () => {
        if (tokens.list().filter((token) => token.person === person).length >= mostTokens) return 'too-many';
        const made = tokens.make({ person, name, scopes, expiresAt });
        database.together([made.write]);
        made.settle();
        ends.wake();
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
        if (token !== null) ends.drop([token]);
        return token !== null;
      }),
    close: ends.close,
  };
}

/** Tells of tokens that end, removes old ones, and writes now and then when tokens were last used. */
function watchEnds({ database, tokens, clock, onEnd, log }: Options) {
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
    database.together([database.queries.deleteFrom('tokens').where('id', 'in', ids).compile()]);
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
      log.warn({ err: error }, 'the last use of tokens could not be written');
    }
  };
  const stop = repeat(clock, flushEveryMs, flush);
  wake();
  return {
    wake,
    drop,
    close: () => {
      stop();
      alarm.set(null);
      flush();
    },
  };
}
