// Who is on call, for every reader and for the feed. Computed again when a schedule or the team changes, and at each
// hand-off, for which a timer is set. Nothing is polled.
import { isDeepStrictEqual } from 'node:util';
import type { OnCall } from '#room/feed/feed.ts';
import { openAlarm, type WallClock } from '../clock.ts';
import type { People } from '../people/people.ts';
import { awayIn } from './away.ts';
import { findDuty } from './duty.ts';
import type { Schedule, Schedules } from './schedules.ts';
import { createListeners } from '../listeners.ts';

export type Roster = {
  /** One entry for each schedule. */
  onCall(): readonly OnCall[];
  /** The state at a future time, as far as known today, for the given schedules. */
  at(now: number, of: ReadonlySet<string>): readonly OnCall[];
  onChange(listener: (onCall: readonly OnCall[]) => void): () => void;
  stop(): void;
};

export type RosterOptions = {
  schedules: Schedules;
  people: Pick<People, 'find' | 'onChange'>;
  clock: WallClock;
};

export function openRoster({ schedules, people, clock }: RosterOptions): Roster {
  const listeners = createListeners<[onCall: readonly OnCall[]]>();
  let shown: readonly OnCall[] = [];
  const alarm = openAlarm(clock, () => refresh());
  const awayOf = awayIn({ people });

  const dutyAt = (now: number, { id, settings, overrides }: Schedule): OnCall => {
    const { name, service = null } = settings;
    return { schedule: id, name, service, ...findDuty(settings, overrides, now, awayOf) };
  };
  const refresh = () => {
    const now = clock.now();
    const onCall = schedules.list().map((schedule) => dutyAt(now, schedule));
    const changes = onCall.flatMap(({ until }) => (until === null ? [] : [until]));
    alarm.set(changes.length === 0 ? null : Math.min(...changes));
    if (isDeepStrictEqual(onCall, shown)) return;
    shown = onCall;
    listeners.tell(shown);
  };
  refresh();
  const endings = [schedules.onChange(refresh), people.onChange(refresh)];
  return {
    onCall: () => shown,
    at: (now, of) =>
      schedules
        .list()
        .filter(({ id }) => of.has(id))
        .map((schedule) => dutyAt(now, schedule)),
    onChange: listeners.add,
    stop: () => {
      endings.forEach((end) => end());
      alarm.set(null);
    },
  };
}
