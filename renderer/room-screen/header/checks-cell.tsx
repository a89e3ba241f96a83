import { mergeChecks, type CheckLine } from '#renderer/panels/checks/merge-checks.ts';
import { useIsPast, useRoom } from '#renderer/room/room-provider.tsx';
import { useFeed } from '#renderer/state/feed.tsx';
import { useNow } from '#renderer/ui/now.tsx';
import { sayWhen } from '#renderer/ui/say-time.ts';
import { strings } from '../../strings/index.ts';
import { goToPanel } from '../go-to-panel.ts';
import { Cell } from './cell.tsx';
import styles from './header.module.css';

const words = strings.header;

/** What the checks of this incident say, and as of when while the server cannot be reached. */
export function ChecksCell() {
  const { checks, service } = useRoom();
  const { snapshot, state } = useFeed();
  const now = useNow();
  const isPast = useIsPast();
  const { touching } = mergeChecks(checks, (!isPast && snapshot?.monitors) || [], service);
  const staleSince = isPast ? null : (snapshot?.staleSince ?? null);
  const isAway = !isPast && staleSince === null && state === 'away';
  const value = sayChecks(touching, { isKnown: isPast || snapshot !== null || checks.length > 0 });
  const aside =
    staleSince !== null ? words.asOfTime(sayWhen(staleSince, now)) : isAway ? words.lastKnown : undefined;
  return (
    <Cell
      name={words.checks}
      value={value}
      aside={aside}
      drawing={<Strip checks={touching} />}
      title={touching.map(({ name, status }) => `${name}: ${status}`).join(', ') || value}
      onClick={() => goToPanel('checks', { isFocused: true })}
    />
  );
}

function sayChecks(checks: readonly CheckLine[], { isKnown }: { isKnown: boolean }): string {
  const down = checks.filter(({ status }) => status === 'down').length;
  if (checks.length === 0) return isKnown ? words.noChecks : words.notRead;
  if (down > 0) return words.downOf(down, checks.length);
  const up = checks.filter(({ status }) => status === 'up').length;
  return up === checks.length ? words.allUp(up) : words.upOf(up, checks.length);
}

const shownMarks = 12;

/** One mark for each check, trouble first; its shape says the state, so that no hue is needed. */
function Strip({ checks }: { checks: readonly CheckLine[] }) {
  if (checks.length === 0) return null;
  return (
    <span className={styles.strip} aria-hidden="true">
      {checks.slice(0, shownMarks).map(({ monitor, status }) => (
        <span key={monitor} data-status={status} />
      ))}
    </span>
  );
}
