import { useState } from 'react';
import { useFeed } from '#renderer/server/feed.tsx';
import { useIsPast, useRoom } from '#renderer/live-room/room-provider.tsx';
import { useNow } from '#renderer/ui/now.tsx';
import { sayLasting } from '#renderer/ui/say-time.ts';
import { StateMark } from '#renderer/ui/state-mark.tsx';
import { checkStatusWords } from '#renderer/ui/status-words.ts';
import { Sentence } from '#renderer/ui/sentence.tsx';
import { Ago } from '#renderer/ui/time.tsx';
import type { FeedSnapshot } from '#wire/feed/messages.ts';
import type { Room } from '#room/view/room-view.ts';
import { useSession } from '#renderer/server/session.tsx';
import { strings } from '../../../../strings/index.ts';
import parts from '#renderer/ui/rows.module.css';
import { AttachCheck } from './attach-check.tsx';
import { mergeChecks, type CheckLine } from './merge-checks.ts';
import { Sparkline } from './sparkline.tsx';
import styles from './checks.module.css';

const words = strings.checks;

export function ChecksPanel() {
  const { checks, service } = useRoom();
  const { snapshot, state } = useFeed();
  const { isOwner } = useSession();
  const [areOthersShown, setOthersShown] = useState(false);
  // A replay shows the checks from the facts only. Current measurements do not belong to the past.
  const isPast = useIsPast();
  const monitors = (!isPast && snapshot?.monitors) || [];
  const { touching, others } = mergeChecks(checks, monitors, service, snapshot?.services);
  const staleSince = isPast ? null : (snapshot?.staleSince ?? null);
  return (
    <>
      {staleSince !== null && (
        <p className={parts.hint}>
          <Sentence says={words.asOf} parts={{ time: <Ago at={staleSince} /> }} />
        </p>
      )}
      {state === 'away' && !isPast && staleSince === null && (
        <p className={parts.hint}>{words.lastKnownState}</p>
      )}
      {touching.length === 0 && (isPast || snapshot !== null) && (
        <p className={parts.hint}>
          {isPast || monitors.length > 0
            ? words.noneHere
            : staleSince !== null
              ? words.noneKnown
              : isOwner
                ? words.nothingCheckedYet
                : words.nothingChecked}
        </p>
      )}
      <ul>
        {touching.map((check) => (
          <CheckRow key={check.monitor} check={check} />
        ))}
        {areOthersShown && others.map((check) => <CheckRow key={check.monitor} check={check} />)}
      </ul>
      {others.length > 0 && (
        <button
          type="button"
          className={parts.quiet}
          aria-expanded={areOthersShown}
          onClick={() => setOthersShown(!areOthersShown)}
        >
          {areOthersShown ? words.hideOthers : words.showOther(others.length, downAmong(others))}
        </button>
      )}
    </>
  );
}

const downAmong = (checks: readonly CheckLine[]): number =>
  checks.filter(({ status }) => status === 'down').length;

/** The samples that fit into the line: the last minutes, not hours. */
const shownSamples = 180;

function CheckRow({ check }: { check: CheckLine }) {
  const { samples } = useFeed();
  const { severity } = useRoom();
  const known = check.isLive ? samples(check.monitor).slice(-shownSamples) : [];
  const last = known.at(-1);
  return (
    <li className={styles.check} data-status={check.status}>
      <div className={styles.head}>
        <StateMark status={check.status} severity={severity.isSet ? severity.value : undefined} />
        <span className={styles.name}>{check.name}</span>
        <span className={styles.state}>
          {checkStatusWords(check.status)} <SinceWords since={check.since} />
        </span>
        <AttachCheck check={check} />
      </div>
      {check.reason !== null && check.status !== 'up' && <p className={styles.reason}>{check.reason}</p>}
      {known.length > 1 && known.some(({ latencyMs }) => latencyMs !== null) && (
        <div className={styles.chart}>
          <Sparkline samples={known} label={words.latencyOf(check.name)} />
          <span className={parts.aside}>
            {last?.latencyMs == null ? (
              words.noAnswer
            ) : (
              <span className="mono">{words.ms(Math.round(last.latencyMs))}</span>
            )}
          </span>
        </div>
      )}
    </li>
  );
}

function SinceWords({ since }: { since: number }) {
  const now = useNow();
  return <span className="label">{sayLasting(now - since)}</span>;
}

/** As the header counts them. */
export function checksBrief({ checks, service }: Room, _now: number, feed: FeedSnapshot | null): string {
  const { touching } = mergeChecks(checks, feed?.monitors ?? [], service, feed?.services);
  const down = downAmong(touching);
  return down > 0 ? words.downWith(down) : '';
}
