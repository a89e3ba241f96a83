// Who is on call in a schedule, and when. Pure: the same schedule, overrides and range give the same shifts. Nothing
// is computed in advance, so a far date costs no more than next week.
import { awaySpans, type AwayOf } from './away.ts';
import type { Hours, Layer, ScheduleSettings } from '#wire/api/schedules.ts';
import type { Override } from '#wire/api/on-call.ts';
import { gapsBetween, intersect, overlay, type CoverSpan } from './spans.ts';
import {
  dayMs,
  midnightOf,
  openZone,
  readWallDay,
  readTimeOfDay,
  weekdayOf,
  type Zone,
} from '#room/time/zone.ts';

/** `layer` is the layer's name; null in an override. */
export type Shift = Duty & { from: number; to: number };
export type Plan = { shifts: readonly Shift[]; gaps: readonly { from: number; to: number }[] };

type Range = { from: number; to: number };
type Duty = {
  person: string;
  layer: string | null;
  isOverride: boolean;
  /** AB2: the absent person whose turn it is; null when it is this person's own turn. */
  coversFor: string | null;
};

const unitMs = { hour: 3_600_000, day: dayMs, week: 7 * dayMs } as const;
const periodOf = ({ rotation }: Layer): number => rotation.every * unitMs[rotation.unit];

/** How long the longest shift of a schedule may be. */
export const longestShiftMs = ({ layers }: ScheduleSettings): number =>
  Math.max(dayMs, ...layers.map(periodOf)) + dayMs;

/**
 * OC1: the shifts that touch the range, each at full length, and the gaps within it. Later layers win over earlier
 * ones, overrides over all layers, a later override over an earlier one. A person who is away or not in the team has
 * no shift: the next in the layer takes it, else the layer below shows, else there is a gap.
 */
export function planShifts(
  settings: ScheduleSettings,
  overrides: readonly Override[],
  range: Range,
  awayOf: AwayOf,
): Plan {
  const zone = openZone(settings.timeZone);
  const marginMs = longestShiftMs(settings);
  // The margin keeps shifts that reach into the range at full length.
  const wide = { from: range.from - marginMs, to: range.to + marginMs };
  const present = (span: CoverSpan<Duty>) => presentIn(span, awayOf);
  let spans: CoverSpan<Duty>[] = [];
  for (const layer of settings.layers)
    spans = overlay(
      spans,
      layerSpans(layer, zone, wide).flatMap((span) => coverIn(span, layer, awayOf)),
    );
  spans = overlay(spans, overrideSpans(overrides, wide).flatMap(present));
  const shown = spans.filter(({ from, to }) => to > range.from && from < range.to);
  return {
    shifts: shown.map(({ from, to, what }) => ({ ...what, from, to })),
    gaps: gapsBetween(shown, range.from, range.to),
  };
}

/** The parts of a span in which its person is present. */
function presentIn(span: CoverSpan<Duty>, awayOf: AwayOf): CoverSpan<Duty>[] {
  const away = awayOf(span.what.person);
  if (away === null) return [];
  return away.length === 0
    ? [span]
    : gapsBetween(awaySpans(away), span.from, span.to).map((part) => ({ ...span, ...part }));
}

/** AB2: the shift of an absent person goes to the next person in the layer who is present for all of it. */
function coverIn(span: CoverSpan<Duty>, { people }: Layer, awayOf: AwayOf): CoverSpan<Duty>[] {
  const present = presentIn(span, awayOf);
  if (awayOf(span.what.person) === null) return present;
  const place = people.indexOf(span.what.person);
  const covered = gapsBetween(present, span.from, span.to).flatMap((part): CoverSpan<Duty>[] => {
    const following = [...people.slice(place + 1), ...people.slice(0, place)];
    const person = following.find((each) => {
      const away = awayOf(each);
      return away !== null && !away.some(({ from, to }) => from < part.to && to > part.from);
    });
    return person === undefined
      ? []
      : [{ ...part, what: { ...span.what, person, coversFor: span.what.person } }];
  });
  return [...present, ...covered].toSorted((a, b) => a.from - b.from);
}

function overrideSpans(overrides: readonly Override[], { from, to }: Range): CoverSpan<Duty>[] {
  let spans: CoverSpan<Duty>[] = [];
  for (const { person, ...time } of overrides) {
    if (time.to <= from || time.from >= to) continue;
    const span = {
      from: time.from,
      to: time.to,
      what: { person, layer: null, isOverride: true, coversFor: null },
    };
    spans = overlay(spans, [span]);
  }
  return spans;
}

/** OC2: hand-offs keep their local time all year, so a shift may be an hour longer or shorter. */
function layerSpans(layer: Layer, zone: Zone, { from, to }: Range): CoverSpan<Duty>[] {
  const { people, name } = layer;
  const start = zone.toInstant(readWallDay(layer.startsOn) + readTimeOfDay(layer.rotation.handoffAt));
  const first = firstHandoff(layer);
  const periodMs = periodOf(layer);
  const spans: CoverSpan<Duty>[] = [];
  const earliest = Math.floor((Math.max(from, start) - dayMs - first) / periodMs);
  for (let index = Math.max(0, earliest); ; index++) {
    const begins = Math.max(start, zone.toInstant(first + index * periodMs));
    const ends = zone.toInstant(first + (index + 1) * periodMs);
    if (begins >= to) break;
    const person = people[index % people.length];
    // Two hand-offs within an hour that the clocks skip count as one.
    if (person === undefined || ends <= begins || ends <= from) continue;
    spans.push({ from: begins, to: ends, what: { person, layer: name, isOverride: false, coversFor: null } });
  }
  return layer.hours === undefined ? spans : intersect(spans, hoursWithin(layer.hours, zone, { from, to }));
}

/** The local time of the first hand-off: at the start, or with a weekly day up to six days before it. */
function firstHandoff({ startsOn, rotation }: Layer): number {
  const day = readWallDay(startsOn);
  const back = rotation.handoffDay === undefined ? 0 : (weekdayOf(day) - rotation.handoffDay + 7) % 7;
  return day - back * dayMs + readTimeOfDay(rotation.handoffAt);
}

/** The spans of the hours, in order; adjoining ones are joined. */
export function hoursWithin(hours: readonly Hours[], zone: Zone, { from, to }: Range): CoverSpan<null>[] {
  const spans: CoverSpan<null>[] = [];
  const firstDay = midnightOf(from + zone.offsetAt(from)) - dayMs;
  const lastDay = midnightOf(to + zone.offsetAt(to)) + dayMs;
  for (let day = firstDay; day <= lastDay; day += dayMs) {
    for (const window of hours) {
      if (!window.days.includes(weekdayOf(day))) continue;
      const begins = readTimeOfDay(window.from);
      const ends = readTimeOfDay(window.to);
      const span = {
        from: zone.toInstant(day + begins),
        to: zone.toInstant(day + ends + (ends <= begins ? dayMs : 0)),
        what: null,
      };
      if (span.to > span.from && span.to > from && span.from < to) spans.push(span);
    }
  }
  return joined(spans.toSorted((a, b) => a.from - b.from));
}

function joined(spans: readonly CoverSpan<null>[]): CoverSpan<null>[] {
  const result: CoverSpan<null>[] = [];
  for (const span of spans) {
    const last = result.at(-1);
    if (last && span.from <= last.to) result[result.length - 1] = { ...last, to: Math.max(last.to, span.to) };
    else result.push(span);
  }
  return result;
}
