// PH: pages somebody by hand, and first shows whom that would reach. The request is a fact of the room; the pager
// acts on it.
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { Fact } from '#room/facts/fact.ts';
import { mostPageTargets, type AskedTarget } from '#room/facts/paging.ts';
import { pagedSchema, reachSchema, type Reach } from '#wire/api/paging.ts';
import { Problem } from '../../http/problem.ts';
import { routesTaking } from '../../http/route.ts';
import { incidentParams, listOf } from '../../http/shapes.ts';
import { writerOf } from '../../incidents/writer.ts';
import { isOpen, type Incidents } from '../../incidents/incidents.ts';
import { makeTurns } from '../../storage/turns.ts';
import { findReach } from './reach.ts';
import type { People } from '../../people/people.ts';
import type { Policies } from '../policy/policies.ts';
import type { Channels } from '../../delivery/configured-channels.ts';
import type { Roster } from '../../on-call/roster.ts';
import type { Push } from '../../delivery/push/open.ts';
import type { Services } from '../../services/services.ts';

type Takes = {
  channels: Channels;
  roster: Roster;
  services: Services;
  feed: { isConnected(person: string): boolean };
  push: Push;
  now: () => number;
  people: People;
  incidents: Incidents;
  policies: Policies;
};
const defineRoute = routesTaking<Takes>();

/** PH8: how many targets one person may page within ten minutes. */
export const mostTargetsInWindow = 60;
export const windowMs = 10 * 60_000;

const shortForms = {
  person: z.string().min(1).max(64).optional(),
  onCallFor: z.string().trim().min(1).max(120).optional(),
  schedule: z.string().min(1).max(64).optional(),
  policy: z.string().min(1).max(64).optional(),
  /** PH3: one that is no e-mail address is a target that there is nobody for. */
  address: z.string().trim().min(1).max(254).optional(),
};

/** The field of the fact in which a target of each kind stands; a service may be named by its id or its name. */
const fieldOf = {
  person: 'person',
  service: 'onCallFor',
  schedule: 'schedule',
  policy: 'policy',
  address: 'address',
} as const;

const oneOf = 'a kind and an id, or one of person, onCallFor, schedule, policy and address';
/** `{kind, id}`, or its short form `{person}`, `{onCallFor}` and so on. */
const targetSchema = z
  .strictObject({
    kind: z.enum(['person', 'service', 'schedule', 'policy', 'address']).optional(),
    id: z.string().trim().min(1).max(254).optional(),
    ...shortForms,
  })
  .refine(
    ({ kind, id, ...short }) =>
      (kind === undefined) === (id === undefined) &&
      [kind, ...Object.values(short)].filter((value) => value !== undefined).length === 1,
    { error: oneOf, abort: true },
  )
  .transform(({ kind, id, ...short }) => (kind === undefined ? short : { [fieldOf[kind]]: id }))
  .pipe(z.strictObject(shortForms));
const targets = z.array(targetSchema).min(1).max(mostPageTargets);

const inTurn = makeTurns();
/** By server; the parts themselves are another object for each caller from whom something is hidden. */
const asked = new WeakMap<Takes['policies'], Map<string, number[]>>();

/** Throws 429 when a person has named too many targets within the window. */
function countTargets(parts: Takes, person: string, count: number): void {
  const known = asked.get(parts.policies) ?? new Map<string, number[]>();
  asked.set(parts.policies, known);
  const now = parts.now();
  const recent = (known.get(person) ?? []).filter((at) => at > now - windowMs);
  if (recent.length + count > mostTargetsInWindow)
    throw new Problem(429, `One person can page at most ${mostTargetsInWindow} people within 10 minutes.`, {
      headers: { 'retry-after': '60' },
    });
  known.set(person, [...recent, ...Array.from({ length: count }, () => now)]);
}

/** Adds each target's display name, so that a room is readable without the team's lists. */
function nameTargets(parts: Takes, given: readonly z.output<typeof targetSchema>[]): AskedTarget[] {
  return given.map((target) => {
    const service = parts.services.find(target.onCallFor ?? '');
    if (service) return { onCallFor: service.settings.name };
    const name =
      parts.people.find(target.person ?? '')?.name ??
      parts.roster.onCall().find(({ schedule }) => schedule === target.schedule)?.name ??
      parts.policies.find(target.policy ?? '')?.settings.name;
    return name === undefined || name === '' ? target : { ...target, name };
  });
}

function readIncident(parts: Takes, id: string) {
  const incident = parts.incidents.list().find((each) => each.id === id);
  if (incident === undefined) throw new Problem(404, `There is no incident ${id} here.`);
  return incident;
}

/**
 * PH3: pages nobody when there is nobody for any target, or, unless that is fine, when one cannot be reached; names them
 * all. A target that there is nobody for does not keep the page from the others: the pager says so in the room.
 */
function refuseUnreachable(reached: readonly Reach[], anyway: boolean): void {
  if (anyway && reached.some(({ isPossible }) => isPossible)) return;
  const errors = reached.flatMap(({ problem }, index) =>
    problem === null
      ? []
      : [{ field: `targets.${index}`, expected: `somebody whom Muster can reach: ${problem}` }],
  );
  if (errors.length > 0)
    throw new Problem(400, 'Nobody was paged, because Muster cannot reach everybody.', { errors });
}

const plain = (all: readonly AskedTarget[]) => all.map(({ name: _name, ...target }) => target);

/** This person's earlier request under the same key; throws when that request was different. */
async function findRequest(
  parts: Takes,
  incident: string,
  {
    key,
    by,
    targets: wanted,
    text,
  }: { key: string; by: string; targets: readonly AskedTarget[]; text: string | null },
): Promise<Fact<'page-asked'> | null> {
  const all = await parts.incidents.look(incident, (_doc, room) =>
    room.room().timeline.flatMap(({ fact }) => (fact.kind === 'page-asked' ? [fact] : [])),
  );
  const found = all?.find((fact) => fact.request === key && fact.by === by) ?? null;
  if (found && !(isDeepStrictEqual(plain(found.targets), plain(wanted)) && (found.text ?? null) === text))
    throw new Problem(422, 'This Idempotency-Key was used for another page.');
  return found;
}

export const handRoutes = [
  defineRoute({
    method: 'POST',
    path: '/api/v1/incidents/:id/page',
    summary:
      'Page somebody by hand: a person, the person on call for a service or in a schedule, a policy, or an outside e-mail address. With an Idempotency-Key the same request pages once',
    access: 'responder',
    isForwarded: true,
    params: incidentParams,
    body: z.strictObject({
      targets,
      text: z.string().trim().max(4_000).optional(),
      anyway: z.boolean().default(true),
    }),
    status: 201,
    answers: pagedSchema,
    answer: ({ parts, params, body, caller, requestKey }) =>
      inTurn(async () => {
        const incident = readIncident(parts, params.id);
        const named = nameTargets(parts, body.targets);
        const items = named.map((target) => findReach(target, incident, parts));
        const text = body.text === undefined || body.text === '' ? null : body.text;
        const request = { key: requestKey ?? '', by: caller.person, targets: named, text };
        const before = requestKey === null ? null : await findRequest(parts, params.id, request);
        if (before !== null) return { body: { id: before.id, items } };
        if (!isOpen(incident)) throw new Problem(409, 'The incident is over, so Muster pages nobody for it.');
        refuseUnreachable(items, body.anyway);
        countTargets(parts, caller.person, named.length);
        const fact = {
          kind: 'page-asked' as const,
          targets: named,
          ...(text === null ? {} : { text }),
          ...(requestKey === null ? {} : { request: requestKey }),
        };
        const [written] = (await parts.incidents.append(params.id, [fact], writerOf(caller))) ?? [];
        return { body: { id: written?.id ?? '', items } };
      }),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/incidents/:id/page/preview',
    summary: 'Who would get a page by hand now, by which channels, and the obstacles; sends nothing',
    access: 'responder',
    isForwarded: true,
    params: incidentParams,
    body: z.strictObject({ targets }),
    status: 200,
    answers: listOf(reachSchema),
    answer: ({ parts, params, body }) => {
      const incident = readIncident(parts, params.id);
      const items = nameTargets(parts, body.targets).map((target) => findReach(target, incident, parts));
      return { body: { items } };
    },
  }),
];
