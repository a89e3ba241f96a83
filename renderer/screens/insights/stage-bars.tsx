import type { Panel } from '#room/insights/panel.ts';
import { routeHash } from '../../state/router.ts';
import { strings } from '../../strings/index.ts';
import styles from './panels.module.css';

const words = strings.numberPanels;
/** The most that fits on a screen; the file has all. */
const most = 15;

const lengthOf = (cell: string | number | null | undefined): number => Number(cell ?? 0);

const total = (cells: readonly (string | number | null)[]): number =>
  cells.slice(1).reduce<number>((sum, cell) => sum + lengthOf(cell), 0);

/** One bar per incident, longest first, with its stages in order on one scale. */
export function StageBars({ panel: { columns, rows } }: { panel: Panel }) {
  const stages = columns.slice(1);
  const longest = Math.max(1, ...rows.map(({ cells }) => total(cells)));
  return (
    <div className={styles.stages}>
      <p className={styles.legend}>
        {stages.map(({ key, name }, index) => (
          <span key={key}>
            <i data-stage={index} aria-hidden="true" /> {name}
          </span>
        ))}
      </p>
      <ul>
        {rows.slice(0, most).map(({ cells, incidents: [incident = ''] }) => (
          <li key={incident}>
            <a className="clip" href={routeHash({ screen: 'room', incident })}>
              {cells[0]}
            </a>
            <span className={styles.bar}>
              {stages.map(({ key, name }, index) => {
                const ms = lengthOf(cells[index + 1]);
                return ms === 0 ? null : (
                  <span
                    key={key}
                    data-stage={index}
                    style={{ flexBasis: `${(100 * ms) / longest}%` }}
                    title={words.stage(name, strings.insights.length(ms))}
                  />
                );
              })}
            </span>
            <span className={styles.total}>{strings.insights.length(total(cells))}</span>
          </li>
        ))}
      </ul>
      {rows.length > most && <p className="label">{words.stagesLeft(rows.length - most)}</p>}
    </div>
  );
}
