// SI3: what a provider says of a person, cleaned. It says so in two places: its userinfo answer and the ID token. Some
// providers, such as Entra ID, name groups only in the ID token.
import { z } from 'zod';
import { isMailAddress } from '#wire/api/people.ts';

/** The provider's claims about a person. */
export type Claims = {
  issuer: string;
  subject: string;
  name: string | null;
  /** Only if the provider has verified it. */
  email: string | null;
  /** An unverified address, used only to explain why it was not accepted. */
  unverifiedEmail: string | null;
  groups: readonly string[];
};

const toldSchema = z.object({
  name: z.string().nullable(),
  /** Null where this place says nothing of an address. */
  mail: z.object({ email: z.string().nullable(), unverifiedEmail: z.string().nullable() }).nullable(),
  /** Null where this place says nothing of groups. */
  groups: z.array(z.string()).nullable(),
});

/** What one of the two places says. */
export type ToldClaims = z.infer<typeof toldSchema>;

const text = (value: unknown): string | null =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
const isSaid = (value: unknown) => value !== undefined && value !== null;

/** A claim by its name, or where its name has dots by the way to it: `realm_access.roles`, as Keycloak sends it. */
function claimAt(said: Readonly<Record<string, unknown>>, name: string): unknown {
  if (Object.hasOwn(said, name)) return said[name];
  return name.split('.').reduce<unknown>((found, part) => {
    const fields = typeof found === 'object' && found !== null ? (found as Record<string, unknown>) : {};
    return Object.hasOwn(fields, part) ? fields[part] : undefined;
  }, said);
}

/** Reads the claims of one place. Leaves out what is not of the shape that OpenID Connect Core 5.1 gives. */
export function readTold(said: Readonly<Record<string, unknown>>, groupsClaim: string): ToldClaims {
  const groups = claimAt(said, groupsClaim);
  const given = text(said['email']);
  const email = given !== null && isMailAddress(given) ? given : null;
  // Some providers, such as Cognito, write it as a text.
  const isVerified = said['email_verified'] === true || said['email_verified'] === 'true';
  return {
    name: text(said['name']) ?? text(said['preferred_username']),
    mail: isSaid(said['email'])
      ? { email: isVerified ? email : null, unverifiedEmail: isVerified ? null : email }
      : null,
    groups: isSaid(groups)
      ? (Array.isArray(groups) ? groups : [groups]).flatMap((each) => text(each) ?? [])
      : null,
  };
}

/**
 * Each claim from the userinfo answer, or else from the ID token. An address and whether it is verified come from the
 * same place.
 */
export function joinClaims(
  who: Pick<Claims, 'issuer' | 'subject'>,
  user: ToldClaims,
  idToken: ToldClaims | null,
): Claims {
  return {
    ...who,
    name: user.name ?? idToken?.name ?? null,
    ...(user.mail ?? idToken?.mail ?? { email: null, unverifiedEmail: null }),
    groups: user.groups ?? idToken?.groups ?? [],
  };
}

/** Parses stored JSON; null when it does not have this shape. */
export function readKeptTold(kept: string | null): ToldClaims | null {
  return kept === null ? null : (toldSchema.safeParse(JSON.parse(kept)).data ?? null);
}
