// SP140: carries out the rules of the pages: at each rendering, and every ten seconds while checks of a page with
// rules fail or a report is open.
import { limits } from '#status-page/limits.ts';
import type { WallClock } from '../../clock.ts';
import type { Incidents } from '../../incidents/incidents.ts';
import type { Outages } from '../../monitoring/outages.ts';
import type { Log } from '../../sync/rooms.ts';
import { tellRoom } from './new-update.ts';
import type { KeptUpdate } from './published-updates.ts';
import type { StatusPage } from '../page/records.ts';
import {
  authorOfRule,
  type Checked,
  dueSteps,
  fillIn,
  newestState,
  type PageRule,
  type PageReport,
  type RuleStep,
} from '../page/rules.ts';
import { mostUpdates } from '../page/settings.ts';
import type { StatusPages } from '../status-pages.ts';
import type { Subscribers } from '../subscribers/subscribers.ts';
import type { StatusPageInput } from '../page/whole-page.ts';

const lookEveryMs = 10_000;

type Options = {
  /** Only the team's server publishes; a replica follows nothing. */
  isPrimary: boolean;
  pages: StatusPages;
  subscribers: Pick<Subscribers, 'tell'>;
  incidents: Incidents;
  outages: Pick<Outages, 'list'>;
  clock: WallClock;
  log: Log;
};

/** Follows the rules of all rendered pages until the returned function is called. */
export function followPageRules(options: Options): () => void {
  const { isPrimary, pages, clock, log } = options;
  const busy = new Set<string>();
  let cancel: (() => void) | null = null;
  let isClosed = false;
  const lookAt = async (page: StatusPage) => {
    const input = pages.madeOf(page.id);
    const { rules = [] } = page.settings;
    if (rules.length === 0 || input === null || isClosed || busy.has(page.id)) return;
    busy.add(page.id);
    try {
      for (const step of await stepsOf(options, { page, input, rules })) await publish(options, page, step);
    } catch (error) {
      log.error({ err: error, page: page.id }, 'a rule of a status page could not publish');
    } finally {
      busy.delete(page.id);
    }
  };
  const lookAtAll = () => {
    for (const page of pages.list()) void lookAt(page);
    cancel = clock.after(lookEveryMs, lookAtAll);
  };
  if (!isPrimary) return () => {};
  const unfollow = pages.onRender((page) => void lookAt(page));
  lookAtAll();
  return () => {
    isClosed = true;
    unfollow();
    cancel?.();
  };
}

type Looking = { page: StatusPage; input: StatusPageInput; rules: readonly PageRule[] };

async function stepsOf(
  { pages, clock }: Options,
  { page, input, rules }: Looking,
): Promise<readonly RuleStep[]> {
  const now = clock.now();
  const { viewPage, isSilent, foldReports, isOver } = await import('../page/whole-page.ts');
  const checksOf = new Map(input.intervals.map((each) => [each.component, each]));
  const states = input.page.components.map(({ id }) => {
    const checks = checksOf.get(id);
    return checks === undefined || isSilent(checks, now) ? null : newestState(checks);
  });
  const isAllWell = states.every((state) => state === null || state.status === 'operational');
  const authors = new Map(
    pages.updates.list(page.id).map(({ id, incident, by }) => [id, { incident, by }] as const),
  );
  const incidents = foldReports(pages.updates.list(page.id), now);
  if (isAllWell && incidents.every(({ status }) => isOver(status))) return [];
  const { components } = viewPage({ ...input, now });
  const checked = components.map(({ id, name, settings, standing, intervals }, index): Checked => ({
    id,
    name,
    monitor: settings.monitor ?? null,
    status: states[index]?.status ?? null,
    since: states[index]?.since ?? now,
    isInMaintenance: standing.shown === 'maintenance' || intervals.at(-1)?.isMaintenance === true,
  }));
  const reports = incidents.map(({ id, status, updates, components: levels }): PageReport => ({
    id,
    isOpen: !isOver(status),
    authors: updates.map((update) => authors.get(update.id)?.by ?? ''),
    components: levels,
  }));
  return dueSteps({ rules, components: checked, reports, now });
}

async function publish(options: Options, page: StatusPage, step: RuleStep): Promise<void> {
  const { pages, subscribers, incidents, clock, log } = options;
  const { rule, status, components, names } = step;
  const earlier = pages.updates.list(page.id);
  if (earlier.length >= mostUpdates) return;
  const { publishedUpdateSchema } = await import('../page/whole-page.ts');
  const id = pages.makeId();
  const incident = step.report ?? (await roomOf(options, earlier, step)) ?? id;
  const text = status === 'resolved' ? (rule.resolved ?? rule.body) : rule.body;
  const update: KeptUpdate = {
    ...publishedUpdateSchema.parse({
      id,
      incident,
      at: clock.now(),
      status,
      body: fillIn(text, names, limits.body),
      ...(step.report === null && { title: fillIn(rule.title, names, limits.title) }),
      components: components.map((each) => ({ id: each.id, status: each.status })),
    }),
    by: authorOfRule(rule),
  };
  pages.updates.add(page.id, update, () => subscribers.tell(page.id, update.id));
  log.info({ page: page.id, rule: rule.name, status }, 'a rule published on a status page');
  const writer = { by: 'server', author: 'server' };
  const override = `published by the page’s rule “${rule.name}”`;
  await tellRoom({ incidents, log }, { page, update, approved: null, writer, override });
  await pages.render(page.id);
}

/** The room of the failing monitors, so that people who answer there continue the same report. */
async function roomOf(
  { incidents, outages, clock }: Options,
  earlier: readonly KeptUpdate[],
  { components }: RuleStep,
): Promise<string | null> {
  for (const { monitor } of components) {
    if (monitor === null) continue;
    const [newest] = await outages.list(monitor, clock.now());
    const room = newest?.to === null ? newest.incident : null;
    const isFresh = room !== null && !earlier.some(({ incident }) => incident === room);
    const summary = incidents.list().find(({ id }) => id === room);
    if (isFresh && summary !== undefined && !summary.drill && summary.restricted === undefined) return room;
  }
  return null;
}
