// NU6: the team's numbers as tables for the screen and for files. Each table says what it counts, and each row lists its
// incidents. Pure. Nothing here ranks people: they are sorted by name.
import { nameIncident } from '../text/words.ts';
import type { Costs } from '../team/cost.ts';
import { isoDate, readDay } from '../time/time.ts';
import { dayMs, openZone } from '../time/zone.ts';
import { mayCount, type Period } from './insights.ts';
import type { MeasuredIncident } from './measure.ts';
import { average, count, length, text, type Panel } from './panel.ts';
import { fewestForMedian, medianOf } from './statistics.ts';
import { costs, promised, roleHolders, severityUse } from './team-panels.ts';

export type Asked = {
  period: Period;
  /** Compared without case; null for all. */
  service: string | null;
  /** The IANA name of the reader's zone. */
  zone: string;
  now: number;
  /** NU2: drills count like the rest. */
  hasDrills?: boolean;
  /** NU9: the team's cost per minute. */
  costOf?: Costs;
  /** A person's name and zone; null when the reader may not see who it is. */
  person: (id: string) => { name: string; zone: string } | null;
};

export function collectPanels(all: readonly MeasuredIncident[], asked: Asked): Panel[] {
  const { period, service } = asked;
  const wanted = all.filter(
    (each) => mayCount(each) && (service === null || each.service?.toLowerCase() === service.toLowerCase()),
  );
  const withDrills = wanted
    .filter(({ declaredAt }) => declaredAt >= period.from && declaredAt <= period.to)
    .toSorted((a, b) => b.declaredAt - a.declaredAt || (a.id < b.id ? 1 : -1));
  const within = withDrills.filter(({ drill }) => !drill || asked.hasDrills === true);
  return [
    stages(within),
    promised(within),
    severityUse(within),
    costs(within, asked.costOf ?? (() => null)),
    hours(within, asked),
    people(within, asked),
    roleHolders(withDrills, asked.person),
    causes(within),
    failures(within),
    items(within, asked),
  ];
}

const idsOf = (some: readonly MeasuredIncident[]): string[] => some.map(({ id }) => id);
const between = (from: number | null, to: number | null): number | null =>
  from === null || to === null || to < from ? null : to - from;

/** The length of each stage of each incident, longest first. A stage without a known start and end has no length. */
function stages(some: readonly MeasuredIncident[]): Panel {
  const rows = some.map((each) => {
    const ms = (phase: keyof MeasuredIncident['lengths']) => each.lengths[phase].ms;
    const parts = [
      ms('detect'),
      ms('acknowledge'),
      between(ms('acknowledge'), ms('recover')),
      between(ms('recover'), ms('resolve')),
      between(ms('resolve'), ms('close')),
    ];
    return { each, parts, total: parts.reduce<number>((sum, part) => sum + (part ?? 0), 0) };
  });
  return {
    id: 'stages',
    name: 'Where the time went',
    definition:
      'Per incident: from the beginning of customer impact to the first alert, to the answer, to recovered, to resolved, to closed. A stage is left out where one of its ends is not recorded.',
    columns: [
      text('incident', 'Incident'),
      length('detect', 'Until detected'),
      length('answer', 'Until answered'),
      length('recover', 'Until recovered'),
      length('resolve', 'Until resolved'),
      length('close', 'Until closed'),
    ],
    rows: rows
      .filter(({ total }) => total > 0)
      .toSorted((a, b) => b.total - a.total || (a.each.id < b.each.id ? -1 : 1))
      .map(({ each, parts }) => ({
        cells: [nameIncident(each), ...parts],
        incidents: [each.id],
      })),
  };
}

const hourMs = 3_600_000;

/** 1 is Monday; the hour from 0 to 23. 1970-01-01 was a Thursday. */
function wallOf(at: number, zone: string): { weekday: number; hour: number; day: string } {
  const wall = at + openZone(zone).offsetAt(at);
  return {
    weekday: ((Math.floor(wall / dayMs) + 3) % 7) + 1,
    hour: Math.floor(wall / hourMs) % 24,
    day: isoDate(wall),
  };
}

/** What happened in each hour of the week, under `<weekday> <hour>`. */
function collectHours(some: readonly MeasuredIncident[], { zone, person }: Asked) {
  const cells = new Map<string, { declared: Set<string>; paged: Set<string>; pages: number }>();
  const cellAt = ({ weekday, hour }: { weekday: number; hour: number }) => {
    const key = `${weekday} ${hour}`;
    const cell = cells.get(key) ?? { declared: new Set(), paged: new Set(), pages: 0 };
    cells.set(key, cell);
    return cell;
  };
  for (const each of some) {
    const cell = cellAt(wallOf(each.declaredAt, zone));
    cell.declared.add(each.id);
    for (const page of each.pages) {
      if (page.person === null) continue;
      // The hour is in the paged person's zone, when the reader may know it.
      const known = person(page.person);
      const paged = cellAt(wallOf(page.at, known === null ? zone : (page.zone ?? known.zone)));
      paged.pages += 1;
      paged.paged.add(each.id);
    }
  }
  return cells;
}

function hours(some: readonly MeasuredIncident[], asked: Asked): Panel {
  return {
    id: 'hours',
    name: 'When it happens',
    definition:
      'Incidents by the hour in which they were declared, in your time zone; pages in the time zone in which the paged person was.',
    columns: [
      count('weekday', 'Weekday, 1 is Monday'),
      count('hour', 'Hour'),
      count('incidents', 'Incidents'),
      count('pages', 'Pages'),
    ],
    rows: [...collectHours(some, asked)]
      .map(([key, { declared, paged, pages }]) => {
        const [weekday = 0, hour = 0] = key.split(' ').map(Number);
        return {
          cells: [weekday, hour, declared.size, pages],
          incidents: [...new Set([...declared, ...paged])],
          behind: { incidents: [...declared], pages: [...paged] },
        };
      })
      .toSorted(({ cells: [a = 0, b = 0] }, { cells: [c = 0, d = 0] }) => a - c || b - d),
  };
}

/** From 23:00 to 7:00 on the person's clock; hours before 7:00 belong to the night of the day before. */
const isNight = (hour: number): boolean => hour >= 23 || hour < 7;
const nightEndsMs = 7 * hourMs;

function people(some: readonly MeasuredIncident[], { person }: Asked): Panel {
  const found = new Map<
    string,
    { name: string; pages: number; nights: Set<string>; incidents: Set<string> }
  >();
  for (const { id, pages } of some)
    for (const page of pages) {
      const known = page.person === null ? null : person(page.person);
      if (known === null || page.person === null) continue;
      const row = found.get(page.person) ?? {
        name: known.name,
        pages: 0,
        nights: new Set<string>(),
        incidents: new Set<string>(),
      };
      row.pages += 1;
      row.incidents.add(id);
      const where = page.zone ?? known.zone;
      if (isNight(wallOf(page.at, where).hour)) row.nights.add(wallOf(page.at - nightEndsMs, where).day);
      found.set(page.person, row);
    }
  return {
    id: 'people',
    name: 'Pages and woken nights',
    definition:
      'Pages that went out to somebody, and the nights (23 to 7 by the clock where they were) in which at least one did. You see yourself; owners see everybody.',
    columns: [text('person', 'Person'), count('pages', 'Pages'), count('nights', 'Woken nights')],
    rows: [...found.values()]
      .toSorted((a, b) => a.name.localeCompare(b.name, 'en'))
      .map(({ name, pages, nights, incidents }) => ({
        cells: [name, pages, nights.size],
        incidents: [...incidents],
      })),
  };
}

function causes(some: readonly MeasuredIncident[]): Panel {
  const pairs = some.flatMap((each) =>
    [...new Set((each.causes ?? []).map((cause) => cause.trim().toLowerCase()))].map((cause) => ({
      each,
      cause,
    })),
  );
  const groups = [...Map.groupBy(pairs, ({ cause, each }) => JSON.stringify([cause, each.service]))];
  return {
    id: 'causes',
    name: 'Causes by service',
    definition: 'How often reviews name a cause, by its tag. An incident with two causes counts in two rows.',
    columns: [text('cause', 'Cause'), text('service', 'Service'), count('incidents', 'Incidents')],
    rows: groups
      .map(([, group]) => ({
        cells: [group[0]?.cause ?? '', group[0]?.each.service ?? null, group.length],
        incidents: idsOf(group.map(({ each }) => each)),
      }))
      .toSorted(
        (a, b) =>
          b.incidents.length - a.incidents.length || String(a.cells).localeCompare(String(b.cells), 'en'),
      ),
  };
}

function failures(some: readonly MeasuredIncident[]): Panel {
  const groups = [...Map.groupBy(some, ({ service }) => service)].toSorted(([a], [b]) =>
    String(a).localeCompare(String(b), 'en'),
  );
  return {
    id: 'failures',
    name: 'Time between failures',
    definition:
      'Per service, from recovered (else resolved) to the declaration of its next incident in this period. Incidents that overlap are one failure; a gap whose beginning is not recorded is left out. Below 3 gaps there is neither mean nor median.',
    columns: [
      text('service', 'Service'),
      count('incidents', 'Incidents'),
      count('gaps', 'Gaps'),
      average('mean', 'Mean (MTTF)'),
      average('median', 'Median'),
    ],
    rows: groups.map(([service, group]) => {
      const gaps = gapsOf(group).toSorted((a, b) => a - b);
      const sum = gaps.reduce((before, gap) => before + gap, 0);
      const mean = gaps.length < fewestForMedian ? null : Math.round(sum / gaps.length);
      return {
        cells: [service, group.length, gaps.length, mean, medianOf(gaps)],
        incidents: idsOf(group),
      };
    }),
  };
}

/** Times between the end of one incident and the start of the next. */
function gapsOf(some: readonly MeasuredIncident[]): number[] {
  const inOrder = some.toSorted((a, b) => a.declaredAt - b.declaredAt);
  const gaps: number[] = [];
  // Null when the end of the last incident is not known.
  let upSince: number | null = null;
  let isFirst = true;
  for (const { declaredAt, alertedAt = declaredAt, lengths } of inOrder) {
    if (!isFirst && upSince !== null && declaredAt > upSince) gaps.push(declaredAt - upSince);
    const ms: number | null = lengths.recover.ms ?? lengths.resolve.ms;
    // Both lengths begin with the first alert (RV2).
    const ended: number | null = ms === null ? null : alertedAt + ms;
    upSince = isFirst || (upSince !== null && ended !== null) ? latest(upSince, ended) : ended;
    isFirst = false;
  }
  return gaps;
}

const latest = (one: number | null, other: number | null): number | null =>
  one === null ? other : other === null ? null : Math.max(one, other);

/** One row for every day with a change. */
function items(some: readonly MeasuredIncident[], { zone, now }: Asked): Panel {
  const all = some.flatMap(({ id, itemTimes = [] }) => itemTimes.map((item) => ({ ...item, id })));
  const dayOf = (at: number) => wallOf(at, zone).day;
  const changes = all.flatMap(({ madeAt, endedAt, due }) => [madeAt, endedAt ?? 0, (due ?? 0) + 1]);
  const days = [...new Set(changes.filter((at) => at > 1 && at <= now).map(dayOf))].toSorted();
  const endOf = (day: string) => openZone(zone).toInstant((readDay(day) ?? 0) + dayMs) - 1;
  return {
    id: 'items',
    name: 'Action items over time',
    definition:
      'At the end of each day: action items promised so far after the incidents of this period, how many were done or dropped, and how many open ones were past their day.',
    columns: [
      { key: 'day', name: 'Day', unit: 'day' },
      count('promised', 'Promised'),
      count('done', 'Done'),
      count('dropped', 'Dropped'),
      count('overdue', 'Overdue'),
    ],
    rows: days.map((day) => {
      const at = Math.min(endOf(day), now);
      const made = all.filter(({ madeAt }) => madeAt <= at);
      const ended = (state: string) =>
        made.filter((item) => item.state === state && item.endedAt !== null && item.endedAt <= at).length;
      const late = made.filter(
        ({ endedAt, due }) => (endedAt === null || endedAt > at) && due !== null && due < at,
      );
      return {
        cells: [day, made.length, ended('done'), ended('dropped'), late.length],
        incidents: [...new Set(made.map(({ id }) => id))],
      };
    }),
  };
}
