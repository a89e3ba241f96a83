// Status pages as the API returns them (SP60, SP61, SP68).
import type { ComponentState, PageAnswer, Texts } from '#wire/api/status-pages.ts';

export type StatusPage = PageAnswer;
export type PageComponent = PageAnswer['components'][number];
export type TargetAnswer = NonNullable<PageAnswer['targets']>[number];

export const pagePath = (id: string, part = ''): string => `/pages/${encodeURIComponent(id)}${part}`;

/** The text in the page's own language, else in the first one available. */
export const plainText = (texts: Texts): string =>
  typeof texts === 'string' ? texts : (texts[''] ?? Object.values(texts)[0] ?? '');

type Grouped = { title: string; components: ComponentState[] };

/** The components in the page's order, each run of one group under its title; `Shop, Payments` is a group in a group. */
export function inGroups(
  components: readonly ComponentState[],
  page: Pick<StatusPage, 'components' | 'groups'>,
): Grouped[] {
  const runs: Grouped[] = [];
  for (const component of components) {
    const group = page.components.find(({ id }) => id === component.id)?.group ?? '';
    const parent = page.groups?.find(({ name }) => name === group)?.parent;
    const title = parent === undefined ? group : `${parent}, ${group}`;
    const last = runs.at(-1);
    if (last?.title === title) last.components.push(component);
    else runs.push({ title, components: [component] });
  }
  return runs;
}
