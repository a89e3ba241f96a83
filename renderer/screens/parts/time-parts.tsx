// The components of renderer/ui that show a time, in their states.
import type { ReactNode } from 'react';
import { EmptyUnread } from '../../ui/empty.tsx';
import { useNow } from '../../ui/now.tsx';
import { Ago, Clock, Due, Lasting, Length, When } from '../../ui/time.tsx';

const minute = 60_000;
const hour = 60 * minute;

/** A demo of each component in all its states, by component name. */
export const timeParts: Readonly<Record<string, () => ReactNode>> = {
  Clock: () => (
    <AtNow>
      {(now) => (
        <>
          <Clock from={now - 83 * minute} /> <Clock from={0} to={27 * hour} />
        </>
      )}
    </AtNow>
  ),
  Ago: () => (
    <AtNow>
      {(now) => (
        <>
          <Ago at={now} /> <Ago at={now - 5 * minute} /> <Ago at={now - 50 * hour} />
        </>
      )}
    </AtNow>
  ),
  EmptyUnread: () => <AtNow>{(now) => <EmptyUnread since={now - 20 * minute} />}</AtNow>,
  Lasting: () => (
    <AtNow>
      {(now) => (
        <>
          <Lasting from={now - 9_000} /> <Lasting from={now - 89 * minute} />
        </>
      )}
    </AtNow>
  ),
  When: () => (
    <AtNow>
      {(now) => (
        <>
          <When at={now} /> <When at={now + 40 * hour} />
        </>
      )}
    </AtNow>
  ),
  Due: () => (
    <AtNow>
      {(now) => (
        <>
          <Due at={now + 18 * minute} /> <Due at={now + 9_000} /> <Due at={now - 47 * minute} />
        </>
      )}
    </AtNow>
  ),
  Length: () => (
    <AtNow>
      {(now) => (
        <>
          <Length from={now} /> <Length from={now - 25 * hour} />
        </>
      )}
    </AtNow>
  ),
};

/** Rounds to the minute, so that the page stays still. */
function AtNow({ children }: { children: (now: number) => ReactNode }) {
  const now = useNow();
  return children(now - (now % minute));
}
