// SP121: everything that an import would do to a page. Pure: it changes nothing.
import { limits } from '#status-page/limits.ts';
import { type Maintenance, maintenanceSchema } from '#status-page/schema/index.ts';
import { cleanLine, cleanText } from '#status-page/text.ts';
import { describeIssues } from '../../http/validate.ts';
import type { StatusPage } from '../page/records.ts';
import type { StatusPageSettings } from '../page/settings.ts';
import { readMailAddress } from '../subscribers/address.ts';
import { readSubscribersCsv } from '../subscribers/csv.ts';
import { eachInTurns } from '../subscribers/in-turns.ts';
import type { Choice } from '../subscribers/subscriber.ts';
import type { ForeignFile, ForeignPage, ForeignSubscriber, ForeignWork } from './foreign.ts';
import type { ImportLine } from '#wire/api/status-pages.ts';
import type { ImportPlan, ToolName } from './import-plan.ts';
import { ownId } from './own-id.ts';
import { type ComponentLink, type ComponentPlan, planComponents } from './plan-components.ts';
import { type KnownUpdates, planIncidents } from './plan-incidents.ts';
import { readBetterStack } from './read-better-stack.ts';
import { readInstatus } from './read-instatus.ts';
import { readOpenstatus } from './read-openstatus.ts';
import { readStatuspage } from './read-statuspage.ts';

/** All tools whose pages can be imported. */
const readers: Readonly<Record<ToolName, (files: readonly ForeignFile[]) => Promise<ForeignPage>>> = {
  statuspage: readStatuspage,
  openstatus: readOpenstatus,
  instatus: readInstatus,
  'better-stack': readBetterStack,
};

export type KnownPage = Omit<KnownUpdates, 'component'> & {
  page: StatusPage;
  /** CF5: a configuration file defines the components. */
  isOwned: boolean;
  links: readonly ComponentLink[];
  work: readonly Maintenance[];
  /** By an address as `readMailAddress` returns it; subscribers in any state count. */
  hasSubscriber: (key: string) => boolean;
};

const isTable = ({ value }: ForeignFile) => typeof value === 'string';

/** What the files say, with each subscriber's address as it was read. Nothing of the page but these components counts. */
export type ReadFiles = { foreign: ForeignPage; people: readonly Person[] };
type Person = Pick<ForeignSubscriber, 'components'> &
  Pick<Choice, 'topics' | 'updates'> & { mail: ReturnType<typeof readMailAddress> };

/** Some records at a time: files may be long, and other work goes on between. */
export async function readFiles(
  files: readonly ForeignFile[],
  { tool, own }: { tool: ToolName; own: StatusPageSettings['components'] },
): Promise<ReadFiles> {
  const foreign = await readers[tool](files.filter((each) => !isTable(each)));
  for (const { name, value } of files.filter(isTable))
    await readSubscriberTable(foreign, { name, text: value as string, own });
  const people: Person[] = [];
  await eachInTurns(foreign.subscribers, ({ address, components, about = everything }) => {
    people.push({ mail: readMailAddress(address), components, ...about });
  });
  return { foreign, people };
}

/** In one turn, so that the page stays as it is known. */
export function planImport({ foreign, people }: ReadFiles, known: KnownPage): ImportPlan {
  const { settings } = known.page;
  const planned = planComponents(foreign, { ...known, components: settings.components });
  const incidents = planIncidents(foreign.incidents, { ...known, component: planned.find });
  const work = planWork(foreign.work, known, planned);
  const subscribers = planSubscribers({ people, there: foreign.components }, known, planned);
  const notes = foreign.notes.list();
  return {
    lines: [
      ...planned.lines,
      ...incidents.lines,
      ...work.lines,
      ...subscribers.lines,
      ...(notes.length === 0 ? [] : [{ kind: 'file', name: '', done: 'left', left: notes } as const]),
    ],
    settings: settingsAfter(settings, planned, foreign),
    links: planned.links,
    updates: incidents.updates,
    work: work.work,
    subscribers: subscribers.subscribers,
  };
}

function settingsAfter(
  settings: StatusPageSettings,
  { lines, components }: ComponentPlan,
  { groups: described }: ForeignPage,
): StatusPageSettings | null {
  if (!lines.some(({ done }) => done === 'added' || done === 'changed')) return null;
  const groups = Array.isArray(settings.groups) ? (settings.groups as { name: string }[]) : [];
  const used = new Set(components.map(({ group }) => group));
  const more = [...described].flatMap(([name, description]) => {
    const line = cleanLine(name);
    const words = cleanText(description).slice(0, limits.description).toWellFormed().trim();
    const isNew = used.has(line) && words !== '' && groups.every((each) => each.name !== line);
    return isNew ? [{ name: line, description: words }] : [];
  });
  const all = [...groups, ...more].slice(0, Math.max(groups.length, limits.groups));
  return { ...settings, components, ...(more.length > 0 && { groups: all }) };
}

/** Imported planned work always follows the other tool: nobody changes it here. */
function planWork(
  all: readonly ForeignWork[],
  { tool, work: before, now }: KnownPage,
  { find }: ComponentPlan,
) {
  const lines: ImportLine[] = [];
  const work: Maintenance[] = [];
  const known = new Map(before.map((each) => [each.id, each]));
  for (const each of all) {
    const left: string[] = [];
    const id = ownId(tool, 'maintenance', each.id, () => false);
    const old = known.get(id);
    const read = maintenanceSchema.safeParse(maintenanceOf(each, { id, tool, find, now, left }));
    if (!read.success) {
      const faults = describeIssues(read.error).map(
        ({ field, expected }) => `${field}: expected ${expected}`,
      );
      lines.push({ kind: 'maintenance', name: each.title, done: 'left', left: [...left, ...faults] });
      continue;
    }
    const isSame = old !== undefined && says(old) === says(read.data);
    const isFull = old === undefined && known.size >= limits.maintenance;
    if (isFull) left.push(`a page tells at most ${limits.maintenance} maintenances`);
    if (!isSame && !isFull) {
      work.push({ ...read.data, revision: (old?.revision ?? -1) + 1 });
      known.set(id, read.data);
    }
    const done = isFull ? 'left' : isSame ? 'kept' : old === undefined ? 'added' : 'changed';
    lines.push({ kind: 'maintenance', name: each.title, done, left: [...new Set(left)] });
  }
  return { lines, work };
}

const says = ({ revision: _revision, updatedAt: _at, ...rest }: Maintenance): string => JSON.stringify(rest);

type Making = { id: string; tool: ToolName; find: ComponentPlan['find']; now: number; left: string[] };

function maintenanceOf(
  { title, from, to, components, createdAt, updates }: ForeignWork,
  { id, tool, find, now, left }: Making,
) {
  const own = components.flatMap((each) => {
    const component = find(each);
    if (component === null) left.push('it names a component that is not on this page');
    return component ?? [];
  });
  return {
    id,
    title: title.slice(0, limits.title),
    components: [...new Set(own)],
    schedule: { kind: 'once', from, minutes: Math.max(1, Math.ceil((to - from) / 60_000)) },
    createdAt,
    updatedAt: now,
    updates: updates
      .filter(({ body }) => body !== '')
      .slice(-limits.maintenanceUpdates)
      .map((each) => ({
        id: ownId(tool, 'maintenance-update', each.id, () => false),
        at: each.at,
        body: each.body,
        ...(each.status !== null && { status: each.status }),
      })),
  };
}

/** A list of subscribers as CSV; it names components there or here, by id or name. */
async function readSubscriberTable(
  foreign: ForeignPage,
  { name, text, own }: { name: string; text: string; own: StatusPageSettings['components'] },
) {
  const here = own.map((each) => ({ id: each.id ?? '', name: each.name }));
  const { rows, faults } = await readSubscribersCsv(text, [...foreign.components, ...here]);
  for (const { address, components, topics, updates } of rows)
    foreign.subscribers.push({ address, components, about: { topics, updates } });
  for (const { expected } of faults) foreign.notes.add(`${name}: a line is left out; expected ${expected}`);
}

const everything: Pick<Choice, 'topics' | 'updates'> = { topics: null, updates: 'all' };

/** Existing subscribers stay as they are, including unsubscribed ones. The report contains no addresses. */
function planSubscribers(
  { people, there }: Pick<ReadFiles, 'people'> & { there: ForeignPage['components'] },
  { page, hasSubscriber }: KnownPage,
  { find }: ComponentPlan,
) {
  const subscribers = new Map<string, ImportPlan['subscribers'][number]>();
  const reasons: string[] = [];
  let kept = 0;
  // A tool may list all components where nothing was chosen; that is everything, new components too.
  const isAll = (ids: readonly string[]) => there.length > 0 && there.every(({ id }) => ids.includes(id));
  const own = new Set(page.settings.components.map(({ id }) => id));
  const ownOf = (id: string) => find(id) ?? (own.has(id) ? id : null);
  for (const { mail, components, ...about } of people) {
    const chosen =
      components === null || isAll(components)
        ? null
        : [...new Set(components.flatMap((each) => ownOf(each) ?? []))];
    if (mail === null) reasons.push('not an e-mail address');
    else if (hasSubscriber(mail.key)) kept += 1;
    else if (chosen?.length === 0) reasons.push('chose only components that are not on this page');
    else subscribers.set(mail.key, { ...mail, ...about, components: chosen });
  }
  const lines: ImportLine[] = [];
  const line = (count: number, done: ImportLine['done'], left: string[] = []) => {
    if (count > 0) lines.push({ kind: 'subscribers', name: String(count), done, left });
  };
  const noMail = page.settings.mailChannel === undefined && subscribers.size > 0;
  line(subscribers.size, 'added', noMail ? ['they hear nothing before the page has an e-mail channel'] : []);
  line(kept, 'kept');
  line(reasons.length, 'left', [...new Set(reasons)]);
  return { lines, subscribers: [...subscribers.values()] };
}
