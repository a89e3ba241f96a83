import type { Review } from '../review.ts';

/** A way to write a review down. `extension` without the dot; the same review gives the same text. */
export type Format = { label: string; extension: string; mediaType: string; render(review: Review): string };
