import { z } from 'zod';
import { reviewStates } from '#room/facts/review.ts';
import { filterReviews, isUnread } from '#room/learning/review-library.ts';
import { searchLimits } from '#room/learning/search.ts';
import { libraryPage } from '#wire/api/reviews.ts';
import { serviceName } from '#wire/api/list.ts';
import { routesTaking } from '../http/route.ts';
import { cursor, mostListed, pageOf } from '../incidents/list-incidents.ts';
import type { Replica } from '../replica/replica.ts';
import type { RestedRooms } from '../incidents/rested-rooms.ts';
import type { ReviewLibrary } from './review-library.ts';
import type { Search } from '../incidents/search.ts';
import type { Services } from '../services/services.ts';

type Takes = {
  search: Search;
  reviewLibrary: ReviewLibrary;
  restedRooms: RestedRooms;
  services: Services;
  replica: Replica | null;
};
const defineRoute = routesTaking<Takes>();

const query = z.strictObject({
  q: z.string().max(searchLimits.query).optional(),
  service: serviceName.optional(),
  state: z.enum(reviewStates).optional(),
  cause: z.string().trim().min(1).max(120).optional(),
  unread: z.literal('true').optional(),
  limit: z.coerce.number().int().min(1).max(mostListed).optional(),
  cursor: cursor.optional(),
});

/** RS10: each server answers from its own rooms, even while the team's server is away. */
export const libraryRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/v1/reviews',
    summary: 'Reviews of incidents that are over, newest first, with their lessons and readers',
    access: 'viewer',
    query,
    answers: libraryPage,
    answer: ({ parts, query: asked, caller }) => {
      const { reviewLibrary, search, restedRooms, replica, services } = parts;
      const { q = '', service = null, state = null, cause = null, unread } = asked;
      const found = search.find(q);
      const unreadBy = unread === undefined ? null : caller.person;
      const known = replica?.mirrored().services ?? services.shown();
      const wanted = filterReviews(reviewLibrary.list(), { service, state, cause, unreadBy }, known).filter(
        ({ id }) => found?.has(id) !== false,
      );
      const { items, next } = pageOf(wanted, asked);
      const shown = items.map((review) => ({
        ...review,
        isUnread: isUnread(review, caller.person),
        ...(found !== null && { matches: search.matchesIn(review, q) }),
      }));
      const body = {
        items: shown,
        next,
        total: wanted.length,
        unread: wanted.filter((review) => isUnread(review, caller.person)).length,
        notIndexed: restedRooms.behind(),
      };
      return { body };
    },
  }),
];
