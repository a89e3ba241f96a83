import { strings } from '#renderer/strings/index.ts';

/** A presence's `panel` in the words of the screen: most panels are called what they are named. */
export function sayPlace(panel: string | undefined): string {
  const name = panel ?? 'timeline';
  return strings.presence.places[name] ?? name.charAt(0).toUpperCase() + name.slice(1);
}
