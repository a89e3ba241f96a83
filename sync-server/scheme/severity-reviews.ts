// NU8: the team's notes from its quarterly review of the severity scheme.
import type { Database } from '../storage/database.ts';

/** `quarter` looks like `2026-Q4`; `at` is in epoch milliseconds. */
export type SeverityReview = { quarter: string; text: string; person: string; at: number };

export type SeverityReviews = {
  /** The newest quarter first. */
  list(): SeverityReview[];
  find(quarter: string): SeverityReview | null;
  keep(review: SeverityReview): void;
};

export async function openSeverityReviews(database: Database): Promise<SeverityReviews> {
  const { queries } = database;
  const rows = await queries.selectFrom('severity_reviews').selectAll().execute();
  const reviews = new Map(rows.map((row): [string, SeverityReview] => [row.quarter, row]));
  return {
    list: () => [...reviews.values()].toSorted((a, b) => (a.quarter < b.quarter ? 1 : -1)),
    find: (quarter) => reviews.get(quarter) ?? null,
    keep(review) {
      const insert = queries
        .insertInto('severity_reviews')
        .values(review)
        .onConflict((conflict) => conflict.column('quarter').doUpdateSet(review));
      database.together([insert.compile()]);
      reviews.set(review.quarter, review);
    },
  };
}
