import { panels } from '#renderer/panels/index.ts';
import { strings } from '#renderer/strings/index.ts';

/** A presence's `panel` in the words of the screen; what a newer version says is repeated as it came. */
export function sayPlace(panel: string | undefined): string {
  const name = panel ?? 'timeline';
  const known = Object.entries(panels).find(([each]) => each === name)?.[1];
  return known?.title ?? strings.presence.places[name] ?? name;
}
