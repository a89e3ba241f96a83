import type { ReactNode } from 'react';
import type { Panel } from '#room/insights/panel.ts';
import { strings } from '../../strings/index.ts';
import type { ShowIncidents } from './panel-section.tsx';
import styles from './panels.module.css';

const words = strings.numberPanels;
const hours = Array.from({ length: 24 }, (_, hour) => hour);
/** The column of each layer in a panel's row. */
const layers = [
  { key: 'incidents', column: 2 },
  { key: 'pages', column: 3 },
] as const;

/** A week by hours, for incidents and for pages; the darkest cell is the maximum. */
export function HeatMap({ panel, show }: { panel: Panel; show: ShowIncidents }) {
  return (
    <div className={styles.heats}>
      {layers.map(({ key, column }) => (
        <Layer key={key} layer={key} column={column} panel={panel} show={show} />
      ))}
    </div>
  );
}

type LayerProps = { layer: 'incidents' | 'pages'; column: number; panel: Panel; show: ShowIncidents };

function Layer({ layer, column, panel: { rows }, show }: LayerProps) {
  const found = new Map(rows.map((row) => [`${row.cells[0]} ${row.cells[1]}`, row]));
  const most = Math.max(1, ...rows.map(({ cells }) => Number(cells[column] ?? 0)));
  return (
    <figure className={styles.heat} aria-label={words.layerTitles[layer]}>
      <figcaption className="label">{words.layerTitles[layer]}</figcaption>
      <div className={styles.week}>
        <span />
        {hours.map((hour) => (
          <span key={hour} className={styles.hour} aria-hidden="true">
            {hour % 6 === 0 ? hour : ''}
          </span>
        ))}
        {words.weekdays.map((weekday, index) => (
          <Day key={weekday} name={weekday}>
            {hours.map((hour) => {
              const row = found.get(`${index + 1} ${hour}`);
              const count = Number(row?.cells[column] ?? 0);
              if (row === undefined || count === 0) return <span key={hour} className={styles.cell} />;
              return (
                <button
                  key={hour}
                  type="button"
                  className={styles.cell}
                  style={{ opacity: 0.2 + (0.8 * count) / most }}
                  aria-label={words.hour(weekday, hour, count, words.layers[layer])}
                  title={words.hour(weekday, hour, count, words.layers[layer])}
                  onClick={() => show({ incidents: row.behind?.[layer] ?? row.incidents })}
                />
              );
            })}
          </Day>
        ))}
      </div>
    </figure>
  );
}

function Day({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <span className={styles.weekday}>{name}</span>
      {children}
    </>
  );
}
