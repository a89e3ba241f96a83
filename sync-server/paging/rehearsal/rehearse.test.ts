import { describe, expect, test } from 'vitest';
import type { OnCall } from '#room/feed/feed.ts';
import { mostRehearsed, rehearse, type RehearsalCase } from './rehearse.ts';
import { berlin, hour, minute, monday, onCall, policy, step, team, to } from '../testing/story.ts';
import { findTrouble, troubleHorizonMs } from './trouble.ts';

const schedule = (backup = false) => [{ kind: 'schedule', id: 'shop', ...(backup ? { backup } : {}) }];
const run = (steps: object[], more: Partial<RehearsalCase> & { policy?: object } = {}) => {
  const { policy: settings = {}, ...rest } = more;
  const { onCall: _onCall, ...world } = team([policy('p', { steps, ...settings })]);
  return rehearse({
    incident: { severity: 'P2', service: null, drill: false },
    at: monday,
    team: world,
    onCallAt: () => [],
    refusal: () => null,
    ...rest,
  });
};
const lines = ({ pages }: ReturnType<typeof run>) =>
  pages.map(({ at, step: of, person, channel, skipped }) =>
    [(at - monday) / minute, of, channel, person, skipped].filter((each) => each !== null).join(' '),
  );

describe('a rehearsal', () => {
  test('[ES14] says who is paged when and through what, as the decision that pages does', () => {
    const dry = run([step(to('ana')), step(to('bo'), 10)], { policy: { repeat: 1 } });
    expect(lines(dry)).toEqual([
      '0 1 desktop ana',
      '0 1 mail ana',
      '5 2 desktop bo',
      '5 2 mail bo',
      '15 1 desktop ana',
      '15 1 mail ana',
      '20 2 desktop bo',
      '20 2 mail bo',
      // Nobody answered: the owner is told.
      '30 2 desktop owner',
    ]);
    expect([dry.end, dry.endsAt, dry.policy?.name]).toEqual(['asked-everybody', monday + 30 * minute, 'p']);
    expect(dry.notes.map(({ why }) => why)).toEqual(['asked-everybody']);
  });

  test('[ES14] the person with the shift at the moment of each step is meant, with the backup', () => {
    const handoff = monday + 5 * minute;
    const onCallAt = (now: number): OnCall[] => [
      now < handoff ? { ...onCall('ana', 'bo'), until: handoff } : { ...onCall('bo', 'cleo'), until: null },
    ];
    const steps = [step(schedule()), step(schedule(true))];
    expect(lines(run(steps, { onCallAt })).slice(0, 6)).toEqual([
      '0 1 desktop ana',
      '0 1 mail ana',
      '5 2 desktop bo',
      '5 2 mail bo',
      '5 2 desktop cleo',
      '5 2 mail cleo',
    ]);
  });

  test('[ES14] a P1 goes on until somebody answers: its first further turn is told, then that it goes on', () => {
    const dry = run([step(to('ana'))], { incident: { severity: 'P1', service: null, drill: false } });
    expect([dry.end, dry.pages.at(-1)?.why, dry.endsAt]).toEqual([
      'goes-on',
      'p1-goes-on',
      monday + 5 * minute,
    ]);
  });

  test('[ES14] a page that would not go out is named with its reason, and so are people who are not at work or not there', () => {
    const paused = run([step([...to('ana'), { kind: 'channel', id: 'slack' }])], {
      refusal: ({ channel }) => (channel === 'slack' ? 'the channel is paused' : null),
    });
    expect(lines(paused)[0]).toBe('0 1 slack the channel is paused');
    const alone = run([step(schedule(true))], { onCallAt: () => [onCall('ana')] });
    expect(lines(alone)).toContain('0 1 Shop has no backup: nobody comes next');
    const gap = run([step(schedule())], { onCallAt: () => [onCall(null)] });
    expect([lines(gap)[0], gap.notes[0]?.why]).toEqual(['0 1 desktop owner', 'nobody-on-call']);
    const { onCall: _none, ...world } = team(
      [policy('p', { hours: 'business', steps: [step(to('ana', 'bo'), 60)] })],
      { people: [berlin('ana'), { id: 'bo', name: 'bo', role: 'responder' }] },
    );
    // 08:30 in Berlin: Ana works, who said nothing begins at nine by UTC.
    const early = run([], { team: world, at: Date.UTC(2026, 5, 1, 6, 30) });
    expect(early.pages.map(({ person, skipped }) => [person, skipped])).toContainEqual([
      'bo',
      'it is outside their working hours',
    ]);
  });

  test('[ES14] that nobody is paged is said with the reason', () => {
    const none = run([]);
    expect([none.pages, none.end, none.notes[0]?.why]).toEqual([[], 'nobody', 'policy-pages-nobody']);
    const drill = run([step(to('ana'))], { incident: { severity: 'P2', service: null, drill: true } });
    expect([drill.pages, drill.notes[0]?.why]).toEqual([[], 'drill']);
  });

  test('[ES14] a long one is cut off, and said to go on', () => {
    const steps = Array.from({ length: 20 }, () => step(to('ana', 'bo', 'cleo'), 1));
    const dry = run(steps, { policy: { repeat: 5 } });
    expect(dry.pages.length).toBeGreaterThanOrEqual(mostRehearsed);
    expect(dry.end).toBe('goes-on');
  });
});

test('[ES15] trouble: gaps now and within the week, people with no way, channels that are paused', () => {
  const world = team([]);
  const found = findTrouble({
    now: monday,
    people: [
      ...world.people,
      { id: 'dee', name: 'Dee', role: 'responder', notify: [{ channel: 'mail', afterMinutes: 0 }] },
    ],
    channels: world.channels.map((channel) => ({ ...channel, isPaused: channel.id === 'slack' })),
    schedules: [
      { id: 'now', gaps: [{ from: monday, to: monday + hour }] },
      { id: 'empty', gaps: [{ from: monday, to: monday + troubleHorizonMs }] },
      { id: 'later', gaps: [{ from: monday + hour, to: monday + 2 * hour }] },
      { id: 'fine', gaps: [] },
    ],
    refusal: ({ person, channel }) => (person === 'dee' && channel === 'mail' ? 'no address' : null),
  });
  expect(found).toEqual([
    { kind: 'schedule', id: 'now', trouble: 'nobody-now', until: monday + hour },
    { kind: 'schedule', id: 'empty', trouble: 'nobody-now', until: null },
    { kind: 'schedule', id: 'later', trouble: 'gap', from: monday + hour, to: monday + 2 * hour, count: 1 },
    { kind: 'person', id: 'owner', trouble: 'desktop-only' },
    { kind: 'person', id: 'dee', trouble: 'unreachable' },
    { kind: 'channel', id: 'slack', trouble: 'paused' },
  ]);
});

test('[ES15] [WP3] a phone that takes notices counts: its person is reached by more than a desktop that runs', () => {
  const push = { id: 'push', kind: 'push', name: 'push notice', isPaused: false };
  const about = {
    now: monday,
    people: [{ id: 'dee', name: 'Dee', role: 'responder' as const }],
    channels: [push],
    schedules: [],
    refusal: () => null,
  };
  const troubles = (onDevices?: ReadonlySet<string>) =>
    findTrouble({ ...about, ...(onDevices && { onDevices }) }).map(({ trouble }) => trouble);
  expect(troubles()).toEqual(['desktop-only']);
  expect(troubles(new Set(['dee']))).toEqual([]);
});
