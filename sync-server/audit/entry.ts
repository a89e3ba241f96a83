// One change in the audit log: who, from where, what, and the result. Never a secret: for settings it names the
// changed fields, with values only for the plain fields listed below.
import { isDeepStrictEqual } from 'node:util';

export type Actor =
  | {
      kind: 'person';
      id: string;
      name: string;
      token: { id: string; name: string | null } | null;
      isDesktop: boolean;
    }
  /** The file of --config. */
  | { kind: 'configuration'; file: string }
  /** The person who starts the server, by a flag. */
  | { kind: 'command-line' }
  /** SI4: the company's sign-in. */
  | { kind: 'provider' }
  /** A person with an invitation. */
  | { kind: 'nobody' };
type Plain = string | number | boolean | null | readonly string[];
export type FieldChange = { field: string; from?: Plain; to?: Plain };
export type AuditTarget = { id: string | null; name: string | null };

/** Known before the action. */
export type Begun = {
  by: Actor;
  /** The caller's network address; null for the server's own. */
  address: string | null;
  /** The part of the API, such as `monitors`. */
  area: string;
  action: 'made' | 'changed' | 'removed' | 'did';
  /** One sentence: the request. */
  what: string;
  target: AuditTarget;
  changes: readonly FieldChange[];
};
/** `unknown`: the server stopped during the action. */
export type AuditOutcome = {
  result: 'done' | 'refused' | 'failed' | 'unknown';
  /** The HTTP status; null when there was no request. */
  status: number | null;
  /** A new thing has an id only afterwards. */
  target?: AuditTarget;
};
export type AuditEntry = Begun & {
  id: string;
  at: number;
  result: AuditOutcome['result'];
  status: number | null;
};

const plainFields = new Set([
  'name',
  'title',
  'slug',
  'role',
  'kind',
  'visibility',
  'paused',
  'severity',
  'service',
  'tier',
  'owner',
  'intervalSeconds',
  'confirmations',
  'recoveries',
  'carries',
  'expiresInHours',
  'expiresAt',
  'scopes',
  'retentionDays',
  'channel',
  'format',
  'mode',
  'dryRun',
  'awayPublishing',
  'person',
]);
const longestValue = 200;

function plainValue(value: unknown): Plain | undefined {
  if (typeof value === 'string') return value.slice(0, longestValue).toWellFormed();
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return value;
  const isWords = Array.isArray(value) && value.every((each): each is string => typeof each === 'string');
  return isWords ? value.slice(0, 50).map((each) => each.slice(0, longestValue)) : undefined;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
/**
 * The fields in which `body` differs from `before`, two levels deep; all fields of `body` when nothing existed
 * before.
 */
export function changesBetween(before: unknown, body: unknown): FieldChange[] {
  if (!isObject(body)) return [];
  const old = isObject(before) ? before : {};
  return Object.entries(body).flatMap(([field, to]): FieldChange[] => {
    const from = old[field];
    if (to === undefined || isDeepStrictEqual(from, to)) return [];
    if (isObject(to)) {
      const inner = isObject(from) ? from : {};
      return Object.keys(to)
        .filter((name) => to[name] !== undefined && !isDeepStrictEqual(inner[name], to[name]))
        .map((name) => ({ field: `${field}.${name}` }));
    }
    if (!plainFields.has(field)) return [{ field }];
    const [said, was] = [plainValue(to), plainValue(from)];
    return [{ field, ...(was !== undefined && { from: was }), ...(said !== undefined && { to: said }) }];
  });
}

/** The id and name of the thing in a body; of the person when the body wraps one. */
export function targetIn(body: unknown): AuditTarget {
  if (!isObject(body)) return { id: null, name: null };
  const thing = isObject(body['person']) && body['name'] === undefined ? body['person'] : body;
  const text = (name: string) =>
    typeof thing[name] === 'string' ? thing[name].slice(0, longestValue) : null;
  // ER1: an incident is named by its number, so that an erased one leaves no text here.
  return { id: text('id'), name: text('name') ?? text('number') ?? text('title') };
}

/** The entry as one line for people. */
export function sayEntry({ by, what, target, result }: AuditEntry): string {
  const who =
    by.kind === 'person'
      ? by.name
      : {
          configuration: 'The configuration file',
          'command-line': 'The command line',
          provider: 'The company’s sign-in',
          nobody: 'Somebody',
        }[by.kind];
  const of = target.name ?? target.id;
  const ended = result === 'done' ? '' : ` (${result})`;
  return `${who}: ${what}${of === null ? '' : `: ${of}`}${ended}`;
}
