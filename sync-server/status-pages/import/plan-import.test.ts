import { readFileSync } from 'node:fs';
import { setImmediate as otherWork } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { foldReports } from '#status-page/truth/reports.ts';
import type { StatusPage } from '../page/records.ts';
import type { ForeignFile } from './foreign.ts';
import type { ImportPlan, ToolName } from './import-plan.ts';
import { toolNames } from './import-plan.ts';
import { type KnownPage, planImport, readFiles } from './plan-import.ts';

const now = Date.parse('2024-10-02T12:00:00Z');
const recorded = (tool: ToolName): ForeignFile[] => {
  const path = new URL(`../../../tests/fixtures/status-pages/${tool}.json`, import.meta.url);
  return Object.entries(JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>).map(
    ([name, value]) => ({ name, value }),
  );
};
const page = (components: StatusPage['settings']['components'] = []): StatusPage => ({
  id: 'p',
  version: 1,
  settings: { slug: 'larch', name: 'Larch', visibility: 'public', components, mailChannel: 'mail' },
  createdAt: 0,
  updatedAt: 0,
});
const known = (tool: ToolName, more: Partial<KnownPage> = {}): KnownPage => ({
  tool,
  page: page(),
  isOwned: false,
  now,
  links: [],
  updates: [],
  work: [],
  isElsewhere: () => false,
  hasSubscriber: () => false,
  ...more,
});
const planOf = async (files: readonly ForeignFile[], before: KnownPage): Promise<ImportPlan> =>
  planImport(await readFiles(files, { tool: before.tool, own: before.page.settings.components }), before);
/** What is there once a plan was carried out. */
const after = (before: KnownPage, plan: ImportPlan): KnownPage => ({
  ...before,
  page: { ...before.page, settings: plan.settings ?? before.page.settings },
  links: plan.links,
  updates: [...before.updates, ...plan.updates.map((each) => ({ ...each, by: 'ana' }))],
  work: [...before.work, ...plan.work],
  hasSubscriber: (key) => before.hasSubscriber(key) || plan.subscribers.some((each) => each.key === key),
});
const doneOf = ({ lines }: ImportPlan) => lines.map(({ kind, done }) => `${kind} ${done}`);
const leftOf = ({ lines }: ImportPlan) => lines.flatMap(({ left }) => left).join('\n');

test.each(toolNames)(
  '[SP120] a page of %s comes with its components, groups, incidents, planned work and subscribers',
  async (tool) => {
    const plan = await planOf(recorded(tool), known(tool));
    const components = plan.settings?.components ?? [];
    const volumes = components.find(({ name }) => name === 'Volumes');
    expect(volumes).toMatchObject({ group: 'Storage' });
    expect(components.find(({ name }) => name === 'Website')?.group).toBeUndefined();
    const incidents = foldReports(plan.updates, now);
    const [slow, failed] = incidents;
    expect(incidents.map(({ title }) => title[''])).toEqual([
      'Website answers slowly',
      'Volumes cannot be written',
    ]);
    expect(slow?.resolvedAt).toBeNull();
    expect(failed?.resolvedAt).toBe(Date.parse('2024-09-14T09:05:00Z'));
    expect(failed?.createdAt).toBe(Date.parse('2024-09-14T07:12:00Z'));
    expect(plan.work).toMatchObject([
      {
        title: { '': 'New switches' },
        components: [volumes?.id],
        schedule: { from: Date.parse('2099-03-01T01:00:00Z'), minutes: 120 },
        updates: [{ body: { '': 'We change the switches of one row.' } }],
      },
    ]);
    expect(plan.subscribers).toContainEqual(
      expect.objectContaining({ key: 'rita@reader.test', components: null }),
    );
    // Who chose components there, by one or by a group of them, hears of those alone.
    const buckets = components.find(({ name }) => name === 'Buckets');
    const group = tool === 'statuspage' ? [volumes?.id, buckets?.id] : [volumes?.id];
    expect(plan.subscribers).toContainEqual(
      expect.objectContaining({ key: 'oskar@reader.test', components: group }),
    );
    expect(plan.subscribers.map(({ key }) => key)).not.toContain('never@reader.test');
  },
);

const subscriber = (id: string, components: string[]) => ({
  id,
  mode: 'email',
  email: `${id}@reader.test`,
  components,
  quarantined_at: null,
});

test('[SP120] a subscriber for whom all components are listed hears of everything, new components too', async () => {
  const everything = ['c1nd83jq0z7p', 'c2nd83jq0z7p', 'c3nd83jq0z7p'];
  const more = [subscriber('all', everything), subscriber('two', everything.slice(1))];
  const plan = await planOf(
    [...recorded('statuspage'), { name: 'more.json', value: more }],
    known('statuspage'),
  );
  const chosen = new Map(plan.subscribers.map(({ key, components }) => [key, components]));
  expect(chosen.get('all@reader.test')).toBeNull();
  expect(chosen.get('two@reader.test')).toEqual(everything.slice(1));
});

test.each(toolNames)(
  '[SP120] a list of subscribers as CSV belongs to a page of %s like its JSON',
  async (tool) => {
    const csv = [
      'Type,Email,Components,quarantined_at,updates',
      'email,everything@reader.test,,,',
      'email,chosen@reader.test,Volumes,,start-and-end',
      'sms,+15551234567,,,',
      'email,bounced@reader.test,,2024-01-02,',
      'email,nobody,,,',
      'email,rita@reader.test,,,',
    ].join('\r\n');
    const plan = await planOf([...recorded(tool), { name: 'list.csv', value: csv }], known(tool));
    const volumes = plan.settings?.components.find(({ name }) => name === 'Volumes')?.id;
    expect(plan.subscribers).toContainEqual(
      expect.objectContaining({ key: 'everything@reader.test', components: null, updates: 'all' }),
    );
    expect(plan.subscribers).toContainEqual(
      expect.objectContaining({ key: 'chosen@reader.test', components: [volumes], updates: 'start-and-end' }),
    );
    const keys = plan.subscribers.map(({ key }) => key);
    expect(keys.filter((key) => /bounced|nobody|555/u.test(key))).toEqual([]);
    expect(keys.filter((key) => key === 'rita@reader.test')).toHaveLength(1);
    expect(leftOf(plan)).toContain('list.csv: a line is left out; expected a subscriber by e-mail');
    expect(leftOf(plan)).toContain('this one was removed');
    expect(JSON.stringify(plan.lines)).not.toContain('@reader.test');
    // Alone, later: components are known by their names here.
    const alone = await planOf([{ name: 'list.csv', value: csv }], after(known(tool), plan));
    expect(alone.lines.filter(({ done }) => done === 'added')).toEqual([]);
    const fresh = await planOf(
      [{ name: 'list.csv', value: csv }],
      known(tool, { page: page(plan.settings?.components) }),
    );
    expect(fresh.subscribers).toContainEqual(
      expect.objectContaining({ key: 'chosen@reader.test', components: [volumes] }),
    );
  },
);

test.each(toolNames)('[SP121] taking over a page of %s twice is doing it once', async (tool) => {
  const first = known(tool);
  const plan = await planOf(recorded(tool), first);
  const again = await planOf(recorded(tool), after(first, plan));
  expect(doneOf(again).filter((each) => /added|changed/u.test(each))).toEqual([]);
  expect({ ...again, lines: [], links: [] }).toMatchObject({
    settings: null,
    updates: [],
    work: [],
    subscribers: [],
  });
});

test('[SP121] ids of Statuspage are kept, so that addresses and feeds of before still mean the same', async () => {
  const plan = await planOf(recorded('statuspage'), known('statuspage'));
  expect(plan.settings?.components.map(({ id }) => id)).toEqual([
    'c1nd83jq0z7p',
    'c2nd83jq0z7p',
    'c3nd83jq0z7p',
  ]);
  expect(plan.updates.map(({ id }) => id)).toContain('u1q80zt3wk5m');
  expect(new Set(plan.updates.map(({ incident }) => incident))).toEqual(
    new Set(['n1q80zt3wk5m', 'n2q80zt3wk5m']),
  );
  const elsewhere = await planOf(recorded('statuspage'), known('statuspage', { isElsewhere: () => true }));
  expect(elsewhere.updates.map(({ id }) => id)).not.toContain('u1q80zt3wk5m');
  const short = await planOf(recorded('openstatus'), known('openstatus'));
  expect(short.updates.map(({ id }) => id)).toContain('openstatus-update-9');
});

test('[SP120] words, levels, the beginning and a post-mortem are as they were there', async () => {
  const plan = await planOf(recorded('statuspage'), known('statuspage'));
  const story = foldReports(plan.updates, now).find(({ id }) => id === 'n1q80zt3wk5m');
  expect(story).toMatchObject({
    impact: 'critical',
    status: 'postmortem',
    startedAt: Date.parse('2024-09-14T07:01:00Z'),
  });
  expect(story?.updates.map(({ status }) => status)).toEqual([
    'investigating',
    'identified',
    'resolved',
    'postmortem',
  ]);
  expect(story?.updates[1]?.body['']).toBe('A controller is stuck.\nWe are replacing it & watching.');
  expect([...(story?.spans.get('c1nd83jq0z7p') ?? [])]).toEqual([
    {
      from: Date.parse('2024-09-14T07:01:00Z'),
      to: Date.parse('2024-09-14T09:05:00Z'),
      value: 'major_outage',
    },
  ]);
  const [volumes, buckets] = plan.settings?.components ?? [];
  expect(volumes).toMatchObject({ since: Date.parse('2023-01-10') });
  expect(buckets).toMatchObject({ onlyIfDegraded: true, description: 'S3 compatible' });
});

test('[SP120] entries that are not imported or not understood are named, and no address stands in the report', async () => {
  const left = leftOf(await planOf(recorded('statuspage'), known('statuspage')));
  for (const each of [
    'names a component that is not on this page',
    'without words; here it says “Investigating”',
    'subscribers by sms',
    'subscribers in quarantine',
    'not an e-mail address',
    'incident.surprise: not imported',
    'formatting of texts',
  ])
    expect(left).toContain(each);
  expect(JSON.stringify((await planOf(recorded('statuspage'), known('statuspage'))).lines)).not.toMatch(
    /reader\.test/u,
  );
  expect(leftOf(await planOf(recorded('better-stack'), known('better-stack')))).toContain(
    'not imported: incident',
  );
  expect(leftOf(await planOf(recorded('instatus'), known('instatus')))).toContain('never confirmed');
  for (const value of [{ hello: [1, null] }, null, 5, [[]]])
    for (const tool of toolNames)
      expect(doneOf(await planOf([{ name: 'x.json', value }], known(tool))), tool).toEqual(['file left']);
});

test('[SP121] changes there follow; items changed or removed here stay', async () => {
  const before = known('statuspage');
  const there = after(before, await planOf(recorded('statuspage'), before));
  const files = recorded('statuspage');
  const answer = files[0]?.value as { components: { id: string; name: string; group_id: string | null }[] };
  const [, volumes, buckets, website] = answer.components;
  Object.assign(volumes ?? {}, { name: 'Block volumes' });
  Object.assign(buckets ?? {}, { name: 'Object storage' });
  const components = there.page.settings.components
    .filter(({ id }) => id !== website?.id)
    .map((each) => (each.id === buckets?.id ? { ...each, name: 'Our buckets' } : each));
  const here = { ...there, page: { ...there.page, settings: { ...there.page.settings, components } } };
  const plan = await planOf(files, here);
  expect(plan.settings?.components.map(({ name }) => name)).toEqual(['Block volumes', 'Our buckets']);
  expect(leftOf(plan)).toContain('name: changed here too, stays “Our buckets”');
  expect(leftOf(plan)).toContain('somebody removed it here');
});

test('[SP121] a component of the same name is that one, and one that a file says is changed in the file alone', async () => {
  const own = [{ id: 'own', name: 'Website', monitor: 'm1' }];
  const plan = await planOf(recorded('statuspage'), known('statuspage', { page: page(own) }));
  expect(plan.settings?.components[0]).toEqual(own[0]);
  expect(plan.settings?.components).toHaveLength(3);
  expect(plan.updates.flatMap(({ components }) => components)).toContainEqual({
    id: 'own',
    status: 'degraded_performance',
  });
  const owned = await planOf(recorded('statuspage'), known('statuspage', { page: page(own), isOwned: true }));
  expect(owned.settings).toBeNull();
  expect(leftOf(owned)).toContain('kept in a configuration file');
});

const manyOf = (count: number, make: (id: string, email: string) => unknown) =>
  Array.from({ length: count }, (_, index) => make(`s${index}`, `s${index}@reader.test`));
const longLists: [string, ToolName, unknown][] = [
  ['Statuspage', 'statuspage', manyOf(2_300, (id, email) => ({ id, email, mode: 'email' }))],
  ['openstatus', 'openstatus', manyOf(2_300, (id, email) => ({ id, email }))],
  ['Instatus', 'instatus', manyOf(2_300, (id, email) => ({ id, email }))],
  [
    'Better Stack',
    'better-stack',
    {
      data: manyOf(2_300, (id, email) => ({ id, type: 'status_page_subscriber', attributes: { email } })),
    },
  ],
  ['CSV', 'statuspage', `email\n${manyOf(2_300, (_id, email) => email).join('\n')}`],
];
test.each(longLists)(
  '[SP121] other work goes on while a long list of %s is read',
  async (_name, tool, value) => {
    const done = { yet: false };
    const reading = readFiles([{ name: 'list', value }], { tool, own: [] }).finally(() => (done.yet = true));
    let turns = 0;
    for (; !done.yet; turns += 1) await otherWork();
    const { people, foreign } = await reading;
    expect(people.length + foreign.notes.list().length).toBeGreaterThan(0);
    // Four between the records, and four between the addresses where all of them came.
    expect(turns).toBeGreaterThanOrEqual(people.length === 0 ? 4 : 8);
  },
);
