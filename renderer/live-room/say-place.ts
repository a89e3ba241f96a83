import { strings } from '#renderer/strings/index.ts';

/** The display name of a presence's `panel`. Most panels are shown by their own name, capitalized. */
export function sayPlace(panel: string | undefined): string {
  const name = panel ?? 'timeline';
  return strings.presence.places[name] ?? name.charAt(0).toUpperCase() + name.slice(1);
}
