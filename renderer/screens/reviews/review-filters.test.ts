import { expect, test } from 'vitest';
import {
  noReviewFilters,
  readReviewFilters,
  reviewsPath,
  writeReviewFilters,
  type ReviewFilters,
} from './review-filters.ts';

const some: ReviewFilters = {
  q: ' "pool" & db/1',
  service: 'Shop & Co',
  state: 'in-review',
  cause: 'config',
  unread: 'true',
};

test('[RS11] words and filters stand in the address and come back from it', () => {
  expect(readReviewFilters(writeReviewFilters(some))).toEqual(some);
  expect(readReviewFilters('')).toEqual(noReviewFilters);
  expect(writeReviewFilters(noReviewFilters)).toBe('');
});

test('[RS11] a filter in the address that means nothing filters nothing', () => {
  expect(readReviewFilters('state=done&unread=yes&colour=red')).toEqual(noReviewFilters);
  expect(readReviewFilters(`q=${'x'.repeat(500)}`).q).toHaveLength(200);
});

test('[RS11] the server is asked for the words without blanks around them, page by page', () => {
  const asked = new URLSearchParams(reviewsPath(some).split('?')[1]);
  expect(Object.fromEntries(asked)).toEqual({ ...some, q: '"pool" & db/1', limit: '60' });
  expect(reviewsPath(noReviewFilters)).toBe('/reviews?limit=60');
});
