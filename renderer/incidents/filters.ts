// What the screen of all incidents asks for. It stands in the address, so that back, links and reload keep it.
import { natures, type Nature } from '#room/scales.ts';
import { atTimeOfDay, daysLater } from '../ui/say-time.ts';

/** Empty words mean: not filtered by it. */
export type Filters = {
  q: string;
  status: '' | 'open' | 'over' | 'withdrawn';
  severity: string;
  service: string;
  nature: '' | Nature;
  /** Who has or had a role in it. */
  person: string;
  /** Declared in the last so many days. */
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

/** What the address says; what it cannot mean is left out. */
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

/** The API's path for one page. The period begins with a day, so that the path stays the same for the whole day. */
export function pathOf({ days, q, ...filters }: Filters, now: number, cursor: string | null): string {
  const asked = new URLSearchParams(Object.entries(filters).filter(([, value]) => value !== ''));
  if (q.trim() !== '') asked.set('q', q.trim());
  if (days !== '') asked.set('from', String(daysLater(atTimeOfDay(now, 0, 0), -Number(days))));
  asked.set('limit', String(pageSize));
  if (cursor !== null) asked.set('cursor', cursor);
  return `/incidents?${asked.toString()}`;
}
