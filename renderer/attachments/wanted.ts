import { pictureTypes } from '#room/view/attachments.ts';
import type { Fact } from '#room/facts/fact.ts';
import type { Wanted } from './remote-file.ts';

const texts = /^(?:text\/(?!html)|application\/(?:json|x-ndjson|yaml))/u;

/** The preview for a file, judged by the type in its fact; null means download only. */
export function wantedOf({ type }: Fact<'attachment'>): Wanted | null {
  if (pictureTypes.some((picture) => picture === type)) return 'picture';
  return texts.test(type) ? 'text' : null;
}
