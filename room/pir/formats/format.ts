import type { Review } from '../review.ts';

/**
 * A way to write a review down. `extension` without the dot. The same review gives the same bytes; text where
 * the format is text, and only when asked for, because a binary format brings a library of its own.
 */
export type Format = {
  label: string;
  extension: string;
  mediaType: string;
  render(review: Review): Promise<string | Uint8Array<ArrayBuffer>>;
};
