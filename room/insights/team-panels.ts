// NU8, NU9, NU11: promises to customers, how severities were used against the scheme, what impact cost, and who had
// which role. Pure.
import { nameIncident } from '../text/words.ts';
import type { Costs } from '../team/cost.ts';
import { roleTitle } from '../pir/people.ts';
import { severities } from '../team/scales.ts';
import type { MeasuredIncident } from './measure.ts';
import { count, text, type Panel } from './panel.ts';

/** The incidents in which updates were promised; those with missed ones first. */
export function promised(some: readonly MeasuredIncident[]): Panel {
  const rows = some.filter(({ updates: { kept, missed } }) => kept + missed > 0);
  return {
    id: 'promises',
    name: 'Promised and kept',
    definition:
      'Per incident: updates to customers that were sent by the time the update before had promised, and those that came later or never.',
    columns: [text('incident', 'Incident'), count('kept', 'Kept'), count('missed', 'Missed')],
    rows: rows
      .toSorted((a, b) => b.updates.missed - a.updates.missed || b.declaredAt - a.declaredAt)
      .map((each) => ({
        cells: [nameIncident(each), each.updates.kept, each.updates.missed],
        incidents: [each.id],
      })),
  };
}

const rank = (severity: string | null | undefined): number =>
  severities.findIndex((each) => each === severity);

const asAdvised = 'as it says';

/** How the worst severity compares with the one that the scheme advised; null where one of them is unknown. */
function compareWithScheme(worst: string | null, advised: string | null): string | null {
  if (advised === null || worst === null) return null;
  if (rank(worst) === rank(advised)) return asAdvised;
  return rank(worst) > rank(advised) ? 'set lower' : 'set higher';
}

/** What a review of the scheme looks at comes first: a severity against it, then one that was changed. */
function interest({ severity, severityCourse }: MeasuredIncident): number {
  const { raised = 0, lowered = 0, advised = null } = severityCourse ?? {};
  const against = compareWithScheme(severity, advised);
  return (against === null || against === asAdvised ? 0 : 2) + (raised + lowered > 0 ? 1 : 0);
}

/** How often each severity was set, raised and lowered, compared with the advice from the impact answers. */
export function severityUse(some: readonly MeasuredIncident[]): Panel {
  const known = some.filter(({ severityCourse }) => severityCourse !== undefined);
  return {
    id: 'severities',
    name: 'How severities were used',
    definition:
      'Per incident: the severity it had first, at worst and last, how often it was raised and lowered, and what the scheme says to the answers about its impact; none where nobody answered. Set lower or higher than the scheme says is what a review of the scheme looks at.',
    columns: [
      text('incident', 'Incident'),
      text('first', 'First'),
      text('worst', 'Worst'),
      text('last', 'Last'),
      count('raised', 'Raised'),
      count('lowered', 'Lowered'),
      text('scheme', 'By the scheme'),
      text('against', 'Against it'),
    ],
    rows: known
      .toSorted((a, b) => interest(b) - interest(a))
      .map((each) => {
        const {
          first = null,
          last = null,
          raised = 0,
          lowered = 0,
          advised = null,
        } = each.severityCourse ?? {};
        const worst = each.severity;
        const against = compareWithScheme(worst, advised);
        return {
          cells: [nameIncident(each), first, worst, last, raised, lowered, advised, against],
          incidents: [each.id],
        };
      }),
  };
}

const minuteMs = 60_000;

function costOfEach(some: readonly MeasuredIncident[], costOf: Costs) {
  return some.flatMap((each) => {
    const { ms } = each.lengths.impact;
    const cost = costOf(each.service, each.severity);
    if (ms === null || cost === null) return [];
    const minutes = ms / minuteMs;
    const [low, high] = [Math.round(cost.low * minutes), Math.round(cost.high * minutes)];
    return [{ each, ms, low, high, currency: cost.currency, by: cost.by }];
  });
}

function sumOf(currency: string, rows: ReturnType<typeof costOfEach>): Panel['rows'][number] {
  const add = (of: (row: (typeof rows)[number]) => number) => rows.reduce((sum, row) => sum + of(row), 0);
  const figures = [add(({ ms }) => ms), add(({ low }) => low), add(({ high }) => high)];
  return { cells: ['All of them', null, ...figures, currency], incidents: rows.map(({ each }) => each.id) };
}

/** A cost range for each incident with a known impact length and cost figures for its service or severity; and sums. */
export function costs(some: readonly MeasuredIncident[], costOf: Costs): Panel {
  const rows = costOfEach(some, costOf);
  const sums = [...Map.groupBy(rows, ({ currency }) => currency)].map((group) => sumOf(...group));
  return {
    id: 'cost',
    name: 'What it cost',
    definition:
      'A range from your team’s own figures: minutes of customer impact, times what a minute costs by the service, else by the worst severity. Incidents without figures or without both ends of the impact are left out. It is an estimate, and never one number.',
    columns: [
      text('incident', 'Incident'),
      text('by', 'By the figures of'),
      { key: 'impact', name: 'Impact', unit: 'ms' },
      count('low', 'At least'),
      count('high', 'At most'),
      text('currency', 'Currency'),
    ],
    rows: [
      ...sums,
      ...rows
        .toSorted((a, b) => b.high - a.high)
        .map(({ each, ms, low, high, currency, by }) => ({
          cells: [nameIncident(each), by, ms, low, high, currency],
          incidents: [each.id],
        })),
    ],
  };
}

/** NU11: who has had which role how often, in incidents and in drills. `person` is null for somebody not to be named. */
export function roleHolders(
  some: readonly MeasuredIncident[],
  person: (id: string) => { name: string } | null,
): Panel {
  const held = some.flatMap((each) =>
    (each.roles ?? []).flatMap(({ role, person: id }) => {
      const name = person(id)?.name;
      return name === undefined ? [] : [{ each, role, id, name }];
    }),
  );
  const rows = [...Map.groupBy(held, ({ role, id }) => JSON.stringify([role, id])).values()];
  return {
    id: 'roles',
    name: 'Who had which role',
    definition:
      'In how many incidents, and in how many drills, somebody had a role, not as backup. Drills are the place to give a role to somebody who has had it seldom or never. You see yourself; owners see everybody.',
    columns: [
      text('role', 'Role'),
      text('person', 'Person'),
      count('incidents', 'Incidents'),
      count('drills', 'Drills'),
    ],
    rows: rows
      .map((group) => {
        const idsOf = (drill: boolean) =>
          group.flatMap(({ each }) => (each.drill === drill ? [each.id] : []));
        const [incidents, drills] = [idsOf(false), idsOf(true)];
        const { role, name } = group[0]!;
        return {
          cells: [roleTitle(role), name, incidents.length, drills.length] as const,
          incidents: [...incidents, ...drills],
          behind: { incidents, drills },
        };
      })
      .toSorted(
        (a, b) => a.cells[0].localeCompare(b.cells[0], 'en') || a.cells[1].localeCompare(b.cells[1], 'en'),
      ),
  };
}
