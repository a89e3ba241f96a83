import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { kindGroup } from '#renderer/shell/palette-kinds.tsx';
import { actionGroup, roomGroup } from '#renderer/shell/palette-screens.tsx';
import type { Session } from '#renderer/server/session.tsx';
import type { Preferences } from '#renderer/state/preferences.tsx';
import { settingsSections } from '#renderer/state/router.ts';
import { strings } from '#renderer/strings/index.ts';
import { channelKinds } from '#sync-server/delivery/channels/index.ts';
import { intakeKinds } from '#sync-server/intake/index.ts';
import { kindSynonyms } from '#renderer/strings/kinds.ts';
import { glossary, roomSynonyms } from '#renderer/strings/glossary.ts';
import { synonyms } from '#renderer/strings/palette.ts';
import {
  declaresTyped,
  findActions,
  foldRecords,
  glossaryGroup,
  withSynonyms,
} from '#renderer/shell/palette-words.ts';

const read = (name: string) =>
  readFileSync(path.join(import.meta.dirname, '../renderer/shell', name), 'utf8');

test('[KY8] every list of other words leads to an action that there is', () => {
  const sources = ['palette-screens.tsx', 'palette-actions.tsx'].map(read);
  const screens = [...read('destinations.ts').matchAll(/^ {2}'?([\w-]+)'?: \{/gmu)].map((match) => match[1]);
  const ids = new Set([
    ...sources.flatMap((source) => [...source.matchAll(/id: '([\w-]+)'/g)].map((match) => match[1])),
    ...screens,
    ...settingsSections.map((section) => `settings-${section}`),
  ]);
  expect(Object.keys(synonyms).filter((id) => !ids.has(id))).toEqual([]);
});

test('[KY8] other words are added to those an action has, and change no other', () => {
  const group = {
    group: 'x',
    actions: [
      { id: 'keys', label: 'Show all keys', keywords: 'old' },
      { id: 'nothing', label: 'Nothing' },
    ],
  };
  const [keys, nothing] = withSynonyms(group).actions;
  expect(keys?.keywords).toEqual(['old', ...synonyms['keys']!]);
  expect(nothing).toEqual(group.actions[1]);
});

test('[KY8] each word is explained once, in one or two sentences', () => {
  const terms = glossary.map(({ term }) => term);
  expect(new Set(terms).size).toBe(terms.length);
  for (const { meaning } of glossary) expect(meaning).toMatch(/^[A-Z].{20,160}\.$/);
});

const action = (label: string, keywords: string[] = [], id = label) => ({ id, label, keywords });

test('[KY8] names are found before other words, and to declare what was typed comes last', () => {
  const groups = [
    { group: 'do', actions: [action('Status pages', ['customers']), action('Tell customers')] },
    { group: 'declare', actions: [action('Declare “customers”', [], declaresTyped)] },
    { group: 'words', actions: [action('Severity', ['how bad it is for customers'])] },
  ];
  const names = (query: string) =>
    findActions(query, groups).flatMap(({ actions }) => actions.map(({ label }) => label));
  expect(names('customers')).toEqual(['Tell customers', 'Status pages', 'Severity', 'Declare “customers”']);
  expect(names('declare')).toEqual(['Declare “customers”']);
  expect(names('customers tell')).toEqual(['Tell customers']);
  expect(names('status customers')).toEqual(['Status pages']);
  expect(names('')).toHaveLength(4);
  expect(names('nothing of these')).toEqual([]);
});

test('[KY8] a whole word for something is found before longer words that contain it', () => {
  const actions = [action('Page me now', ['test my phone']), action('Settings: you', ['my phone'])];
  const [found] = findActions('my phone', [{ group: 'do', actions }]);
  expect(found?.actions.map(({ label }) => label)).toEqual(['Settings: you', 'Page me now']);
  const others = [
    action('Judge whether the action helped'),
    action('Handbook', ['help']),
    action('Get help'),
  ];
  const [helps] = findActions('help', [{ group: 'do', actions: others }]);
  expect(helps?.actions.map(({ label }) => label)).toEqual([
    'Get help',
    'Handbook',
    'Judge whether the action helped',
  ]);
});

const some = (count: number, name: string) =>
  Array.from({ length: count }, (_, index) => action(`${name} ${index}`));

test('[KY12] a long group of records folds behind its first five, unless that hides only one; actions never do', () => {
  const { incidents, actions: acts } = strings.shell;
  const groups = [
    { group: incidents, actions: some(8, 'incident') },
    { group: strings.monitors.title, actions: some(6, 'monitor') },
    { group: acts, actions: some(9, 'act') },
  ];
  const unfolded: string[] = [];
  const folded = foldRecords(groups, new Set(), (group) => unfolded.push(group));
  expect(folded.map(({ actions }) => actions.length)).toEqual([6, 6, 9]);
  const more = folded[0]!.actions.at(-1)!;
  expect(more.label).toBe('3 more');
  expect(more.closeSpotlightOnTrigger).toBe(false);
  more.onClick?.({} as never);
  expect(unfolded).toEqual([incidents]);
  const whole = foldRecords(groups, new Set(unfolded), () => undefined);
  expect(whole.map(({ actions }) => actions.length)).toEqual([8, 6, 9]);
});

test.each([
  ['invite someone', 'resolve', 'assign role', 'hand over', 'note', 'tell customers', 'send update', 'pdf'],
  ['customers affected', 'hypothesis', 'upload', 'screenshot', 'filter', 'meeting', 'log out', 'font size'],
  [
    'watch website',
    'swap shift',
    'my phone',
    'jira',
    'sso',
    'report a problem',
    'give task',
    'test my phone',
  ],
])(
  '[KY8] the words of a newcomer in a room lead somewhere, and are never only declared: %s, %s, …',
  (...queries) => {
    const actions = Object.entries({ ...synonyms, ...roomSynonyms }).map(([id, words]) =>
      action(id, [...words], id),
    );
    for (const query of queries)
      expect(findActions(query, [{ group: 'all', actions }]), query).not.toEqual([]);
  },
);

const owner = { canWrite: true, isOwner: true, bridge: {}, team: {} } as unknown as Session;
const preferences = { settings: { theme: 'dark', times: 'utc' } } as unknown as Preferences;
const room = { screen: 'room', incident: '01JB2Z4M8Q0000000000000000' } as const;

/** What Enter does with `query`, by its words. */
function firstOf(query: string, route: Parameters<typeof roomGroup>[0]) {
  const actions = [
    ...roomGroup(route, owner).map(withSynonyms),
    withSynonyms(actionGroup(owner, preferences, null)),
  ];
  return findActions(query, [...actions, glossaryGroup()])[0]?.actions[0]?.label;
}

/** What a newcomer types, by where it must lead. */
const firstHits: Readonly<Record<string, string>> = {
  'Settings: you':
    'phone, my phone, mobile, how am I paged, paged, notify me, alert me, wake me, call me, my number, add phone, text message, email, holiday, sick, away, font size, bigger text, log out, logout, account, profile, web push',
  'Page me now': 'page me, test page, test notifications, ring me, does my phone ring',
  'On-call':
    'oncall, on call, who is on call, am I on call, rota, swap, contacts, who to call, communication check',
  'Invite somebody': 'invite, invite someone, add a person, guest, share',
  'Settings: people': 'add user, users, members, gdpr',
  'Settings: teams': 'team, teams',
  'Settings: roles': 'role, roles',
  'Settings: paging': 'escalation, policies, who is paged',
  'Settings: channels': 'sms, slack, smtp, executives',
  'Settings: intake': 'prometheus, grafana, datadog, integration',
  'Settings: tokens': 'api, api key, devices, lost laptop',
  'Settings: configuration': 'yaml, export, sso, backup',
  'Settings: connection': 'network, location, proxy',
  'Handbook for newcomers': 'help, glossary, training guide, onboarding',
  'Show all keys': 'shortcuts, hotkeys, keyboard',
  'All incidents': 'past, old incidents, history, search',
  'Declare an incident': 'new incident, create, outage, drill, bug',
  'What the severities mean': 'P1, severity, severity levels, what is a p1',
  Monitors: 'monitor, checks, uptime, certificate',
  Playbooks: 'playbook, runbook, checklist',
  Reviews: 'review, postmortem, pdf, lessons learned',
  Numbers: 'mttr, metrics, cost, csv',
  'Status pages': 'status page, tell customers, subscribers, rss',
  Triage: 'reports, report a problem',
  Services: 'service, slo, catalog',
  Problems: 'known issue, known error',
  'Recurring tasks': 'weekly, chores, routine',
  'Settings: update templates': 'canned, wording, standard texts',
  'Settings: severities': 'update interval, deadlines, cadence',
  'Use the light theme': 'dark, theme',
};

test('[KY8] an action found only by another word for it says that word', () => {
  const said = (query: string, ...actions: ReturnType<typeof action>[]) =>
    findActions(query, [{ group: 'do', actions }])[0]?.actions.map(({ description }) => description);
  const people = action('Settings: people', ['new member', 'Colleague']);
  expect(said('colleagues', people)).toEqual(['Colleague']);
  expect(said('member', people)).toEqual(['new member']);
  expect(said('people', people)).toEqual([undefined]);
  expect(said('', people)).toEqual([undefined]);
  expect(said('member', { ...people, description: 'three' } as never)).toEqual(['three']);
});

test('[KY8] what a newcomer types leads first to what they mean, in the lobby and, where no act of the room is meant, in a room', () => {
  const wanted = Object.entries(firstHits).flatMap(([label, queries]) =>
    queries.split(', ').map((query) => [query, label] as const),
  );
  expect(wanted.length).toBeGreaterThan(80);
  const led = (route: Parameters<typeof roomGroup>[0]) =>
    wanted.flatMap(([query, label]) => {
      const found = firstOf(query, route);
      return found === label ? [] : [`${query}: ${found}, not ${label}`];
    });
  expect(led({ screen: 'lobby' })).toEqual([]);
  expect(led(room)).toEqual([
    // In a room these are acts on it.
    'gdpr: Erase this incident for good, not Settings: people',
    'past: Replay this room as it was, not All incidents',
    'history: Replay this room as it was, not All incidents',
    'status page: Publish to the status page, not Status pages',
    'tell customers: Publish to the status page, not Status pages',
  ]);
  for (const query of ['missed', 'what did I miss', 'what’s new', 'since I left'])
    expect(firstOf(query, room)).toBe('Catch me up: what changed since I left');
  for (const query of ['page', 'need backup', 'page someone', 'wake somebody', 'bring in'])
    expect(firstOf(query, room)).toBe('Page somebody…');
});

test('[KY8] other words of a room’s keys belong to keys that a room binds', () => {
  const bound = ['renderer/screens/war-room', 'renderer/attachments'].flatMap((folder) =>
    globSync(`${folder}/**/*.{ts,tsx}`).map((file) => readFileSync(file, 'utf8')),
  );
  const isBound = (key: string) =>
    bound.some(
      (source) =>
        source.includes(`'${key}'`) ||
        new RegExp(`\\b${key.replaceAll(/[+*]/gu, String.raw`\$&`)}: `, 'u').test(source),
    );
  expect(Object.keys(roomSynonyms).filter((key) => !isBound(key))).toEqual([]);
});

const labelled = (
  kinds: Readonly<Record<string, { label: string; presets?: readonly { name: string }[] }>>,
) =>
  Object.entries(kinds).map(([kind, { label, presets = [] }]) => ({
    kind,
    label,
    fields: [],
    presets: presets.map(({ name }) => ({ name, settings: {} })),
  }));
const named = { id: '01JB2Z4M8Q0000000000000001', name: 'War room', kind: 'slack' };
const kindsFor = (isOwner: boolean) =>
  kindGroup(
    [
      { section: 'channels', items: [named], kinds: labelled(channelKinds) },
      { section: 'intake', items: [], kinds: labelled(intakeKinds) },
    ],
    isOwner,
  );

test('[KY8] the name of a tool leads to its channel or intake, there or to add, and takes no other word’s place', () => {
  const first = (query: string, isOwner: boolean) => {
    const groups = [kindsFor(isOwner), withSynonyms(actionGroup(owner, preferences, null)), glossaryGroup()];
    return findActions(query, groups)[0]?.actions[0]?.label;
  };
  const led: Readonly<Record<string, string>> = {
    discord: 'Add a channel: Discord',
    gotify: 'Add a channel: SMS or voice gateway',
    twilio: 'Add a channel: SMS or voice gateway',
    ntfy: 'Add a channel: ntfy',
    jira: 'Add a channel: Jira',
    prometheus: 'Add an intake: Prometheus Alertmanager',
    healthchecks: 'Add an intake: Heartbeat',
    datadog: 'Add an intake: Webhook',
    'uptime kuma': 'Add an intake: Uptime Kuma',
    // The one that is there comes first.
    slack: 'War room',
    'war room': 'War room',
  };
  for (const [query, label] of Object.entries(led)) expect(first(query, true), query).toBe(label);
  const github = findActions('github', [kindsFor(true)])[0]?.actions.map(({ label }) => label);
  expect(github).toEqual(['Add a channel: GitHub issues', 'Add an intake: Changes (deploys)']);
  // Who may not add one is led to the settings, which say who may.
  expect(first('discord', false)).toBe('Settings: channels');
  expect(first('prometheus', false)).toBe('Settings: intake');
  const moved = ['Settings: channels', 'Settings: intake'];
  for (const [label, queries] of Object.entries(firstHits))
    if (!moved.includes(label))
      for (const query of queries.split(', ')) expect(first(query, true), query).toBe(label);
});

test('[KY8] other words of kinds belong to kinds that there are', () => {
  expect(Object.keys(kindSynonyms.channels).filter((kind) => !(kind in channelKinds))).toEqual([]);
  expect(Object.keys(kindSynonyms.intake).filter((kind) => !(kind in intakeKinds))).toEqual([]);
});
