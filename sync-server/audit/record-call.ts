// AU10: the one place where API writes go through the audit log. Routes do not know about it.
import { z } from 'zod';
import { FactRefused } from '#room/log/room.ts';
import { Problem } from '../http/problem.ts';

import type { Answer, AnyCall, Route, AnyRoute } from '../http/route.ts';
import { readOnly } from '../http/shapes.ts';
import { diskTrouble } from '../storage/disk-trouble.ts';
import type { AuditLog } from './audit-log.ts';
import { changesBetween, targetIn, type Actor, type Begun, type AuditOutcome } from './entry.ts';

/** Writes without an audit entry, and why. */
export const leftOut: Readonly<Record<string, string>> = {
  'POST /api/v1/incidents/:id/facts': 'the room is its own log, signed and with its author',
  'PUT /api/v1/incidents/:id/texts/:name': 'the room is its own log, with its author',
  'PUT /api/v1/attachments/:sha256': 'the room says who attached what',
  'POST /api/v1/attachments/missing': 'a question',
  'POST /api/v1/hub/accept': 'a hub’s own, and no setting of the team',
  'POST /api/v1/hub/proof': 'a question between servers',
  'POST /api/v1/incidents/:id/page/preview': 'changes nothing',
  'POST /api/v1/locations/exchange': 'measurements, and no setting',
  'POST /api/v1/monitors/try': 'changes nothing',
  'POST /api/v1/policies/dry-run': 'changes nothing',
  'POST /api/v1/schedules/preview': 'changes nothing',
};

/** What recording a call takes. */
type Audited = {
  audit: Pick<AuditLog, 'begin' | 'end' | 'record'>;
  tokens: { find(id: string): { name: string | null } | null };
  /** Null on the primary. */
  replica: object | null;
};

/** Finds the route that reads the thing at a path. */
export type FindReadRoute<Parts> = (path: string) => Route<Parts> | undefined;

export const isAudited = ({ method, path }: Pick<AnyRoute, 'method' | 'path'>): boolean =>
  method !== 'GET' && !Object.hasOwn(leftOut, `${method} ${path}`);

/** Runs the route, with an entry before and its outcome after. Reads the previous state for the entry. */
export async function recordCall<Parts extends Audited>(
  route: Route<Parts>,
  call: AnyCall<Parts>,
  reading: FindReadRoute<Parts>,
): Promise<Answer> {
  const { parts } = call;
  // A replica forwards settings; the team's server records them in its own log.
  if (parts.replica !== null || !isAudited(route)) return route.answer(call);
  if (route.access === 'public') {
    // Failed guesses of strangers go to the server's log only; a success is recorded here.
    const answer = await route.answer(call);
    parts.audit.record({ ...begin(route, call, null), changes: [] }, doneWith(route, answer));
    return answer;
  }
  const id = parts.audit.begin(begin(route, call, await readBefore(route, call, reading)));
  try {
    const answer = await route.answer(call);
    parts.audit.end(id, doneWith(route, answer));
    return answer;
  } catch (error) {
    parts.audit.end(id, failedWith(error));
    throw error;
  }
}

function begin(route: AnyRoute, call: AnyCall<Audited>, before: unknown): Begun {
  const { path, method, summary } = route;
  const params = call.params as Record<string, string>;
  const [area = ''] = path.replace('/api/v1/', '').split('/');
  const made = method === 'POST' && !path.includes(':') && route.status === 201;
  const action = made ? 'made' : method === 'PUT' ? 'changed' : method === 'DELETE' ? 'removed' : 'did';
  const was = targetIn(before);
  // ER1: an incident is named by the number that its room gives it.
  const isNamed = (action === 'made' || action === 'changed') && area !== 'incidents';
  const said = isNamed ? targetIn(call.body).name : null;
  return {
    by: actorOf(call),
    address: call.address,
    area,
    action,
    // The words after it explain the route, not what was done.
    what: summary.split(/[;:]/u, 1)[0] ?? summary,
    target: { id: Object.values(params).at(-1) ?? null, name: said ?? was.name },
    // The room itself records its changes.
    changes: area === 'incidents' ? [] : changesBetween(before, writtenIn(route, call.body)),
  };
}

/** Without read-only fields, which may be sent back but change nothing. */
function writtenIn({ body: schema }: AnyRoute, body: unknown): unknown {
  if (!(schema instanceof z.ZodObject) || typeof body !== 'object' || body === null) return body;
  const shape: Record<string, unknown> = schema.shape;
  return Object.fromEntries(Object.entries(body).filter(([name]) => shape[name] !== readOnly));
}

function actorOf({ caller, parts }: AnyCall<Audited>): Actor {
  if (caller === null) return { kind: 'nobody' };
  const { person: id, name, token, isReplica = false } = caller;
  const used = token === undefined ? null : { id: token, name: parts.tokens.find(token)?.name ?? null };
  return { kind: 'person', id, name, token: used, isDesktop: isReplica };
}

/** The state before a change or removal, as this caller may read it: without secrets. */
async function readBefore<Parts>(
  route: AnyRoute,
  call: AnyCall<Parts>,
  reading: FindReadRoute<Parts>,
): Promise<unknown> {
  const get = route.method === 'PUT' || route.method === 'DELETE' ? reading(route.path) : undefined;
  if (get === undefined || get.access === 'public') return null;
  try {
    return (await get.answer({ ...call, query: {}, body: undefined })).body ?? null;
  } catch {
    // It does not exist; the route itself reports that.
    return null;
  }
}

function doneWith(route: AnyRoute, { status, body }: Answer): AuditOutcome {
  // For an existing thing, the address contains the id.
  const target = targetIn(body);
  return {
    result: 'done',
    status: status ?? route.status,
    ...(route.method === 'POST' && target.id !== null && { target }),
  };
}

function failedWith(error: unknown): AuditOutcome {
  if (error instanceof Problem)
    return { result: error.status < 500 ? 'refused' : 'failed', status: error.status };
  if (error instanceof FactRefused) return { result: 'refused', status: 400 };
  return { result: 'failed', status: diskTrouble(error) === null ? 500 : 503 };
}

/** Finds the GET route of the object that another route writes. */
export const readingOf =
  <Parts>(routes: readonly Route<Parts>[]): FindReadRoute<Parts> =>
  (path) =>
    routes.find((route) => route.method === 'GET' && route.path === path);
