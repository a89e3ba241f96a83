import { sayMissing, type MissingState } from '#room/text/missing.ts';
import styles from './missing.module.css';

/** NU10: in place of a value: its mark and why there is none. `words` replace the usual ones, as in a count. */
export function Missing({
  state,
  reason = null,
  words = sayMissing(state, reason),
}: {
  state: MissingState;
  reason?: string | null;
  words?: string;
}) {
  return (
    <span className="label">
      <span className={styles.mark} data-state={state} aria-hidden="true" />
      {words}
    </span>
  );
}
