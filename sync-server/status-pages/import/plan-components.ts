// SP121: what an import does to a page's components. Pure.
import { limits } from '#status-page/limits.ts';
import { cleanLine, cleanText } from '#status-page/text.ts';
import { asText } from '../../forms/source.ts';
import type { StatusPageSettings } from '../page/settings.ts';
import type { ForeignComponent, ForeignPage } from './foreign.ts';
import type { ImportLine } from '#wire/api/status-pages.ts';
import type { ToolName } from './import-plan.ts';
import { ownId } from './own-id.ts';

type Component = StatusPageSettings['components'][number];
type Words = { name: string; description: string; group: string };
/** An earlier import: the component's id here, and its texts in the other tool at that time. */
export type ComponentLink = { foreign: string; own: string; said: Words };

export type ComponentPlan = {
  lines: ImportLine[];
  components: Component[];
  links: ComponentLink[];
  /** The component here for one of the other tool; null when there is none. */
  find: (foreign: string) => string | null;
};
type Known = {
  tool: ToolName;
  components: readonly Component[];
  links: readonly ComponentLink[];
  /** CF5: only a configuration file can change them. */
  isOwned: boolean;
};

const fields = ['name', 'description', 'group'] as const;

type Planning = Pick<Known, 'tool' | 'isOwned'> & {
  components: Component[];
  /** By the other tool's ids. */
  made: Map<string, ComponentLink>;
  /** Components here that already have a counterpart. */
  claimed: Set<string>;
};

/** A change in the other tool since the last import is taken over, unless somebody changed the same field here. */
export function planComponents(foreign: ForeignPage, { links, ...known }: Known): ComponentPlan {
  const planning: Planning = {
    ...known,
    components: [...known.components],
    made: new Map(links.map((link) => [link.foreign, link])),
    claimed: new Set(links.map(({ own }) => own)),
  };
  const lines = foreign.components.map((each): ImportLine => {
    const left: string[] = [];
    const said = wordsOf(each, left);
    const link = planning.made.get(each.id);
    const done =
      link === undefined ? meet(each, said, left, planning) : meetAgain(link, said, left, planning);
    return { kind: 'component', name: said.name, done, left };
  });
  const { components, made } = planning;
  const there = new Set(components.map(({ id }) => id));
  const find = (id: string) => {
    const own = made.get(id)?.own;
    return own !== undefined && there.has(own) ? own : null;
  };
  return { lines, components, links: [...made.values()], find };
}

function meetAgain(link: ComponentLink, said: Words, left: string[], planning: Planning): ImportLine['done'] {
  const { components, made, isOwned } = planning;
  const index = components.findIndex(({ id }) => id === link.own);
  const before = components[index];
  if (before === undefined) {
    left.push('somebody removed it here; it stays removed');
    return 'left';
  }
  const next = follow(before, { link, said, left, isOwned });
  components[index] = next;
  made.set(link.foreign, { ...link, said });
  return next === before ? 'kept' : 'changed';
}

function meet(each: ForeignComponent, said: Words, left: string[], planning: Planning): ImportLine['done'] {
  const { components, made, claimed } = planning;
  const own = match(components, claimed, each.id, said);
  const added = own === null ? makeComponent(each, said, { ...planning, left }) : null;
  const id = own ?? added?.id ?? null;
  if (id === null) return 'left';
  if (added !== null) components.push(added);
  claimed.add(id);
  made.set(each.id, { foreign: each.id, own: id, said });
  return own === null ? 'added' : 'kept';
}

function wordsOf({ name, description, group }: ForeignComponent, left: string[]): Words {
  const fit = (text: string, most: number, field: string) => {
    if (text.length <= most) return text;
    left.push(`${field}: longer than ${most} characters, cut`);
    return text.slice(0, most).toWellFormed().trim();
  };
  return {
    name: fit(cleanLine(name), limits.name, 'name') || 'unnamed',
    description: fit(cleanText(description), limits.description, 'description'),
    group: fit(cleanLine(group), limits.name, 'group'),
  };
}

type Following = { link: ComponentLink; said: Words; left: string[]; isOwned: boolean };
const inFile = 'the page is kept in a configuration file: change it there';

function follow(component: Component, { link, said, left, isOwned }: Following): Component {
  let next = component;
  for (const field of fields) {
    if (said[field] === link.said[field]) continue;
    const here = asText(component[field]);
    if (here === said[field]) continue;
    if (isOwned) left.push(`${field}: ${inFile}`);
    else if (here === link.said[field]) next = withWords(next, field, said[field]);
    else left.push(`${field}: changed here too, stays ${here === '' ? 'empty' : `“${here}”`}`);
  }
  return next;
}

function withWords(component: Component, field: keyof Words, value: string): Component {
  const { [field]: _before, ...rest } = component;
  // A component always has a name; other fields may have been removed there.
  return (value === '' ? rest : { ...rest, [field]: value }) as Component;
}

/** The component with its id, else with its name and group, else with its name, that has no counterpart yet. */
function match(
  components: readonly Component[],
  claimed: ReadonlySet<string>,
  id: string,
  { name, group }: Words,
) {
  const free = components.filter((each) => each.id !== undefined && !claimed.has(each.id));
  const found =
    free.find((each) => each.id === id) ??
    free.find((each) => each.name === name && (each.group ?? '') === group) ??
    free.find((each) => each.name === name);
  return found?.id ?? null;
}

type Making = { tool: ToolName; components: readonly Component[]; left: string[]; isOwned: boolean };

function makeComponent(
  { id, since, onlyIfDegraded = false }: ForeignComponent,
  { name, description, group }: Words,
  { tool, components, left, isOwned }: Making,
): Component | null {
  if (isOwned) {
    left.push(inFile);
    return null;
  }
  if (components.length >= limits.components) {
    left.push(`a page has at most ${limits.components} components`);
    return null;
  }
  if (components.some((each) => each.name === name && (each.group ?? '') === group)) {
    left.push('another component of the page has its name and group');
    return null;
  }
  return {
    id: ownId(tool, 'component', id, (own) => components.some((each) => each.id === own)),
    name,
    ...(description !== '' && { description }),
    ...(group !== '' && { group }),
    ...(since !== null && { since }),
    ...(onlyIfDegraded && { onlyIfDegraded }),
  };
}
