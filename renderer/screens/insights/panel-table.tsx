import { useState } from 'react';
import type { Panel, PanelColumn } from '#room/insights/panel.ts';
import { sayMissing } from '#room/text/missing.ts';
import { strings } from '../../strings/index.ts';
import type { ShowIncidents } from './panel-section.tsx';
import styles from './panels.module.css';

const words = strings.numberPanels;

type PanelTableProps = { panel: Panel; show: ShowIncidents };

/** The most rows at first: a year has hundreds of incidents. */
const most = 15;

/** Each row ends with a button that shows its incidents. */
export function PanelTable({ panel, show }: PanelTableProps) {
  const [isWhole, setWhole] = useState(false);
  const { rows } = panel;
  return (
    <>
      <Rows panel={isWhole ? panel : { ...panel, rows: rows.slice(0, most) }} show={show} />
      {!isWhole && rows.length > most && (
        <button type="button" className={styles.act} onClick={() => setWhole(true)}>
          {words.allRows(rows.length)}
        </button>
      )}
    </>
  );
}

function Rows({ panel: { name, columns, rows }, show }: PanelTableProps) {
  return (
    <table className={styles.table} aria-label={name}>
      <thead>
        <tr>
          {columns.map(({ key, name: title, unit }) => (
            <th key={key} data-unit={unit} scope="col">
              {title}
            </th>
          ))}
          <th scope="col">{words.list}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.cells.slice(0, 2).join(' ')}>
            {columns.map((column, index) => {
              const cell = row.cells[index] ?? null;
              return (
                <td key={column.key} data-unit={column.unit} className={cell === null ? 'soft' : undefined}>
                  {sayCell(column, cell)}
                </td>
              );
            })}
            <td>
              <button type="button" className={styles.act} onClick={() => show(row)}>
                {words.show(row.incidents.length)}
              </button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function sayCell({ unit, missing }: PanelColumn, cell: string | number | null): string {
  if (cell === null && missing === 'too-few') return words.tooFew;
  if (cell === null) return unit === 'text' ? words.none : sayMissing('not-recorded');
  return unit === 'ms' ? strings.insights.length(Number(cell)) : String(cell);
}
