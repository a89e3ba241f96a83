import type { Panel, PanelColumn } from '#room/insights/panels.ts';
import { strings } from '../../strings/index.ts';
import type { ShowIncidents } from './panel-section.tsx';
import styles from './panels.module.css';

const words = strings.numberPanels;

/** Each row ends with a button that shows its incidents. */
export function PanelTable({ panel: { name, columns, rows }, show }: { panel: Panel; show: ShowIncidents }) {
  return (
    <table className={styles.table} aria-label={name}>
      <thead>
        <tr>
          {columns.map(({ key, name: title, unit }) => (
            <th key={key} data-unit={unit} scope="col">
              {title}
            </th>
          ))}
          <th scope="col">{words.incidents}</th>
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

function sayCell({ unit }: PanelColumn, cell: string | number | null): string {
  if (cell === null) return unit === 'text' ? words.none : words.notRecorded;
  return unit === 'ms' ? strings.insights.length(Number(cell)) : String(cell);
}
