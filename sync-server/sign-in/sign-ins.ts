// SI: people who sign in with company accounts: created at their first sign-in, updated from the provider, and signed
// out within a minute once the provider no longer knows them.
import { randomUUID } from 'node:crypto';
import { cleanName } from '#room/clean-text.ts';
import type { Person } from '#room/feed.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import type { Actor } from '../audit/entry.ts';
import type { WallClock } from '../clock.ts';
import type { Authority } from '../people/authority.ts';
import type { People } from '../people/people.ts';
import type { Database } from '../storage/database.ts';
import { makeTurns } from '../storage/turns.ts';
import type { Log } from '../sync/rooms.ts';
import { roleOf, type OidcSettings } from './oidc-settings.ts';
import { findKnown } from './find-known.ts';
import type { Claims, Look, Provider, ProviderTokens } from './provider.ts';
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
  const { settings, provider, database, people, authority, audit, clock, log } = options;
  const store = openSignInStore(database);
  const inTurn = makeTurns();
  const stopFollowing = people.onChange(({ id, role, mayReturn }) => {
    if (role === null && mayReturn !== true) store.unlink(id);
  });
  const record = (
    by: Actor,
    what: string,
    target: { id: string | null; name: string | null },
    ended: Ended,
  ) =>
    audit.record(
      { by, address: ended.address ?? null, area: 'sign-in', action: 'did', what, target, changes: [] },
      { result: ended.result, status: null },
    );

  /** TX3: nobody may look like an owner by taking an owner's name. */
  const nameFor = ({ name, email, subject }: Claims, id: string | undefined): string => {
    const wanted = cleanName(name ?? email ?? '') || `Somebody (${subject.slice(0, 8)})`;
    if (!people.isOwnersName(wanted, id)) return wanted;
    return cleanName(`${wanted} (${email ?? subject.slice(0, 8)})`);
  };

  /**
   * SI7: links an account to an existing person with the same verified address. Somebody else may have entered that
   * address in their contact, so the person's earlier devices and tokens end.
   */
  const linkKnown = async (claims: Claims, address: string | null): Promise<string | null> => {
    const found = findKnown(claims, people.list(), (id) => store.isLinked(claims.issuer, id));
    if (found === null) return null;
    const { id, name } = found.person;
    if (found.not !== null) {
      const what = `Take somebody who signs in for a person who is here: ${found.not}`;
      record({ kind: 'provider' }, what, { id, name }, { result: 'refused', address });
      return null;
    }
    database.together([store.link(claims.issuer, claims.subject, id)]);
    const earlier = people.tokens.list().filter((token) => token.person === id && !token.ownerFile);
    for (const token of earlier) people.tokens.end(token.id);
    const what = `Take somebody who signs in for a person who is here, by their verified address; ${earlier.length} earlier devices and tokens ended`;
    record({ kind: 'provider' }, what, { id, name }, { result: 'done', address });
    // PE3: they have to confirm their contact details again.
    const { confirmedAt: _, ...contact } = found.person.contact ?? {};
    await people.change(id, { ...found.person, contact }, null);
    authority.changed();
    return id;
  };

  /** The person of these claims as they are now; created or restored when missing. */
  const person = async (
    claims: Claims,
    role: Person['role'],
    address: string | null,
  ): Promise<Person | SignInRefusal> => {
    const known = store.personOf(claims.issuer, claims.subject) ?? (await linkKnown(claims, address));
    const name = nameFor(claims, known ?? undefined);
    if (
      known === null ||
      (people.find(known) === null && (await people.bringBack(known, { name, role })) === null)
    ) {
      const contact = claims.email === null ? null : { email: claims.email };
      const also = (id: string) => [store.link(claims.issuer, claims.subject, id)];
      const made = await people.enter({ name, role, contact, also });
      return made ?? 'too-many';
    }
    return (await update(known, { claims, name, role })) ?? 'too-many';
  };
  /** SI3: takes over name and role from the provider. The last owner stays an owner. */
  const update = async (
    id: string,
    { claims, name, role }: { claims: Claims; name: string; role: Person['role'] },
  ): Promise<Person | null> => {
    const now = people.find(id);
    if (now === null) return null;
    const email = now.contact?.email === undefined && claims.email !== null ? { email: claims.email } : null;
    if (now.name === name && now.role === role && email === null) return now;
    const contact = email === null ? {} : { contact: { ...now.contact, ...email } };
    const changed = await people.change(id, { name, role, ...contact }, null);
    return typeof changed === 'string' ? now : changed;
  };

  const enter: SignIns['enter'] = ({ claims, tokens }, { replica, address }) =>
    inTurn(async () => {
      const role = roleOf(claims.groups, settings);
      if (role === null) return 'no-group';
      const found = await person(claims, role, address);
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
    });

  const leave = async (signedIn: SignedIn, why: string) => {
    const id = store.personOf(signedIn.issuer, signedIn.subject);
    store.drop(signedIn.token);
    people.tokens.end(signedIn.token);
    const name = (id && people.find(id)?.name) ?? null;
    const others = store
      .list()
      .some((each) => each.issuer === signedIn.issuer && each.subject === signedIn.subject);
    log.warn({ person: id, reason: why }, 'the provider does not know a device that signed in any more');
    // The refresh token may have been lost in transit: after a new sign-in they are the same person.
    if (id !== null && !others) await people.remove(id, null, { mayReturn: true });
    record({ kind: 'provider' }, `End a sign-in: ${why}`, { id, name }, { result: 'done' });
    authority.changed();
  };

  const take = (signedIn: SignedIn, look: Look) =>
    inTurn(async () => {
      if (look.kind !== 'known') {
        if (look.kind === 'refused') await leave(signedIn, look.reason);
        else log.debug({ reason: look.reason }, 'the provider cannot be asked');
        return;
      }
      store.keep(signedIn.token, look.tokens);
      const role = roleOf(look.claims.groups, settings);
      if (role === null) {
        await leave(signedIn, 'none of their groups may sign in here');
        return;
      }
      const id = store.personOf(signedIn.issuer, signedIn.subject);
      if (id !== null) await update(id, { claims: look.claims, name: nameFor(look.claims, id), role });
    });

  /** The sign-ins whose tokens are still valid; extends the tokens in use. */
  const alive = () => {
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
  };
  const look = async () => {
    const waiting = alive();
    const work = async () => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        await take(next, await provider.look(next.subject, next));
      }
    };
    await Promise.all(Array.from({ length: mostAtOnce }, work));
  };

  let isStopped = false;
  let cancel: (() => void) | null = null;
  let running: Promise<void> = Promise.resolve();
  const lookLater = () => {
    cancel = clock.after(lookEveryMs, () => {
      running = look()
        .catch((error: unknown) =>
          log.error({ err: error }, 'sign-ins could not be looked at; it is tried again'),
        )
        .finally(() => {
          if (!isStopped) lookLater();
        });
    });
  };
  lookLater();
  return {
    enter,
    refused: (why, address, name) =>
      record(
        { kind: 'nobody' },
        `Sign in with the company’s account: ${why}`,
        { id: null, name },
        { result: 'refused', address },
      ),
    look,
    stop: async () => {
      isStopped = true;
      stopFollowing();
      cancel?.();
      await running;
    },
  };
}

type Ended = { result: 'done' | 'refused'; address?: string | null };

/** A random code that is used once. */
export const makeOnce = (): string => randomUUID().replaceAll('-', '');
