// PT: sends harmless test pages to a person, or to everybody on call, in every way they can be paged. Records what
// was sent, how long it took, and what the person confirmed. No incident is involved.
import { openAlarm, type WallClock } from '../../clock.ts';
import { createListeners } from '../../listeners.ts';
import type { OpenPage, Person } from '#room/feed/feed.ts';
import type { Channels } from '../../delivery/configured-channels.ts';
import type { Deliveries } from '../../delivery/deliveries.ts';
import type { Message } from '../../delivery/message.ts';
import { noDevice, pushChannel } from '../../delivery/push/push-way.ts';
import type { People } from '../../people/people.ts';
import type { Database } from '../../storage/database.ts';
import type { AcknowledgeLinks } from '../acknowledge-links.ts';
import { addressee } from '../page-message.ts';
import { waysTo } from '../recipients.ts';
import { waysIn, type TeamParts } from '../team.ts';
import { openTestStore, type KeptTest, type TestWay } from './page-test-store.ts';

/** How long an unanswered test stays on a person's desktop. */
const shownForMs = 10 * 60_000;
/** PT4: minimum time between two tests of one person, and between two checks of everybody on call. */
export const betweenMs = { self: 20_000, check: 10 * 60_000 } as const;

/** Result of one way. `sentMs` and `confirmedMs` count from the start of the test; null until it happens. */
export type ShownWay = Pick<TestWay, 'channel' | 'name' | 'afterMinutes'> & {
  state: 'waiting' | 'sent' | 'failed';
  reason: string | null;
  sentMs: number | null;
  confirmedMs: number | null;
};
export type ShownTest = {
  id: string;
  at: number;
  by: string;
  people: { person: string; name: string; ways: ShownWay[] }[];
};

export type PageTests = {
  /** Null when the previous test was too recent. */
  begin(kind: KeptTest['kind'], by: Pick<Person, 'id' | 'name'>, people: readonly Person[]): ShownTest | null;
  latestOf(person: string): ShownTest | null;
  /** Checks of everybody on call, newest first. */
  checks(): ShownTest[];
  /** The test behind a link; null when it no longer exists. */
  find(id: string): { by: string; isConfirmed: (person: string, channel: string) => boolean } | null;
  confirm(id: string, person: string, channel: string): void;
  openPages(): readonly OpenPage[];
  onPages(listener: () => void): void;
  /** A person confirms the test on their desktop; false when the test is not theirs or does not exist. */
  answer(page: string, person: string): boolean;
  stop(): void;
};

export type PageTestOptions = {
  database: Database;
  people: Pick<People, 'list'>;
  channels: Channels;
  /** WP3: push devices; absent: no push. */
  devices?: TeamParts['devices'];
  deliveries: Pick<Deliveries, 'enqueue' | 'find'>;
  links: AcknowledgeLinks;
  isConnected: (person: string) => boolean;
  clock: WallClock;
  makeId: () => string;
  baseUrl: () => string;
};

/** How a link refers to a test instead of a manual page. */
const testLink = (id: string, channel: string): string => `test.${id}.${channel}`;

/** Opens the stored tests; recent ones are shown again after a restart. */
export function openPageTests(options: PageTestOptions): PageTests {
  const { deliveries, clock } = options;
  const store = openTestStore(options.database);
  const { add: onPages, tell } = createListeners();
  const { openPages, showAgain, stop } = showOnDesktops(store, clock, tell);

  const confirm: PageTests['confirm'] = (id, person, channel) => {
    const test = store.find(id);
    const way = test && wayOf(test, person, channel);
    if (!test || !way || way.confirmedAt !== null) return;
    way.confirmedAt = clock.now();
    store.write(test);
    if (channel === 'desktop') tell();
  };

  return {
    begin: (kind, by, people) => {
      const test = planTest(store, { kind, by, people }, options);
      if (test === null) return null;
      // Stored before anything is sent: after a crash in between, the rest is not sent and nothing is sent twice.
      store.write(test);
      for (const person of people) sendTo(test, person, options);
      showAgain();
      return show(test, deliveries);
    },
    latestOf: (person) => {
      const test = store.latestOf(person);
      return test && show(test, deliveries);
    },
    checks: () => store.checks().map((test) => show(test, deliveries)),
    find: (id) => findTest(store, id),
    confirm,
    openPages,
    onPages: (listener) => void onPages(listener),
    answer: (page, person) => {
      const open = openPages().find((each) => each.id === page && each.person === person);
      if (open === undefined) return false;
      confirm(page.slice('test.'.length, -(person.length + 1)), person, 'desktop');
      return true;
    },
    stop,
  };
}

type Store = ReturnType<typeof openTestStore>;

/** The tests that desktops show for a while. `tell` is called when one begins or ends. */
function showOnDesktops(store: Store, clock: WallClock, tell: () => void) {
  const alarm = openAlarm(clock, () => {
    tell();
    setAlarm();
  });
  const recent = () => store.since(clock.now() - shownForMs);
  const setAlarm = () => {
    const ends = recent().map(({ at }) => at + shownForMs + 1);
    alarm.set(ends.length === 0 ? null : Math.min(...ends));
  };
  setAlarm();
  return {
    openPages: () => recent().flatMap(openPagesIn),
    /** There is a new test. */
    showAgain: () => {
      setAlarm();
      tell();
    },
    stop: () => alarm.set(null),
  };
}

type Asked = { kind: KeptTest['kind']; by: Pick<Person, 'id' | 'name'>; people: readonly Person[] };

/** PT4: null when the previous test was too recent. */
function planTest(store: Store, { kind, by, people }: Asked, options: PageTestOptions): KeptTest | null {
  const now = options.clock.now();
  const last = kind === 'self' ? store.latestOf(by.id) : store.latestCheck();
  if (last !== null && last.at > now - betweenMs[kind]) return null;
  return {
    id: options.makeId(),
    kind,
    by: by.id,
    byName: by.name,
    at: now,
    people: people.map((person) => ({
      person: person.id,
      name: person.name,
      ways: planWays(person, options),
    })),
  };
}

function findTest(store: Store, id: string): ReturnType<PageTests['find']> {
  const test = store.find(id);
  const isConfirmed = (person: string, channel: string) =>
    test !== null && (wayOf(test, person, channel)?.confirmedAt ?? null) !== null;
  return test && { by: test.byName, isConfirmed };
}

const wayOf = ({ people }: KeptTest, person: string, channel: string): TestWay | undefined =>
  people.find((each) => each.person === person)?.ways.find((way) => way.channel === channel);

/**
 * The ways by which this person would be paged. A paused channel is listed but gets no test, as it would carry no
 * page.
 */
function planWays(
  person: Person,
  { channels, devices, isConnected }: Pick<PageTestOptions, 'channels' | 'devices' | 'isConnected'>,
): TestWay[] {
  const world = waysIn(channels, devices, [person]);
  const ways = waysTo(person, { people: [person], onCall: [], ...world });
  const once = [...new Map(ways.map((way) => [way.channel, way])).values()];
  return once.map(({ channel, afterMinutes }) => {
    const known = world.channels.find(({ id }) => id === channel);
    const isMissed = channel === 'desktop' && !isConnected(person.id);
    const problem = isMissed
      ? 'no desktop or browser of theirs is connected'
      : channel === pushChannel && !world.onDevices.has(person.id)
        ? noDevice(person.name)
        : known?.isPaused
          ? 'the channel is paused'
          : null;
    return { channel, name: known?.name ?? 'desktop', afterMinutes, problem, confirmedAt: null };
  });
}

const keyOf = ({ id }: KeptTest, person: string, channel: string): string =>
  `page-test.${id}.${person}.${channel}`;

function sendTo(test: KeptTest, person: Person, options: PageTestOptions): void {
  const ways = test.people.find((each) => each.person === person.id)?.ways ?? [];
  for (const { channel, problem } of ways) {
    if (channel === 'desktop' || problem !== null) continue;
    options.deliveries.enqueue({
      channel,
      message: testPage(test, person, channel, options),
      dedupKey: keyOf(test, person.id, channel),
      person: person.id,
    });
  }
}

/** Marked as a test, with the link that confirms its arrival. */
function testPage(
  { id, by, byName }: KeptTest,
  person: Person,
  channel: string,
  { links, baseUrl }: Pick<PageTestOptions, 'links' | 'baseUrl'>,
): Message {
  const token = links.make('', person.id, testLink(id, channel));
  const whose = by === person.id ? 'You asked' : `${byName} asked`;
  return {
    purpose: 'test',
    incident: null,
    subject: 'Muster: a test page, nothing is wrong',
    text: `${person.name}, this is a test of how you are paged. ${whose} for it. Say that it arrived with the link below.`,
    links: { acknowledge: `${baseUrl()}/acknowledge/${token}` },
    to: { person: addressee(person) },
  };
}

/** The test in the desktop's form: a normal page, marked as a test. */
function openPagesIn({ id, at, by, people }: KeptTest): OpenPage[] {
  return people.flatMap(({ person, ways }) => {
    const isOpen = ways.some(
      ({ channel, problem, confirmedAt }) =>
        channel === 'desktop' && problem === null && confirmedAt === null,
    );
    if (!isOpen) return [];
    const page = `test.${id}.${person}`;
    return [{ id: page, incident: '', person, at, step: 1, policy: '', reason: 'test', by, isTest: true }];
  });
}

function show(test: KeptTest, deliveries: Pick<Deliveries, 'find'>): ShownTest {
  const { id, at, by } = test;
  const people = test.people.map(({ person, name, ways }) => ({
    person,
    name,
    ways: ways.map((way) => showWay(way, test, deliveries.find(keyOf(test, person, way.channel)))),
  }));
  return { id, at, by, people };
}

function showWay(way: TestWay, { at }: KeptTest, delivery: ReturnType<Deliveries['find']>): ShownWay {
  const { channel, name, afterMinutes, problem, confirmedAt } = way;
  const confirmedMs = confirmedAt === null ? null : Math.max(0, confirmedAt - at);
  const rest = { channel, name, afterMinutes, confirmedMs };
  if (problem !== null) return { ...rest, state: 'failed', reason: problem, sentMs: null };
  if (channel === 'desktop') return { ...rest, state: 'sent', reason: null, sentMs: 0 };
  if (delivery === null) return { ...rest, state: 'failed', reason: 'it was not sent', sentMs: null };
  const sentAt = delivery.attempts.findLast(({ ok }) => ok)?.at ?? null;
  const state = delivery.state === 'sent' ? 'sent' : delivery.state === 'queued' ? 'waiting' : 'failed';
  return {
    ...rest,
    state,
    reason: delivery.reason,
    sentMs: sentAt === null ? null : Math.max(0, sentAt - at),
  };
}
