import { expect, test } from 'vitest';
import type { HandEvent } from './hand-page.ts';
import { decideHand } from './hand-pages.ts';
import { freshState } from '../decide.ts';
import type { Asked, PagingState, RoomFacts, Send, PagingTeam } from '../paging-state.ts';
import {
  factsAt,
  minute,
  monday,
  onCall,
  person,
  policy,
  step,
  team,
  to,
  withMail,
} from '../testing/story.ts';

const asking = (more: Partial<Asked> = {}): Asked => ({
  id: '01JZ0000000000000000000000',
  by: 'ana',
  at: monday,
  targets: [{ person: 'bo' }],
  text: 'the database is full',
  ...more,
});

/** A room in which pages are asked for by hand, and a time that goes forward. */
function tell(given: PagingTeam, first: Partial<RoomFacts> = {}) {
  let state: PagingState = freshState({ severity: 'P2' });
  let room: RoomFacts = { ...factsAt(monday), ...first };
  let now = monday;
  const alarm: { at: number | null } = { at: null };
  const sent: Send[] = [];
  const said: string[] = [];
  const cancels: string[] = [];
  const keys = new Set<string>();
  const look = (event: HandEvent | null = null) => {
    const decided = decideHand(state, room, { team: given, now, event });
    for (const { key } of decided.sends) {
      if (keys.has(key)) throw new Error(`sent twice: ${key}`);
      keys.add(key);
    }
    sent.push(...decided.sends);
    said.push(...decided.says.map(({ text }) => text));
    cancels.push(...decided.cancels);
    ({ state } = decided);
    alarm.at = decided.nextAt;
    // Deciding again at once decides nothing: a crash in between changes nothing.
    expect(decideHand(state, room, { team: given, now }).state).toBe(state);
  };
  look();
  return {
    sent: () =>
      sent
        .splice(0)
        .map(
          ({ person: who, address, channel, purpose }) => `${purpose} ${channel} ${who ?? address ?? '-'}`,
        ),
    said: () => said.splice(0),
    cancels: () => cancels.splice(0),
    pages: () => state.hand ?? [],
    open: () => (state.hand ?? []).flatMap(({ open }) => open.map((page) => page.person)),
    happens: (change: Partial<RoomFacts>, event: HandEvent | null = null) => {
      room = { ...room, ...change };
      look(event);
    },
    forward: (ms: number) => {
      const end = now + ms;
      for (let stops = 0; (alarm.at ?? Infinity) <= end; stops++) {
        if (stops > 100) throw new Error('it does not come to rest');
        now = Math.max(now, alarm.at ?? now);
        look();
      }
      now = end;
    },
    now: () => now,
  };
}

test('[PH2] [PH4] a person is paged by their ways, twice more, and then the person who asked is told', () => {
  const story = tell(team([]), { asked: [asking()] });
  expect(story.sent()).toEqual(['page desktop bo', 'page mail bo']);
  expect(story.open()).toEqual(['bo']);
  story.forward(5 * minute);
  story.forward(5 * minute);
  expect(story.sent()).toHaveLength(4);
  story.forward(30 * minute);
  expect(story.sent()).toEqual([]);
  expect(story.said()).toEqual(['bo was paged 3 times and has not answered. Page somebody else.']);
  expect(story.open()).toEqual(['bo']);
});

test('[PH4] an acknowledgement, taking command or a line of theirs answers; what others do does not', () => {
  const answer = { person: 'bo', at: monday + 1, by: 'acknowledging' } as const;
  for (const change of [{ answers: [answer] }, { voices: { bo: monday + 1 } }]) {
    const story = tell(team([]), { asked: [asking()] });
    story.happens({ answers: [{ ...answer, person: 'cleo' }], voices: { cleo: monday + 1, bo: monday - 1 } });
    expect(story.open()).toEqual(['bo']);
    story.happens(change);
    expect(story.open()).toEqual([]);
    expect(story.cancels()).toHaveLength(1);
    story.forward(60 * minute);
    expect(story.said()).toEqual([]);
  }
});

test('[PH4] a person who acknowledged before is paged all the same, since the page is for another one or newer', () => {
  const answers = [{ person: 'bo', at: monday - minute, by: 'acknowledging' } as const];
  const story = tell(team([]), { asked: [asking()], answers });
  expect(story.sent()).toHaveLength(2);
});

test('[PH2] a service is its schedules, then who comes next; without one its policy’s people at any hour; then its owner', () => {
  const shop = { ...onCall('bo', 'cleo'), service: 'shop' };
  const asked = [asking({ targets: [{ onCallFor: 'Shop' }] })];
  const bySchedule = tell(team([], { onCall: [shop] }), { asked });
  expect(bySchedule.sent()).toEqual(['page desktop bo', 'page mail bo']);
  bySchedule.forward(5 * minute);
  expect(bySchedule.open()).toEqual(['bo', 'cleo']);
  const steps = [step([...to('cleo'), { kind: 'channel', id: 'slack' }])];
  const business = policy('shop', { services: ['shop'], steps, hours: 'business' });
  expect(tell(team([policy('all', { steps: [step(to('bo'))] }), business]), { asked }).sent()).toEqual([
    'page desktop cleo',
    'page mail cleo',
  ]);
  const record = {
    id: 's',
    name: 'shop',
    owner: 'bo',
    aliases: [],
    tier: null,
    dependsOn: [],
    links: [],
    runbook: null,
    description: null,
  };
  expect(tell(team([], { services: [record] }), { asked }).open()).toEqual(['bo']);
  const none = tell(team([]), { asked });
  expect(none.sent()).toEqual([]);
  expect(none.said()).toEqual([
    'Nobody was paged for the person on call for Shop: nobody is on call for Shop: no schedule and no policy names this service.',
  ]);
});

test('[PH2] a policy goes through its steps with its channels, an address by the e-mail channel', () => {
  const db = policy('db', {
    name: 'Database',
    steps: [step([{ kind: 'channel', id: 'slack' }]), step(to('cleo'), 10)],
  });
  const story = tell(team([db]), {
    asked: [asking({ targets: [{ policy: 'db' }, { address: 'dba@vendor.example' }] })],
  });
  expect(story.sent()).toEqual(['incident slack -', 'page mail dba@vendor.example']);
  story.forward(5 * minute);
  expect(story.sent()).toEqual(['page desktop cleo', 'page mail cleo', 'page mail dba@vendor.example']);
  const [, outside] = story.pages();
  story.happens({}, { kind: 'came', page: outside?.id ?? '' });
  expect(story.said()).toEqual(['dba@vendor.example answered the page from ana and is coming.']);
  story.forward(60 * minute);
  expect(story.sent()).toEqual([]);
});

test('[PH4] passing a page on pages the next step, and tells the person who asked', () => {
  const shop = { ...onCall('bo', 'cleo'), service: 'shop' };
  const story = tell(team([], { onCall: [shop] }), { asked: [asking({ targets: [{ onCallFor: 'shop' }] })] });
  const [page] = story.pages();
  story.happens({}, { kind: 'declined', page: page?.id ?? '', person: 'bo' });
  expect(story.said()).toEqual(['bo cannot come.']);
  expect(story.open()).toEqual(['cleo']);
});

test('[PH6] the end of the incident ends it and tells who was told; so does taking it back', () => {
  for (const change of [{ status: 'resolved' as const }, { asked: [] }]) {
    const story = tell(team([]), { asked: [asking()] });
    story.sent();
    story.happens(change);
    expect(story.open()).toEqual([]);
    expect(story.sent()).toEqual(['resolved mail bo']);
    story.forward(60 * minute);
    expect(story.sent()).toEqual([]);
  }
});

test('[PH5] asked by somebody who may not, more than an hour ago or after the end, it pages nobody and says why', () => {
  const viewer = { ...team([]), people: [withMail('bo'), person('vera', { role: 'viewer' })] };
  const cases: [PagingTeam, Partial<RoomFacts>, RegExp][] = [
    [viewer, { asked: [asking({ by: 'vera' })] }, /only owners and responders/],
    [viewer, { asked: [asking({ by: 'guest' })] }, /only owners and responders/],
    [team([]), { asked: [asking({ at: monday - 60 * minute })] }, /more than an hour/],
    [team([]), { asked: [asking()], status: 'closed' }, /was over/],
    [team([]), { asked: [asking({ targets: [{ person: 'gone' }] })] }, /there is nobody in the team/],
  ];
  for (const [given, room, words] of cases) {
    const story = tell(given, room);
    expect(story.sent()).toEqual([]);
    expect(story.said()).toEqual([expect.stringMatching(words)]);
    story.forward(60 * minute);
    expect(story.said()).toEqual([]);
  }
});

test('[PH8] beyond 200 pages by hand of one incident nobody is paged', () => {
  const asked = Array.from({ length: 200 }, (_, index) => asking({ id: `fact${index}` }));
  const story = tell(team([]), { asked });
  expect(story.pages()).toHaveLength(200);
  story.sent();
  story.happens({ asked: [...asked, asking({ id: 'more' })] });
  expect(story.sent()).toEqual([]);
  expect(story.said()).toEqual(['Nobody was paged: 200 pages by hand are the most for one incident.']);
});
