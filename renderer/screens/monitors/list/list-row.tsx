import { useMemo } from 'react';
import { quantile } from '#room/insights/statistics.ts';
import type { MonitorState } from '#room/feed/feed.ts';
import { markOf, type CheckMark } from '../../../state/check-marks.ts';
import { useFeed } from '../../../server/feed.tsx';
import { routeHash } from '../../../state/router.ts';
import { strings } from '../../../strings/index.ts';
import { useNow } from '../../../ui/now.tsx';
import { sayLasting } from '../../../ui/say-time.ts';
import { MiniLine } from '../../../strip/mini-line.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { sayCheck } from '../../../ui/status-words.ts';
import type { MonitorOverview } from '../monitor.ts';
import { useListView } from './monitors-store.ts';
import { sayCertificate } from '../say-monitor.ts';
import { UptimeBar } from './uptime-bar.tsx';
import { sayShare } from '../uptime-cells.ts';
import styles from '../list.module.css';

const words = strings.monitors.list;

type RowProps = {
  mark: CheckMark;
  all: readonly MonitorState[];
  overview: MonitorOverview | undefined;
  /** When the overview was made. */
  at: number;
  isCurrent: boolean;
  /** True when any monitor has a certificate; otherwise the column is hidden. */
  hasCertificates: boolean;
};

export function ListRow({ mark, all, overview, at, isCurrent, hasCertificates }: RowProps) {
  const { monitor, isTrouble } = mark;
  const { id, name, service, uptime, since } = monitor;
  const { bar, isGrouped } = useListView();
  const now = useNow();
  const reason = monitor.status === 'up' ? null : monitor.reason;
  const lasting = monitor.status === 'pending' ? null : sayLasting(now - since);
  return (
    <a
      className={styles.row}
      data-row={id}
      data-trouble={isTrouble}
      data-current={isCurrent}
      tabIndex={isCurrent ? 0 : -1}
      href={routeHash({ screen: 'monitors', monitor: id })}
      onFocus={() => useListView.setState({ current: id })}
    >
      <span className={styles.name}>
        <StateMark {...markOf(mark)} />
        <b className="clip">{name}</b>
      </span>
      {!isGrouped && <span className={`${styles.service} clip`}>{service}</span>}
      <span className={`${styles.state} clip`} title={reason ?? undefined}>
        <span className={styles.status}>{sayCheck(monitor, all, now)}</span>{' '}
        <span className="label">{[lasting, reason].filter(Boolean).join(', ')}</span>
      </span>
      <span className={styles.latency}>
        <Latency monitor={monitor} overview={overview} />
      </span>
      <span className={styles.bar}>
        {overview && (
          <UptimeBar
            shares={overview[bar]}
            span={bar}
            at={at}
            isDown={isTrouble && monitor.status === 'down'}
          />
        )}
      </span>
      <span className={styles.number}>
        <Share share={uptime.day} />
      </span>
      <span className={styles.number}>
        <Share share={uptime.month} />
      </span>
      {hasCertificates && (
        <span className={styles.number} data-soon={isEndingSoon(monitor, now)}>
          {sayCertificate(monitor.certificateExpiresAt, now) ?? (
            <span className="spoken">{words.noCertificate}</span>
          )}
        </span>
      )}
    </a>
  );
}

function Share({ share }: { share: number | null }) {
  return share === null ? <span className="spoken">{sayShare(share)}</span> : sayShare(share);
}

const soonMs = 14 * 86_400_000;
const isEndingSoon = ({ certificateExpiresAt }: MonitorState, now: number): boolean =>
  certificateExpiresAt !== null && certificateExpiresAt - now < soonMs;

function Latency({ monitor, overview }: { monitor: MonitorState; overview: MonitorOverview | undefined }) {
  const { latest } = useFeed();
  const last = latest(monitor.id);
  return (
    <>
      <span className={styles.drawing}>{overview && <HourLine latency={overview.latency} />}</span>
      <span className={styles.number}>
        {last?.latencyMs == null ? '' : words.ms(Math.round(last.latencyMs))}
      </span>
    </>
  );
}

function HourLine({ latency }: { latency: readonly (number | null)[] }) {
  const points = useMemo(() => latency.map((value, minute) => ({ at: minute, value })), [latency]);
  const known = latency.flatMap((value) => value ?? []).toSorted((a, b) => a - b);
  const [least, most, p95] = [known[0], known.at(-1), quantile(known, 0.95)];
  const label =
    least === undefined || most === undefined || p95 === null
      ? words.noLatency
      : words.latency(least, most, p95);
  return <MiniLine points={points} label={label} />;
}
