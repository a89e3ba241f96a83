// SI: people who sign in with company accounts: created at their first sign-in, updated from the provider, and signed
// out within a minute once the provider no longer knows them.
import { randomUUID } from 'node:crypto';
import type { Person } from '#room/feed/feed.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import type { WallClock } from '../clock.ts';
import type { Authority } from '../people/authority.ts';
import type { People } from '../people/people.ts';
import type { Database } from '../storage/database.ts';
import { makeTurns } from '../storage/turns.ts';
import type { Log } from '../sync/rooms.ts';
import { roleOf, type OidcSettings } from './oidc-settings.ts';
import { memberOf, nameFor, updateMember, type MemberOptions } from './members.ts';
import type { Claims } from './claims.ts';
import type { Look, Provider, ProviderTokens } from './provider.ts';
import { makeRecordSignIn } from './record-sign-in.ts';
import { openSignInStore, type SignedIn } from './sign-in-store.ts';

/** SI2: how long a device stays signed in after its last use. */
const deviceMs = 30 * 24 * 3_600_000;
/** Without a refresh token the provider cannot be asked for longer. */
const withoutRenewalMs = 12 * 3_600_000;
/** SI4: how often the provider is asked. */
export const lookEveryMs = 60_000;
const mostAtOnce = 4;

/** Why a person may not sign in. */
export type SignInRefusal = 'no-group' | 'too-many';
export type Entered = { person: Person; token: string };

export type SignIns = {
  enter(
    who: { claims: Claims; tokens: ProviderTokens },
    how: { replica: boolean; address: string | null },
  ): Promise<Entered | SignInRefusal>;
  /** Records a failed sign-in in the audit log. */
  refused(why: string, address: string | null, name: string | null): void;
  /** SI4: asks the provider about everybody who is signed in. */
  look(): Promise<void>;
  stop(): Promise<void>;
};

type Options = {
  settings: OidcSettings;
  provider: Provider;
  database: Database;
  people: People;
  authority: Pick<Authority, 'changed'>;
  audit: Pick<AuditLog, 'record'>;
  clock: WallClock;
  log: Log;
};

export function openSignIns(options: Options): SignIns {
  const { people, clock, log } = options;
  const inTurn = makeTurns();
  const record = makeRecordSignIn(options.audit);
  const working: Working = { ...options, store: openSignInStore(options.database), record };
  const stopFollowing = people.onChange(({ id, role, mayReturn }) => {
    if (role === null && mayReturn !== true) working.store.unlink(id);
  });
  const look = async () => {
    const waiting = alive(working);
    const work = async () => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const [signedIn, found] = [next, await options.provider.look(next.subject, next)];
        await inTurn(() => take(signedIn, found, working));
      }
    };
    await Promise.all(Array.from({ length: mostAtOnce }, work));
  };
  const looking = lookAgain(clock, () =>
    look().catch((error: unknown) =>
      log.error({ err: error }, 'sign-ins could not be checked; the server tries again'),
    ),
  );
  return {
    enter: (who, how) => inTurn(() => enter(who, how, working)),
    refused: (why, address, name) =>
      record(
        { kind: 'nobody' },
        `Sign in with the company’s account: ${why}`,
        { id: null, name },
        { result: 'refused', address },
      ),
    look,
    stop: async () => {
      stopFollowing();
      await looking.stop();
    },
  };
}

type Working = Options & MemberOptions;

/** `look` again and again, each time a while after the last has ended. */
function lookAgain(clock: WallClock, look: () => Promise<void>) {
  let isStopped = false;
  let cancel: (() => void) | null = null;
  let running: Promise<void> = Promise.resolve();
  const later = () => {
    cancel = clock.after(lookEveryMs, () => {
      running = look().finally(() => {
        if (!isStopped) later();
      });
    });
  };
  later();
  return {
    stop: async () => {
      isStopped = true;
      cancel?.();
      await running;
    },
  };
}

async function enter(
  { claims, tokens }: Parameters<SignIns['enter']>[0],
  { replica, address }: Parameters<SignIns['enter']>[1],
  working: Working,
): Promise<Entered | SignInRefusal> {
  const { settings, store, people, database, clock, record } = working;
  const role = roleOf(claims.groups, settings);
  if (role === null) return 'no-group';
  const found = await memberOf(claims, role, address, working);
  if (typeof found === 'string') return found;
  const lasts = tokens.refresh === null ? withoutRenewalMs : deviceMs;
  const made = people.tokens.make({
    person: found.id,
    replica: replica && found.role !== 'viewer',
    expiresAt: clock.now() + lasts,
  });
  const { issuer, subject } = claims;
  database.together([made.write, store.add({ token: made.token.id, issuer, subject, ...tokens })]);
  made.settle();
  const { id, name } = found;
  const by = {
    kind: 'person',
    id,
    name,
    token: { id: made.token.id, name: null },
    isDesktop: replica,
  } as const;
  record(by, 'Sign in with the company’s account', { id, name }, { result: 'done', address });
  return { person: found, token: made.secret };
}

/** SI4: ends a sign-in that the provider does not know any more. */
async function leave(
  signedIn: SignedIn,
  why: string,
  { store, people, authority, record, log }: Working,
): Promise<void> {
  const id = store.personOf(signedIn.issuer, signedIn.subject);
  store.drop(signedIn.token);
  people.tokens.end(signedIn.token);
  const name = (id && people.find(id)?.name) ?? null;
  const others = store
    .list()
    .some((each) => each.issuer === signedIn.issuer && each.subject === signedIn.subject);
  log.warn({ person: id, reason: why }, 'the provider no longer knows a signed-in device');
  // The refresh token may have been lost in transit: after a new sign-in they are the same person.
  if (id !== null && !others) await people.remove(id, null, { mayReturn: true });
  record({ kind: 'provider' }, `End a sign-in: ${why}`, { id, name }, { result: 'done' });
  authority.changed();
}

/** The provider's answer about a sign-in. */
async function take(signedIn: SignedIn, look: Look, working: Working): Promise<void> {
  const { settings, store, people, log } = working;
  if (look.kind !== 'known') {
    if (look.tokens !== undefined) store.keep(signedIn.token, look.tokens);
    if (look.kind === 'refused') await leave(signedIn, look.reason, working);
    else log.debug({ reason: look.reason }, 'the provider cannot be asked');
    return;
  }
  store.keep(signedIn.token, look.tokens);
  const role = roleOf(look.claims.groups, settings);
  if (role === null) {
    await leave(signedIn, 'none of their groups may sign in here', working);
    return;
  }
  const id = store.personOf(signedIn.issuer, signedIn.subject);
  if (id === null) return;
  const name = nameFor(look.claims, id, people);
  await updateMember(id, { claims: look.claims, name, role }, people);
}

/** The sign-ins whose tokens are still valid; extends the tokens in use. */
function alive({ store, people, clock }: Working): SignedIn[] {
  const tokens = new Map(people.tokens.list().map((token) => [token.id, token]));
  const now = clock.now();
  return store.list().filter((signedIn) => {
    const token = tokens.get(signedIn.token);
    if (token === undefined || (token.expiresAt ?? Infinity) <= now) {
      store.drop(signedIn.token);
      return false;
    }
    if (signedIn.refresh !== null)
      people.tokens.extend(token, (token.lastUsedAt ?? token.createdAt) + deviceMs);
    return true;
  });
}

/** A random code that is used once. */
export const makeOnce = (): string => randomUUID().replaceAll('-', '');
