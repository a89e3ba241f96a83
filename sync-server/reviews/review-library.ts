// RS10: the reviews of all incidents. What their texts taught is read when a room rests; the rest follows each change
// of a room, so that the list needs no open room. The stored data can be rebuilt from the rooms.
import { lessonsOf, reviewOf, type Lessons, type ListedReview } from '#room/learning/review-library.ts';
import { incidentOf } from '#wire/document-name.ts';
import type { RoomReader } from '../incidents/rested-rooms.ts';
import type { Database } from '../storage/database.ts';
import type { Rooms } from '../sync/rooms.ts';

export type ReviewLibrary = {
  /** The reviews of incidents that are over, in no order. */
  list(): readonly ListedReview[];
  reader: RoomReader;
};

const nothingWritten = lessonsOf({});

/** Loads the stored reviews; the reader adds the rest. */
export async function openReviewLibrary(options: {
  database: Database;
  rooms: Pick<Rooms, 'onChange'>;
}): Promise<ReviewLibrary> {
  const { queries } = options.database;
  const rows = await queries.selectFrom('listed_reviews').selectAll().execute();
  const heads = new Map(rows.map(({ incident, head }) => [incident, head]));
  const lessons = new Map(rows.map((row) => [row.incident, JSON.parse(row.lessons) as Lessons]));
  const all = new Map<string, ListedReview>();
  const know = (incident: string, review: ListedReview | null) => {
    if (review === null) all.delete(incident);
    else all.set(incident, review);
  };
  for (const { incident, review } of rows)
    know(incident, review === null ? null : (JSON.parse(review) as ListedReview));
  options.rooms.onChange(({ document, room }) => {
    const incident = incidentOf(document);
    if (room === null || incident === null) return;
    know(incident, reviewOf(incident, room, lessons.get(incident) ?? nothingWritten));
  });
  return {
    list: () => [...all.values()],
    reader: {
      heads: () => heads,
      read: (incident, head, rested) => {
        const taught = rested === null ? nothingWritten : lessonsOf(rested.texts);
        const review = rested === null ? null : reviewOf(incident, rested.room, taught);
        lessons.set(incident, taught);
        know(incident, review);
        const writes = [storing(queries, { incident, head, lessons: taught, review })];
        options.database.together(writes, { isDerived: rested !== null });
        heads.set(incident, head);
      },
    },
  };
}

type Stored = { incident: string; head: number; lessons: Lessons; review: ListedReview | null };

function storing(queries: Database['queries'], { incident, head, lessons, review }: Stored) {
  const row = {
    incident,
    head,
    lessons: JSON.stringify(lessons),
    review: review === null ? null : JSON.stringify(review),
  };
  return queries
    .insertInto('listed_reviews')
    .values(row)
    .onConflict((conflict) => conflict.column('incident').doUpdateSet(row))
    .compile();
}
