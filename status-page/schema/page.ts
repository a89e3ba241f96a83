import { z } from 'zod';
import { limits } from '../limits.ts';
import { opaqueId } from '../opaque-id.ts';
import { methodField } from '../uptime/method.ts';
import { isTimeZone } from '../zone.ts';
import { id, instant, languages, line, lineTexts, prose, proseTexts, webAddress } from './fields.ts';
import { logoField } from './logo.ts';
import { themeSchema } from './theme.ts';

/** SP2: a page's slug is short and lower-case, and not a path that the server uses itself. */
const slugField = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?$/u, 'lower-case letters, digits and -, at most 60');

const component = z.strictObject({
  id: id.optional(),
  name: line(limits.name),
  description: prose(limits.description).optional(),
  /** The monitor that measures it; without one, only people report its state. */
  monitor: z.string().min(1).max(limits.id).optional(),
  /** The name of its group. */
  group: line(limits.name).optional(),
  /** The start of its uptime; earlier times do not count. */
  since: instant.optional(),
  showUptime: z.boolean().default(true),
  onlyIfDegraded: z.boolean().default(false),
});

const group = z.strictObject({
  name: line(limits.name),
  /** The group that contains it; that one has no parent. */
  parent: line(limits.name).optional(),
  description: prose(limits.description).optional(),
});

const languageField = z.enum(languages);

/** SP1: all settings of a page. Only slug, name, visibility and components are required. */
export const pageSchema = z
  .strictObject({
    slug: slugField,
    name: line(limits.name),
    visibility: z.enum(['public', 'private']),
    components: z.array(component).max(limits.components),
    id: id.optional(),
    groups: z.array(group).max(limits.groups).default([]),
    description: proseTexts(limits.announcement).optional(),
    /** Pinned at the top, in the languages it was written in. */
    announcement: proseTexts(limits.announcement).optional(),
    /** The address for visitors, when it differs from the place of publication. */
    url: webAddress.optional(),
    home: webAddress.optional(),
    links: z
      .array(z.strictObject({ label: lineTexts(60), url: webAddress }))
      .max(limits.links)
      .default([]),
    /** The address for subscribing by mail; without it the page offers only feeds. */
    subscribe: webAddress.optional(),
    logo: logoField.optional(),
    theme: themeSchema.prefault({}),
    timeZone: z
      .string()
      .max(60)
      .refine(isTimeZone, 'a time zone, such as Europe/Madrid or UTC')
      .default('UTC'),
    language: languageField.default('en'),
    languages: z
      .array(languageField)
      .min(1)
      .default([...languages]),
    method: methodField,
    createdAt: instant.default(0),
    updatedAt: instant.default(0),
  })
  .transform((page, context) => {
    const fault = faultOf(page);
    if (fault) context.addIssue({ code: 'custom', path: fault.path, message: fault.expected });
    return {
      ...page,
      id: page.id ?? opaqueId('page', page.slug),
      languages: [...new Set([page.language, ...page.languages])],
      components: page.components.map((each) => ({ ...each, id: each.id ?? idOf(page.slug, each) })),
    };
  });
export type PageSettings = z.output<typeof pageSchema>;
export type PageComponent = PageSettings['components'][number];

const idOf = (slug: string, { name, group }: { name: string; group?: string | undefined }): string =>
  opaqueId('component', slug, group ?? '', name);

type Draft = {
  slug: string;
  components: readonly { id?: string | undefined; name: string; group?: string | undefined }[];
  groups: readonly { name: string; parent?: string | undefined }[];
};
/** Checks that need more than one field. */
function faultOf({
  slug,
  components,
  groups,
}: Draft): { path: (string | number)[]; expected: string } | null {
  const ids = new Set<string>();
  for (const [index, each] of components.entries()) {
    const own = each.id ?? idOf(slug, each);
    const path = ['components', index, each.id === undefined ? 'name' : 'id'];
    if (ids.has(own)) return { path, expected: 'one that no other component of the page and its group has' };
    ids.add(own);
  }
  const parents = new Map(groups.map(({ name, parent }) => [name, parent]));
  for (const [index, { name, parent }] of groups.entries()) {
    if (groups.findIndex((each) => each.name === name) !== index)
      return { path: ['groups', index, 'name'], expected: 'a name that no other group has' };
    if (parent !== undefined && (parent === name || parents.get(parent) !== undefined))
      return {
        path: ['groups', index, 'parent'],
        expected: 'a group that lies in no other: two deep at most',
      };
  }
  return null;
}
