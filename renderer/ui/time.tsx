import { strings } from '../strings/index.ts';
import { useNow } from './now.tsx';
import { sayAgo, sayDue, sayElapsed, sayExactly, sayLasting, sayLength, sayWhen } from './say-time.ts';

const words = strings.ui;

/** Time since `from` as a running clock; with `to`, the stopped clock. */
export function Clock({ from, to = null }: { from: number; to?: number | null }) {
  const now = useNow();
  return (
    <time className="mono" dateTime={new Date(from).toISOString()} title={sayExactly(from)}>
      {sayElapsed((to ?? now) - from)}
    </time>
  );
}

/** How long ago `at` was, in words. */
export function Ago({ at }: { at: number }) {
  const now = useNow();
  return (
    <time dateTime={new Date(at).toISOString()} title={sayExactly(at)}>
      {sayAgo(now - at)}
    </time>
  );
}

/** How long something has lasted: `for 12 min`. */
export function Lasting({ from }: { from: number }) {
  const now = useNow();
  return (
    <time dateTime={new Date(from).toISOString()} title={sayExactly(from)}>
      {words.forWith(sayLength(now - from))}
    </time>
  );
}

/** The time of `at` today, with the date on another day. */
export function When({ at }: { at: number }) {
  const now = useNow();
  return (
    <time className="figures" dateTime={new Date(at).toISOString()} title={sayExactly(at)}>
      {sayWhen(at, now)}
    </time>
  );
}

/** `in 18 min`, `due now`, or `47 min late`. */
export function Due({ at }: { at: number }) {
  const now = useNow();
  return (
    <time dateTime={new Date(at).toISOString()} title={sayExactly(at)}>
      {sayDue(at - now)}
    </time>
  );
}

/** How long something has lasted, for lists: `1 h 29 min`. */
export function Length({ from }: { from: number }) {
  const now = useNow();
  return (
    <time dateTime={new Date(from).toISOString()} title={sayExactly(from)}>
      {sayLasting(now - from)}
    </time>
  );
}
