import { strings } from '../../strings/index.ts';
import { useNow } from '../../ui/now.tsx';
import type { OnCallSpan } from './schedule.ts';
import { sayIn } from '../../time/wall.ts';
import styles from './on-call.module.css';

const words = strings.onCall.calendar;
const shown = 3;

/** OC4: current and future times that nobody covers. Past gaps are in the calendar only. */
export function Gaps({ gaps: all, zone }: { gaps: readonly OnCallSpan[]; zone: string }) {
  const now = useNow();
  const gaps = all.filter(({ to }) => to > now).map(({ from, to }) => ({ from: Math.max(from, now), to }));
  if (gaps.length === 0) return <p className="label">{words.noGap}</p>;
  const some = gaps.slice(0, shown).map(({ from, to }) => words.gap(sayIn(from, zone), sayIn(to, zone)));
  return (
    <p className={styles.loud} role="status">
      <b>{words.gaps(gaps.length)}</b> {some.join('; ')}
      {gaps.length > shown && `; ${words.more(gaps.length - shown)}`}
    </p>
  );
}
