import type { MonitorState } from '#room/feed.ts';
import type { CheckMark } from '../lobby/order.ts';
import { useFeed } from '../state/feed.tsx';
import { routeHash } from '../state/router.ts';
import { strings } from '../strings/index.ts';
import { useNow } from '../ui/now.tsx';
import { sayLength } from '../ui/say-time.ts';
import { sayCheck } from '../ui/status-words.ts';
import { MiniLine } from './mini-line.tsx';
import type { MonitorOverview } from './monitor.ts';
import { useListView } from './monitors-store.ts';
import { sayCertificate } from './say-monitor.ts';
import { StateMark } from './state-mark.tsx';
import { UptimeBar } from './uptime-bar.tsx';
import { sayShare } from './uptime-cells.ts';
import styles from './list.module.css';

const words = strings.monitors.list;

type RowProps = {
  mark: CheckMark;
  all: readonly MonitorState[];
  overview: MonitorOverview | undefined;
  /** When the overview was made. */
  at: number;
  isCurrent: boolean;
};

export function ListRow({ mark, all, overview, at, isCurrent }: RowProps) {
  const { monitor, isTrouble } = mark;
  const { id, name, service, uptime, since } = monitor;
  const { bar, isGrouped } = useListView();
  const now = useNow();
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
        <StateMark mark={mark} />
        <span className={styles.names}>
          <b className="clip">{name}</b>
          {!isGrouped && service !== null && service !== name && (
            <span className="label clip">{service}</span>
          )}
        </span>
      </span>
      <span className={styles.state}>
        <span className="clip">
          <span className={styles.status}>{sayCheck(monitor, all, now)}</span>{' '}
          <span className="label">{sayLength(now - since)}</span>
        </span>
        {monitor.reason !== null && monitor.status !== 'up' && (
          <span className="label clip" title={monitor.reason}>
            {monitor.reason}
          </span>
        )}
      </span>
      <span className={styles.latency}>
        <Latency monitor={monitor} overview={overview} />
      </span>
      <span className={styles.bar}>
        {overview && <UptimeBar shares={overview[bar]} span={bar} at={at} />}
      </span>
      <span className={styles.number}>
        <Share share={uptime.day} />
      </span>
      <span className={styles.number}>
        <Share share={uptime.month} />
      </span>
      <span className={styles.number} data-soon={isEndingSoon(monitor, now)}>
        {sayCertificate(monitor.certificateExpiresAt, now) ?? (
          <span className="spoken">{words.noCertificate}</span>
        )}
      </span>
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
      <span className={styles.drawing}>{overview && <MiniLine latency={overview.latency} />}</span>
      <span className={styles.number}>
        {last?.latencyMs == null ? '' : words.ms(Math.round(last.latencyMs))}
      </span>
    </>
  );
}
