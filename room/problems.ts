// PM: what comes back: the same cause or the same check in several incidents, and the record of what is done about it
// for good. Pure: of the list of incidents alone, so that it is told without a server too.
import type { IncidentSummary } from './feed.ts';

export const problemStates = ['open', 'known-error', 'solved'] as const;
export type ProblemState = (typeof problemStates)[number];

/** A problem as it travels on the live feed. `incidents`: those that somebody added by hand. */
export type ProblemRecord = {
  id: string;
  name: string;
  state: ProblemState;
  owner: string | null;
  /** What helps until it is solved. */
  workaround: string | null;
  notes: string | null;
  /** The tag of a cause, and the id of a check, by which incidents belong to it. */
  cause: string | null;
  check: string | null;
  incidents: readonly string[];
  /** Epoch milliseconds; null while it is not solved. */
  solvedAt: number | null;
};

/** By what incidents are alike. */
export type Sign =
  | { kind: 'cause'; value: string; name: string }
  | { kind: 'check'; value: string; name: string };

export const repeatRule = { withinMs: 90 * 86_400_000, fewest: 3 } as const;

const plain = (tag: string): string => tag.trim().normalize('NFC').toLowerCase();

/** PM1: a drill and what was no incident repeat nothing. */
const isCounted = ({ drill, withdrawn }: IncidentSummary): boolean => !drill && withdrawn === undefined;

const signsOf = ({ causes = [], failed = [] }: IncidentSummary): Sign[] => [
  ...causes.map((tag): Sign => ({ kind: 'cause', value: plain(tag), name: tag.trim() })),
  ...failed.map(({ id, name }): Sign => ({ kind: 'check', value: id, name })),
];

const hasSign = (problem: ProblemRecord, { kind, value }: Pick<Sign, 'kind' | 'value'>): boolean =>
  kind === 'cause' ? problem.cause !== null && plain(problem.cause) === value : problem.check === value;

const newestFirst = (a: IncidentSummary, b: IncidentSummary) =>
  b.declaredAt - a.declaredAt || (a.id < b.id ? 1 : -1);

/** PM3: every incident of a problem, newest first: those added by hand, and those that carry its cause or its check. */
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

/** PM2: what came back often enough within the time before `now` and is no problem yet; the most frequent first. */
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

/** Which time it is within 90 days, by what, and what is known of it. `earlier` is newest first. */
export type Recurrence = {
  sign: Sign | null;
  problem: ProblemRecord | null;
  time: number;
  earlier: readonly IncidentSummary[];
};

/** PM4: of the problem it belongs to, else of the sign that came back most often; null where it is the first time. */
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
