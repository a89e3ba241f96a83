// NT3: announces the beginning and end of a shift, from the live feed.
import type { OnCall } from '#room/feed/feed.ts';
import type { Destination } from '../bridge.ts';
import { strings } from '../strings.ts';

export type ShiftNews = { title: string; body: string; leadsTo: Destination };

type Here = {
  /** The id of the desktop's person; null while unknown. */
  me: string | null;
  nameOf: (person: string) => string;
};

/** The changes for `me` between two on-call states. A schedule that was unknown before gives none. */
export function findShiftNews(before: readonly OnCall[], after: readonly OnCall[], here: Here): ShiftNews[] {
  const { me, nameOf } = here;
  if (me === null) return [];
  return after.flatMap(({ schedule, name, person, until }): ShiftNews[] => {
    const was = before.find((each) => each.schedule === schedule);
    if (was === undefined || was.person === person) return [];
    const leadsTo = { screen: 'on-call' } as const;
    if (person === me)
      return [{ leadsTo, title: strings.shiftBegins(name), body: strings.shiftUntil(until) }];
    if (was.person !== me) return [];
    return [{ leadsTo, title: strings.shiftOver(name), body: strings.shiftNext(person && nameOf(person)) }];
  });
}
