import { entryOf } from '#room/text/plain.ts';
import { strings } from '#renderer/strings/index.ts';

const places: Readonly<Record<string, string>> = strings.presence.places;

/** The display name of a presence's `panel`. A panel that only another version has is shown by its key, capitalized. */
export function sayPlace(panel: string | undefined): string {
  const name = panel ?? 'timeline';
  return entryOf(places, name) ?? name.charAt(0).toUpperCase() + name.slice(1);
}
