// The filters of the library of reviews. They are in the URL, so that back, links and reload keep them.
import { reviewStates } from '#room/facts/review.ts';

/** Empty strings mean no filter. */
export type ReviewFilters = {
  q: string;
  service: string;
  state: '' | (typeof reviewStates)[number];
  /** A cause tag. */
  cause: string;
  unread: '' | 'true';
};

export const noReviewFilters: ReviewFilters = { q: '', service: '', state: '', cause: '', unread: '' };

const pageSize = 60;

/** The filters in a URL; unknown values are ignored. */
export function readReviewFilters(query: string): ReviewFilters {
  const said = new URLSearchParams(query);
  const text = (name: string, most: number) => (said.get(name) ?? '').slice(0, most);
  return {
    q: text('q', 200),
    service: text('service', 120),
    state: reviewStates.find((each) => each === said.get('state')) ?? '',
    cause: text('cause', 120),
    unread: said.get('unread') === 'true' ? 'true' : '',
  };
}

/** The URL query, without empty filters. */
export const writeReviewFilters = (filters: ReviewFilters): string => paramsOf(filters).toString();

/** The API's path of the first page. */
export function reviewsPath(filters: ReviewFilters): string {
  const asked = paramsOf({ ...filters, q: filters.q.trim(), service: filters.service.trim() });
  asked.set('limit', String(pageSize));
  return `/reviews?${asked.toString()}`;
}

const paramsOf = (filters: ReviewFilters) =>
  new URLSearchParams(Object.entries(filters).filter(([, value]) => value !== ''));
