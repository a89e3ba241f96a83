// CK19: reads the answers of different status pages into one form.
import { z } from 'zod';

export type State = 'up' | 'maintenance' | 'degraded' | 'partial' | 'major';

/** `components` by lower-case name; one within a group also as `group: name`. */
export type Said = {
  page: string;
  whole: State;
  components: ReadonlyMap<string, State>;
  /** The names of ongoing incidents. */
  incidents: readonly string[];
};

// Entries of any other form are skipped.
const component = z.looseObject({
  id: z.union([z.string(), z.number()]).optional(),
  name: z.string(),
  status: z.string(),
  group_id: z.union([z.string(), z.number()]).nullish(),
  group: z.unknown().optional(),
});
const incident = z.looseObject({ name: z.string() });
const answer = z.looseObject({
  page: z.looseObject({ name: z.string().optional(), status: z.string().optional() }).optional(),
  status: z.union([z.string(), z.looseObject({ indicator: z.string() })]).optional(),
  components: z.array(z.unknown()).optional(),
  incidents: z.array(z.unknown()).optional(),
  activeIncidents: z.array(z.unknown()).optional(),
});

/** Only the letters count: `major_outage`, `MAJOROUTAGE` and `Major Outage` are the same. */
const states: Readonly<Record<string, State>> = {
  operational: 'up',
  up: 'up',
  none: 'up',
  undermaintenance: 'maintenance',
  maintenance: 'maintenance',
  degradedperformance: 'degraded',
  degraded: 'degraded',
  minor: 'degraded',
  hasissues: 'degraded',
  incident: 'degraded',
  partialoutage: 'partial',
  minoroutage: 'partial',
  major: 'partial',
  majoroutage: 'major',
  critical: 'major',
  down: 'major',
};
const order: readonly State[] = ['up', 'maintenance', 'degraded', 'partial', 'major'];
const worse = (one: State, other: State): State => (order.indexOf(one) > order.indexOf(other) ? one : other);

const stateOf = (word: string): State | undefined => {
  const letters = word.toLowerCase().replaceAll(/[^a-z]/gu, '');
  return Object.hasOwn(states, letters) ? states[letters] : undefined;
};

/** Returns the fault as text when this is no answer of a status page. */
export function readSupplier(text: string): Said | string {
  const read = answer.safeParse(parse(text));
  if (!read.success) return 'the answer is not the JSON of a status page';
  const { page, status, components = [], incidents, activeIncidents } = read.data;
  const word = typeof status === 'string' ? status : (status?.indicator ?? page?.status);
  const known = componentsIn(components);
  const whole = word === undefined ? worstOf(known) : stateOf(word);
  if (whole === undefined)
    return `the status page says “${String(word).slice(0, 60)}”, which is no state we know`;
  if (whole === null) return 'the answer is not the JSON of a status page';
  const named = [...(incidents ?? []), ...(activeIncidents ?? [])].flatMap((each) => {
    const { success, data } = incident.safeParse(each);
    return success ? [data.name.slice(0, 200)] : [];
  });
  return { page: page?.name ?? 'the page', whole, components: known, incidents: named };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function componentsIn(given: readonly unknown[]): Map<string, State> {
  const read = given.flatMap((each) => {
    const { success, data } = component.safeParse(each);
    return success ? [data] : [];
  });
  const groups = new Map(read.flatMap(({ id, name }) => (id === undefined ? [] : [[id, name] as const])));
  const found = new Map<string, State>();
  for (const { name, status, group_id: group } of read) {
    const state = stateOf(status);
    if (state === undefined) continue;
    const within = group === null || group === undefined ? undefined : groups.get(group);
    const names = within === undefined ? [name] : [name, `${within}: ${name}`];
    // When two have the same name, the worse state counts.
    for (const each of names.map((text) => text.toLowerCase()))
      found.set(each, worse(found.get(each) ?? 'up', state));
  }
  return found;
}

/** Null when there are none. */
const worstOf = (known: ReadonlyMap<string, State>): State | null =>
  known.size === 0 ? null : [...known.values()].reduce(worse);
