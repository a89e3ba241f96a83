// The filters of the incident list. They are in the URL, so that back, links and reload keep them.
import { natures, type Nature } from '#room/team/scales.ts';
import { atTimeOfDay, daysLater } from '../../ui/say-time.ts';

/** Empty strings mean no filter. */
export type Filters = {
  q: string;
  status: '' | 'open' | 'over' | 'withdrawn';
  severity: string;
  service: string;
  nature: '' | Nature;
  /** A person who has or had a role in it. */
  person: string;
  /** Declared within this many days. */
  days: string;
  drill: '' | 'true' | 'false';
};

export const noFilters: Filters = {
  q: '',
  status: '',
  severity: '',
  service: '',
  nature: '',
  person: '',
  days: '',
  drill: '',
};
export const periods = [7, 30, 90, 365] as const;
const pageSize = 50;

const oneOf = <T extends string>(value: string | null, allowed: readonly T[]): T | '' =>
  allowed.find((each) => each === value) ?? '';

/** The filters in a URL; unknown values are ignored. */
export function readFilters(query: string): Filters {
  const said = new URLSearchParams(query);
  return {
    q: (said.get('q') ?? '').slice(0, 200),
    status: oneOf(said.get('status'), ['open', 'over', 'withdrawn']),
    severity: oneOf(said.get('severity'), ['P1', 'P2', 'P3', 'P4']),
    service: (said.get('service') ?? '').slice(0, 120),
    nature: oneOf(said.get('nature'), natures),
    person: (said.get('person') ?? '').slice(0, 64),
    days: oneOf(said.get('days'), periods.map(String)),
    drill: oneOf(said.get('drill'), ['true', 'false']),
  };
}

export function writeFilters(filters: Filters): string {
  const said = new URLSearchParams(Object.entries(filters).filter(([, value]) => value !== ''));
  return said.toString();
}

/** The API path of one page. The period starts at a day's start, so that the path stays the same all day. */
export function pathOf({ days, q, ...filters }: Filters, now: number, cursor: string | null): string {
  const asked = new URLSearchParams(Object.entries(filters).filter(([, value]) => value !== ''));
  if (q.trim() !== '') asked.set('q', q.trim());
  if (days !== '') asked.set('from', String(daysLater(atTimeOfDay(now, 0, 0), -Number(days))));
  asked.set('limit', String(pageSize));
  if (cursor !== null) asked.set('cursor', cursor);
  return `/incidents?${asked.toString()}`;
}
