// CF5: what a configuration file owns is shown as that, and changed there alone.
import type { Configuration } from './configuration.ts';
import { sections, type Section } from './shape.ts';

/** As a section is called in an address: `review-templates` for `reviewTemplates`. */
const inPath = (section: Section): string =>
  section.replaceAll(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`);
const resource = new RegExp(`^/api/v1/(${sections.map(inPath).join('|')})(/:id)?$`, 'u');

function sectionOf(path: string): Section | null {
  const named = resource.exec(path)?.[1];
  return sections.find((section) => inPath(section) === named) ?? null;
}

/** Why this may not be changed through the API; null when it may. */
export function whyOwned(
  configuration: Configuration,
  { method, path }: { method: string; path: string },
  params: unknown,
): string | null {
  const section = sectionOf(path);
  if (section === null || (method !== 'PUT' && method !== 'DELETE')) return null;
  const { id } = params as { id?: string };
  if (id === undefined || !configuration.owns(section, id)) return null;
  return `This is kept in ${configuration.state().file ?? 'a configuration file'}: change it there.`;
}

/** Adds `managedBy: 'config'` to whatever a file owns. */
export function markOwned(configuration: Configuration, path: string, body: unknown): unknown {
  const section = sectionOf(path);
  if (section === null || configuration.state().file === null) return body;
  const mark = (item: unknown): unknown => {
    const { id } = item as { id?: string };
    return id !== undefined && configuration.owns(section, id)
      ? { ...(item as object), managedBy: 'config' }
      : item;
  };
  if (typeof body !== 'object' || body === null) return body;
  return 'items' in body && Array.isArray(body.items) ? { ...body, items: body.items.map(mark) } : mark(body);
}
