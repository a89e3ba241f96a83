// Validates messages of the live feed, once, before use.
import { schemeOutline } from '#room/team/scheme.ts';
import { z } from 'zod';
import type { FeedMessage } from './messages.ts';

// Only the fields that every reader needs are checked; the rest is passed on unchanged.
const thing = z.looseObject({ id: z.string() });
const named = z.looseObject({ id: z.string(), name: z.string() });
const service = named.extend({ aliases: z.array(z.string()), dependsOn: z.array(z.string()) });
const recurring = named.extend({ due: z.string(), reminded: z.array(z.string()) });
const schedule = z.looseObject({ schedule: z.string() });
const incident = z.looseObject({
  id: z.string(),
  status: z.string(),
  factCount: z.number(),
  lastNoted: z.number(),
});
const snapshot = z.looseObject({
  now: z.number(),
  staleSince: z.number().nullable(),
  incidents: z.array(incident),
  older: z.looseObject({ count: z.number(), from: z.number(), digest: z.string() }).optional(),
  erased: z.array(z.string()).optional(),
  erasedPeople: z.array(z.string()).optional(),
  monitors: z.array(named),
  monitoring: z.looseObject({ blindSince: z.number().nullable() }).optional(),
  people: z.array(named),
  teams: z.array(named).optional(),
  services: z.array(service).optional(),
  recurringTasks: z.array(recurring).optional(),
  scheme: schemeOutline.optional(),
  reviewTemplates: z.array(named).optional(),
  problems: z.array(named).optional(),
  onCall: z.array(schedule).optional(),
  pages: z.array(thing).optional(),
  reports: z.array(thing).optional(),
});
const hub = z.looseObject({ host: z.string(), since: z.number(), people: z.number() });
const messageOutline = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('snapshot'), snapshot }),
  z.looseObject({ type: z.literal('incident'), incident }),
  z.looseObject({ type: z.literal('monitor'), monitor: named }),
  z.looseObject({ type: z.literal('monitor-removed'), id: z.string() }),
  z.looseObject({
    type: z.literal('monitoring'),
    monitoring: z.looseObject({ blindSince: z.number().nullable() }),
  }),
  z.looseObject({
    type: z.literal('sample'),
    monitor: z.string(),
    sample: z.looseObject({ at: z.number() }),
  }),
  z.looseObject({ type: z.literal('incident-hidden'), id: z.string() }),
  z.looseObject({ type: z.literal('incident-erased'), id: z.string() }),
  z.looseObject({ type: z.literal('person-erased'), id: z.string() }),
  z.looseObject({ type: z.literal('people'), people: z.array(named) }),
  z.looseObject({ type: z.literal('teams'), teams: z.array(named) }),
  z.looseObject({ type: z.literal('services'), services: z.array(service) }),
  z.looseObject({ type: z.literal('recurring-tasks'), recurringTasks: z.array(recurring) }),
  z.looseObject({ type: z.literal('scheme'), scheme: schemeOutline }),
  z.looseObject({ type: z.literal('problems'), problems: z.array(named) }),
  z.looseObject({ type: z.literal('review-templates'), reviewTemplates: z.array(named) }),
  z.looseObject({ type: z.literal('on-call'), onCall: z.array(schedule) }),
  z.looseObject({ type: z.literal('pages'), pages: z.array(thing) }),
  z.looseObject({ type: z.literal('reports'), reports: z.array(thing) }),
  z.looseObject({ type: z.literal('bridge'), bridge: z.string().nullable() }),
  z.looseObject({ type: z.literal('ended-keys'), endedKeys: z.array(z.string()) }),
  z.looseObject({ type: z.literal('hub'), hub: hub.nullable() }),
  z.looseObject({ type: z.literal('status-pages') }),
  z.looseObject({ type: z.literal('maintenance') }),
  z.looseObject({ type: z.literal('upstreams'), staleSince: z.number().nullable() }),
]);
const anyMessage = z.looseObject({ type: z.string() });
const knownTypes = new Set<string>(messageOutline.options.map((option) => option.shape.type.value));

/**
 * Parses the message in one event's `data`; null for a type that this version does not know. Throws for any other
 * invalid message and names the field.
 */
export function readFeedMessage(data: string): FeedMessage | null {
  const raw: unknown = JSON.parse(data);
  if (!knownTypes.has(anyMessage.parse(raw).type)) return null;
  const { success, error } = messageOutline.safeParse(raw);
  if (success) return raw as FeedMessage;
  const field = error.issues[0]?.path.join('.') ?? '';
  throw new Error(`its live feed sent something unexpected in ${field}`);
}
