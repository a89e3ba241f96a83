import { mergeChecks, type CheckLine } from '#renderer/screens/war-room/panels/checks/merge-checks.ts';
import { useIsPast, useRoom } from '#renderer/live-room/room-provider.tsx';
import { useFeed } from '#renderer/server/feed.tsx';
import { useKeys } from '#renderer/ui/keys.tsx';
import { useNow } from '#renderer/ui/now.tsx';
import { sayWhen } from '#renderer/ui/say-time.ts';
import { StateMark } from '#renderer/ui/state-mark.tsx';
import { strings } from '../../../strings/index.ts';
import { goToPanel } from '../go-to-panel.ts';
import { useLayout } from '../layout-store.ts';
import { useWidth } from '../use-width.ts';
import { Cell } from './cell.tsx';
import { useIsStripOpen } from '../strip/use-is-strip-open.ts';
import styles from './header.module.css';
import { checkStatusWords } from '#renderer/ui/status-words.ts';

const words = strings.header;
const stripKey = 'shift+l';

/** The state of this incident's checks; while the server is unreachable, with its time. Opens the strip. */
export function ChecksCell() {
  const { checks, service } = useRoom();
  const { snapshot, state } = useFeed();
  const now = useNow();
  const isPast = useIsPast();
  const strip = useStrip();
  const { touching } = mergeChecks(
    checks,
    (!isPast && snapshot?.monitors) || [],
    service,
    snapshot?.services,
  );
  const staleSince = isPast ? null : (snapshot?.staleSince ?? null);
  const isAway = !isPast && staleSince === null && state === 'away';
  const isUnread = !isPast && snapshot === null && checks.length === 0;
  const isNoneKnown = touching.length === 0 && (staleSince !== null || isAway);
  const value = isUnread ? words.notRead : isNoneKnown ? words.notKnown : sayChecks(touching);
  const aside = isAway && !isNoneKnown ? words.lastKnown : sayStale(staleSince, isNoneKnown, now);
  return (
    <Cell
      name={words.checks}
      value={value}
      aside={aside}
      drawing={<Marks checks={touching} />}
      title={[
        touching.map(({ name, status }) => words.checkIs(name, checkStatusWords(status))).join(', ') || value,
        strip.words,
      ].join('. ')}
      keys={stripKey}
      isOpen={strip.isOpen}
      onClick={strip.toggle}
    />
  );
}

/** Toggles the strip above the timeline. A narrow window has no space for it and opens the checks panel. */
function useStrip() {
  const { openStrip, show } = useLayout();
  const isOpen = useIsStripOpen();
  const isNarrow = useWidth() === 'narrow';
  const toggle = () => {
    if (isNarrow) goToPanel('checks', { isFocused: true });
    else {
      show('room');
      openStrip(!isOpen);
    }
  };
  useKeys({ [stripKey]: { run: toggle, label: strings.strip.open, group: words.room } });
  return { toggle, isOpen: isNarrow ? undefined : isOpen, words: strings.strip.open };
}

/** Since when the server has been silent. A list without checks from before that says nothing about now. */
function sayStale(since: number | null, isNoneKnown: boolean, now: number): string | undefined {
  if (since === null) return undefined;
  return (isNoneKnown ? words.since : words.asOfTime)(sayWhen(since, now));
}

function sayChecks(checks: readonly CheckLine[]): string {
  const down = checks.filter(({ status }) => status === 'down').length;
  if (checks.length === 0) return words.noChecks;
  if (down > 0) return words.downOf(down, checks.length);
  const up = checks.filter(({ status }) => status === 'up').length;
  return up === checks.length ? words.allUp(up) : words.upOf(up, checks.length);
}

const shownMarks = 12;

/** One mark for each check, failing ones first. The shape shows the state, so that colour is not needed. */
function Marks({ checks }: { checks: readonly CheckLine[] }) {
  const { severity: set } = useRoom();
  const severity = set.isSet ? set.value : undefined;
  if (checks.length === 0) return null;
  return (
    <span className={styles.marks} aria-hidden="true">
      {checks.slice(0, shownMarks).map(({ monitor, status }) => (
        <StateMark key={monitor} status={status} severity={severity} />
      ))}
    </span>
  );
}
