// Opens the data derived from all incidents: search, numbers, action items, reviews. Rooms are read when they rest.
import type { Service } from '#room/team/services.ts';
import { followRestedRooms } from '../incidents/rested-rooms.ts';
import { openSearch } from '../incidents/search.ts';
import type { Incidents } from '../incidents/incidents.ts';
import { openInsights } from '../insights/insights.ts';
import { openActionItems } from '../action-items/action-items.ts';
import { openProblems } from '../problems/problems.ts';
import { beginReviews } from '../reviews/begin-reviews.ts';
import { openReviewLibrary } from '../reviews/review-library.ts';
import { openReviewTemplates } from '../reviews/review-templates.ts';
import { openSeverityReviews } from '../scheme/severity-reviews.ts';
import type { Rooms } from '../sync/rooms.ts';
import type { Ground } from './open-ground.ts';

type Options = Ground & { rooms: Rooms; incidents: Incidents; services: () => readonly Service[] };

/** `close` it before the rooms close. */
export async function openLearning(options: Options) {
  const { database, rooms, incidents, services, isPrimary, clock, makeId, log } = options;
  const now = () => clock.now();
  const search = openSearch({ database });
  const insights = await openInsights({ database, services, now });
  const actionItems = await openActionItems({ database, rooms });
  const reviewLibrary = await openReviewLibrary({ database, rooms });
  const readers = [search.reader, insights.reader, actionItems.reader, reviewLibrary.reader];
  const restedRooms = await followRestedRooms({ rooms, readers, log });
  const reviewTemplates = await openReviewTemplates({ database, makeId });
  const severityReviews = await openSeverityReviews(database);
  const problems = await openProblems({ database, makeId });
  const reviews = isPrimary ? beginReviews({ incidents, templates: reviewTemplates, clock, log }) : null;
  return {
    parts: {
      search,
      insights,
      actionItems,
      reviewLibrary,
      restedRooms,
      reviewTemplates,
      problems,
      severityReviews,
    },
    close: async () => {
      await reviews?.stop();
      await restedRooms.close();
    },
  };
}
