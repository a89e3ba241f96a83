import { strings } from '../strings/index.ts';
import type { Span } from './schedule.ts';
import { sayIn } from './wall.ts';
import styles from './on-call.module.css';

const words = strings.onCall.calendar;
const shown = 3;

/** OC4: what nobody covers, before it hurts. */
export function Gaps({ gaps, zone }: { gaps: readonly Span[]; zone: string }) {
  if (gaps.length === 0) return <p className="label">{words.noGap}</p>;
  const some = gaps.slice(0, shown).map(({ from, to }) => words.gap(sayIn(from, zone), sayIn(to, zone)));
  return (
    <p className={styles.loud} role="status">
      <b>{words.gaps(gaps.length)}</b> {some.join('; ')}
      {gaps.length > shown && `; ${words.more(gaps.length - shown)}`}
    </p>
  );
}
