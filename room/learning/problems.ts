// PM: recurring problems: the same cause or check in several incidents, and the record of the permanent fix. Pure: it
// needs only the list of incidents, so it works without a server too.
import type { IncidentSummary } from '../feed/feed.ts';

export const problemStates = ['open', 'known-error', 'solved'] as const;
export type ProblemState = (typeof problemStates)[number];

/** A problem as sent on the live feed. `incidents`: those added by hand. */
export type ProblemRecord = {
  id: string;
  name: string;
  state: ProblemState;
  owner: string | null;
  /** The workaround until the problem is solved. */
  workaround: string | null;
  notes: string | null;
  /** Incidents with this cause tag or this failed check (its id) belong to the problem. */
  cause: string | null;
  check: string | null;
  incidents: readonly string[];
  /** Epoch milliseconds; null while it is not solved. */
  solvedAt: number | null;
};

/** The property that similar incidents share. */
export type Sign =
  | { kind: 'cause'; value: string; name: string }
  | { kind: 'check'; value: string; name: string };

export const repeatRule = { withinMs: 90 * 86_400_000, fewest: 3 } as const;

const plain = (tag: string): string => tag.trim().normalize('NFC').toLowerCase();

/** PM1: drills and withdrawn incidents do not count as repeats. */
const isCounted = ({ drill, withdrawn }: IncidentSummary): boolean => !drill && withdrawn === undefined;

const signsOf = ({ causes = [], failed = [] }: IncidentSummary): Sign[] => [
  ...causes.map((tag): Sign => ({ kind: 'cause', value: plain(tag), name: tag.trim() })),
  ...failed.map(({ id, name }): Sign => ({ kind: 'check', value: id, name })),
];

const hasSign = (problem: ProblemRecord, { kind, value }: Pick<Sign, 'kind' | 'value'>): boolean =>
  kind === 'cause' ? problem.cause !== null && plain(problem.cause) === value : problem.check === value;

const newestFirst = (a: IncidentSummary, b: IncidentSummary) =>
  b.declaredAt - a.declaredAt || (a.id < b.id ? 1 : -1);

/** PM3: every incident of a problem, newest first: those added by hand, and those with its cause or its check. */
export const incidentsOf = (
  problem: ProblemRecord,
  incidents: readonly IncidentSummary[],
): readonly IncidentSummary[] =>
  incidents
    .filter(
      (each) =>
        problem.incidents.includes(each.id) ||
        (isCounted(each) && signsOf(each).some((sign) => hasSign(problem, sign))),
    )
    .toSorted(newestFirst);

export type Repeat = { sign: Sign; incidents: readonly IncidentSummary[] };

/** PM2: signs that repeated often enough before `now` and have no problem record yet, most frequent first. */
export function findRepeats(
  incidents: readonly IncidentSummary[],
  problems: readonly ProblemRecord[],
  now: number,
): Repeat[] {
  const found = new Map<string, { sign: Sign; incidents: IncidentSummary[] }>();
  const recent = incidents.filter(
    (each) => isCounted(each) && each.declaredAt > now - repeatRule.withinMs && each.declaredAt <= now,
  );
  for (const incident of recent.toSorted(newestFirst))
    for (const [key, sign] of new Map(
      signsOf(incident).map((each) => [`${each.kind} ${each.value}`, each]),
    )) {
      const repeat = found.get(key) ?? { sign, incidents: [] };
      repeat.incidents.push(incident);
      found.set(key, repeat);
    }
  return [...found.values()]
    .filter(
      ({ sign, incidents: some }) =>
        some.length >= repeatRule.fewest && !problems.some((problem) => hasSign(problem, sign)),
    )
    .toSorted(
      (a, b) => b.incidents.length - a.incidents.length || a.sign.name.localeCompare(b.sign.name, 'en'),
    );
}

/** How often a sign occurred within 90 days, with its problem record, if any. `earlier` is newest first. */
export type Recurrence = {
  sign: Sign | null;
  problem: ProblemRecord | null;
  time: number;
  earlier: readonly IncidentSummary[];
};

/** PM4: the recurrence by the incident's problem, else by its most frequent sign; null for a first occurrence. */
export function tellRecurrence(
  incident: IncidentSummary,
  incidents: readonly IncidentSummary[],
  problems: readonly ProblemRecord[],
): Recurrence | null {
  if (!isCounted(incident)) return null;
  const before = incidents
    .filter(
      (each) =>
        isCounted(each) &&
        each.id !== incident.id &&
        each.declaredAt <= incident.declaredAt &&
        each.declaredAt > incident.declaredAt - repeatRule.withinMs,
    )
    .toSorted(newestFirst);
  const known = problems.flatMap((problem): Recurrence[] => {
    const all = incidentsOf(problem, [incident, ...before]);
    if (!all.some(({ id }) => id === incident.id)) return [];
    const earlier = all.filter(({ id }) => id !== incident.id);
    const sign = signsOf(incident).find((each) => hasSign(problem, each)) ?? null;
    return [{ sign, problem, time: earlier.length + 1, earlier }];
  });
  const signs = signsOf(incident).map((sign): Recurrence => {
    const earlier = before.filter((each) =>
      signsOf(each).some(({ kind, value }) => kind === sign.kind && value === sign.value),
    );
    return { sign, problem: null, time: earlier.length + 1, earlier };
  });
  const most = (some: readonly Recurrence[]) => some.toSorted((a, b) => b.time - a.time)[0];
  const told = most(known) ?? most(signs.filter(({ time }) => time > 1));
  return told ?? null;
}
