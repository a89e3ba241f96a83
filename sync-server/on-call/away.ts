// AB: when people cannot take a shift.
import type { Person } from '#room/feed/feed.ts';
import { dayMs, openZone, readWallDay } from '#room/time/zone.ts';
import { overlay, type CoverSpan } from './spans.ts';

export type Away = { from: number; to: number };
/** When a person is away; null: the person is not in the team. */
export type AwayOf = (person: string) => readonly Away[] | null;

export const awayIn =
  ({ people }: { people: { find(id: string): Person | null } }): AwayOf =>
  (id) => {
    const person = people.find(id);
    return person === null ? null : (person.contact?.away ?? []);
  };

/** In order; adjoining spans are joined. */
export function awaySpans(away: readonly Away[]): CoverSpan<null>[] {
  let spans: CoverSpan<null>[] = [];
  for (const { from, to } of away) spans = overlay(spans, [{ from, to, what: null }]);
  return spans;
}

/** AB4: when a person does not work: while away, and on the public holidays of their region. */
export function daysOff({ contact }: Pick<Person, 'contact'>): CoverSpan<null>[] {
  const { away = [], holidays = [], timeZone = 'UTC' } = contact ?? {};
  const zone = openZone(timeZone);
  const whole = holidays.map((day) => {
    const wall = readWallDay(day);
    return { from: zone.toInstant(wall), to: zone.toInstant(wall + dayMs) };
  });
  return awaySpans([...away, ...whole]);
}
