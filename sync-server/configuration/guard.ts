// CF5: marks items that a configuration file owns; they can only be changed in the file.
import type { Configuration } from './configuration.ts';
import { sections, type FileSection } from './shape.ts';

/** A section's name in an address: `review-templates` for `reviewTemplates`. */
const inPath = (section: FileSection): string =>
  section.replaceAll(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`);
const resource = new RegExp(`^/api/v1/(${sections.map(inPath).join('|')})(/:id|/:name)?$`, 'u');

function sectionOf(path: string): FileSection | null {
  const named = resource.exec(path)?.[1];
  return sections.find((section) => inPath(section) === named) ?? null;
}

/** Items of the scheme are identified by name, all others by id. */
function isOwned(configuration: Configuration, section: FileSection, item: unknown): boolean {
  const { id, name } = item as { id?: string; name?: string };
  if (section === 'severities' || section === 'commsTemplates' || section === 'copyProfiles')
    return name !== undefined && configuration.ownsName(section, name);
  if (section === 'roles' || section === 'handbook')
    return name !== undefined && configuration.ownsName(section, name.toLowerCase());
  return id !== undefined && configuration.owns(section, id);
}

/** Why this may not be changed through the API, or null. */
export function whyOwned(
  configuration: Configuration,
  { method, path }: { method: string; path: string },
  params: unknown,
): string | null {
  const section = sectionOf(path);
  if (section === null || (method !== 'PUT' && method !== 'DELETE')) return null;
  if (!isOwned(configuration, section, params)) return null;
  return `This is kept in ${configuration.state().file ?? 'a configuration file'}: change it there.`;
}

/** Adds `managedBy: 'config'` to every item that a file owns. */
export function markOwned(configuration: Configuration, path: string, body: unknown): unknown {
  const section = sectionOf(path);
  if (section === null || configuration.state().file === null) return body;
  const mark = (item: unknown): unknown =>
    isOwned(configuration, section, item) ? { ...(item as object), managedBy: 'config' } : item;
  if (typeof body !== 'object' || body === null) return body;
  return 'items' in body && Array.isArray(body.items) ? { ...body, items: body.items.map(mark) } : mark(body);
}
