import { expect, test } from 'vitest';
import type { Api } from './http.ts';
import { createTeamClock } from './team-clock.ts';

const hourMs = 3_600_000;

/** A computer whose clock can be set, and a server that is `aheadMs` before it at first. */
function startComputer(aheadMs = 0) {
  const at = { wall: 1_800_000_000_000, steady: 50 };
  let teamAt = at.wall + aheadMs;
  const pass = (ms: number) => {
    at.wall += ms;
    at.steady += ms;
    teamAt += ms;
  };
  const api = {
    get: async () => {
      await Promise.resolve();
      pass(10);
      return { now: teamAt - 5 };
    },
  } as unknown as Api;
  const clock = createTeamClock({ wall: () => at.wall, steady: () => at.steady });
  return { at, api, clock, pass, team: () => teamAt };
}

test('[RE7] the team’s time goes on in a window whose computer’s clock is put back, also before it is measured again', async () => {
  const { at, api, clock, pass, team } = startComputer(hourMs / 2);
  let jumps = 0;
  const stop = clock.onJump(() => (jumps += 1));
  await clock.measure(api);
  expect(clock.now()).toBe(team());
  pass(60_000);
  expect([clock.now(), jumps]).toEqual([team(), 0]);
  at.wall -= hourMs;
  expect([clock.now(), jumps]).toEqual([team(), 1]);
  pass(60_000);
  expect([clock.now(), jumps]).toEqual([team(), 1]);
  stop();
});

test('[RE7] a computer that slept has the time it wakes in; a clock set ahead is measured at once', async () => {
  const { at, api, clock, pass, team } = startComputer();
  let measured = Promise.resolve();
  clock.onJump(() => (measured = clock.measure(api)));
  pass(2 * hourMs);
  at.steady -= 2 * hourMs;
  expect(clock.now()).toBe(team());
  await measured;
  expect(clock.now()).toBe(team());
  at.wall += 2 * hourMs;
  expect(clock.now(), 'it may have slept').toBe(team() + 2 * hourMs);
  await measured;
  expect(clock.now()).toBe(team());
});

test('[RE7] a clock that is set while the server answers is measured by the time that really passed', async () => {
  const { at, api, clock, team } = startComputer();
  const set = { get: async () => ((at.wall -= hourMs), api.get('/time')) } as unknown as Api;
  await clock.measure(set);
  expect(clock.now()).toBe(team());
});
