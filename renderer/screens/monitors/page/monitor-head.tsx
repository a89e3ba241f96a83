import { markOf, type CheckMark } from '../../../state/check-marks.ts';
import { useFeed } from '../../../server/feed.tsx';
import { routeHash } from '../../../state/router.ts';
import { strings } from '../../../strings/index.ts';
import { useNow } from '../../../ui/now.tsx';
import { sayLasting } from '../../../ui/say-time.ts';
import { StateMark } from '../../../ui/state-mark.tsx';
import { sayCheck } from '../../../ui/status-words.ts';
import { MonitorActions } from './monitor-actions.tsx';
import type { CheckKind } from '../monitor.ts';
import { labelOf, saySeconds } from '../say-monitor.ts';
import styles from '../page.module.css';

const words = strings.monitors;

type HeadProps = { mark: CheckMark; kinds: readonly CheckKind[]; isPassive: boolean };

/** The state is the title and stays visible while scrolling. */
export function MonitorHead({ mark, kinds, isPassive }: HeadProps) {
  const { monitor, incident, isTrouble } = mark;
  const { snapshot } = useFeed();
  const now = useNow();
  const state = sayCheck(monitor, snapshot?.monitors ?? [], now);
  const lasting = monitor.status === 'pending' ? null : sayLasting(now - monitor.since);
  const about = [
    labelOf(kinds, monitor.kind),
    monitor.service,
    isPassive ? words.page.waits : words.page.expects(saySeconds(monitor.intervalSeconds)),
  ];
  return (
    <header className={styles.top}>
      <div className={styles.told} role="status" data-trouble={isTrouble}>
        <h1 id="monitor" className={styles.title}>
          <StateMark {...markOf(mark)} />
          <span>{words.page.stands(monitor.name, state, lasting)}</span>
        </h1>
        <p className={styles.state}>
          {monitor.reason !== null && monitor.status !== 'up' && <span>{monitor.reason}</span>}
          {incident && (
            <a className={styles.link} href={routeHash({ screen: 'room', incident: incident.id })}>
              {words.page.incident(incident.number ?? incident.title)}
            </a>
          )}
          <span className="label">{about.filter(Boolean).join(', ')}</span>
        </p>
      </div>
      <MonitorActions monitor={monitor} />
    </header>
  );
}
