import { useFeed } from '../../server/feed.tsx';
import { routeHash } from '../../state/router.ts';
import { strings } from '../../strings/index.ts';
import { useNow } from '../../ui/now.tsx';
import { sayCheck } from '../../ui/status-words.ts';
import { TableHead } from '../../ui/table-head.tsx';
import { Ago } from '../../ui/time.tsx';
import type { CheckMark } from '../../state/check-marks.ts';
import styles from './check-table.module.css';

const words = strings.lobby;

/** The strip as a table: each check, its state and since when; failing checks first. */
export function CheckTable({ marks }: { marks: readonly CheckMark[] }) {
  return (
    <div className={styles.scroll} tabIndex={0} role="region" aria-label={words.allChecks}>
      <table className={styles.table}>
        <TableHead columns={[words.check, words.state, words.since, words.lastAnswer, words.incident]} />
        <tbody>
          {marks.map((mark) => (
            <CheckLine key={mark.monitor.id} mark={mark} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function CheckLine({ mark: { monitor, isTrouble, incident } }: { mark: CheckMark }) {
  const { latest, snapshot } = useFeed();
  const now = useNow();
  const last = latest(monitor.id);
  return (
    <tr data-trouble={isTrouble}>
      <th scope="row">
        <a href={routeHash({ screen: 'monitors', monitor: monitor.id })}>{monitor.name}</a>
      </th>
      <td>
        <span className={monitor.status === 'up' ? styles.up : undefined}>
          {sayCheck(monitor, snapshot?.monitors ?? [], now)}
        </span>
        {monitor.reason && isTrouble && <span className="soft">: {monitor.reason}</span>}
      </td>
      <td className="soft">
        <Ago at={monitor.since} />
      </td>
      <td className="figures">
        {last?.latencyMs == null ? (
          <span className="label">{words.none}</span>
        ) : (
          words.ms(Math.round(last.latencyMs))
        )}
      </td>
      <td>
        {incident && (
          <a href={routeHash({ screen: 'room', incident: incident.id })}>
            {incident.number ?? incident.title}
          </a>
        )}
      </td>
    </tr>
  );
}
