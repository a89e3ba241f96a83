// SI1: the operator's settings for the company's sign-in, from flags and environment variables.
import { readFileSync } from 'node:fs';
import { ConfigRefused } from '../config-values.ts';
import { roleSchema } from '#wire/api/people.ts';
import type { Role } from '#room/team/scales.ts';

export type OidcSettings = {
  issuer: string;
  clientId: string;
  /** Null: a public client, protected by PKCE only. */
  clientSecret: string | null;
  groupsClaim: string;
  /** The role each group gives; `*` is everybody who can sign in. */
  roles: readonly { group: string; role: Role }[];
};

export const oidcUsage = `  --oidc-issuer URL      people sign in with the company's accounts MUSTER_OIDC_ISSUER
  --oidc-client-id ID    this server's client id there  MUSTER_OIDC_CLIENT_ID
  --oidc-client-secret-file FILE                           MUSTER_OIDC_CLIENT_SECRET_FILE
                         or the secret itself              MUSTER_OIDC_CLIENT_SECRET
  --oidc-roles LIST      roles by group (leads=owner,*=viewer) MUSTER_OIDC_ROLES
  --oidc-groups-claim NAME  where groups are named         MUSTER_OIDC_GROUPS_CLAIM groups
`;

const flag = { type: 'string' } as const;
export const oidcOptions = {
  'oidc-issuer': flag,
  'oidc-client-id': flag,
  'oidc-client-secret-file': flag,
  'oidc-roles': flag,
  'oidc-groups-claim': flag,
};

const refuse = (what: string): never => {
  throw new ConfigRefused(what);
};

/** Null without an issuer. Throws ConfigRefused. */
export function readOidcSettings(
  flags: Partial<Record<keyof typeof oidcOptions, string>>,
  environment: Record<string, string | undefined>,
  { isReplica }: { isReplica: boolean },
): OidcSettings | null {
  const read = (name: keyof typeof oidcOptions): string | null =>
    (flags[name] ?? environment[`MUSTER_${name.replaceAll('-', '_').toUpperCase()}`])?.trim() || null;
  const issuer = read('oidc-issuer');
  if (issuer === null) return null;
  if (isReplica)
    return refuse('--oidc-issuer is given beside --upstream; people sign in at the team’s server.');
  return {
    issuer: readIssuer(issuer),
    clientId: read('oidc-client-id') ?? refuse('--oidc-issuer is given without --oidc-client-id.'),
    clientSecret: readSecret(read('oidc-client-secret-file'), environment['MUSTER_OIDC_CLIENT_SECRET']),
    groupsClaim: read('oidc-groups-claim') ?? 'groups',
    roles: readRoles(read('oidc-roles')),
  };
}

function readIssuer(given: string): string {
  const url = URL.parse(given);
  const isHere = url !== null && ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname);
  if (url === null || (url.protocol !== 'https:' && !(url.protocol === 'http:' && isHere)))
    return refuse(`--oidc-issuer is "${given}"; expected an address that begins with https://.`);
  return given;
}

function readSecret(file: string | null, given: string | undefined): string | null {
  if (file === null) return given || null;
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ConfigRefused(`--oidc-client-secret-file cannot be read: ${why}`, { cause: error });
  }
}

const roles: readonly Role[] = roleSchema.options;
const isRole = (text: string): text is Role => roles.some((role) => role === text);

function readRoles(given: string | null): OidcSettings['roles'] {
  const expected = `pairs such as leads=owner,engineers=responder,*=viewer with the roles ${roles.join(', ')}`;
  const pairs = (given ?? '').split(',').filter((each) => each.trim() !== '');
  if (pairs.length === 0) return refuse(`--oidc-issuer is given without --oidc-roles; expected ${expected}.`);
  return pairs.map((pair) => {
    // A group's name may be a distinguished name, which contains =.
    const end = pair.lastIndexOf('=');
    const [group, role] = [pair.slice(0, end).trim(), pair.slice(end + 1).trim()];
    if (end < 1 || group === '' || !isRole(role))
      return refuse(`--oidc-roles has "${pair.trim()}"; expected ${expected}.`);
    return { group, role };
  });
}

const ranks: Record<Role, number> = { viewer: 0, responder: 1, owner: 2 };

/** SI3: the highest role that one of these groups gives; null when none does. */
export function roleOf(
  groups: readonly string[],
  { roles: given }: Pick<OidcSettings, 'roles'>,
): Role | null {
  const fits = given.filter(({ group }) => group === '*' || groups.includes(group)).map(({ role }) => role);
  return fits.toSorted((a, b) => ranks[b] - ranks[a])[0] ?? null;
}
