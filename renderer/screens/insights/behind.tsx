import { routeHash } from '../../state/router.ts';
import { strings } from '../../strings/index.ts';
import styles from './panels.module.css';

export type Title = { number: string | null; title: string };
export type Titles = ReadonlyMap<string, Title>;

/** The incidents behind the selected number; nothing before one is selected. */
export function Behind({ incidents, titles }: { incidents: readonly string[]; titles: Titles }) {
  if (incidents.length === 0) return null;
  return (
    <p className={styles.shown} role="status">
      <span className="label">{strings.numberPanels.shown}</span>
      {incidents.map((id) => (
        <a key={id} title={titles.get(id)?.title} href={routeHash({ screen: 'room', incident: id })}>
          {titles.get(id)?.number ?? id.slice(-4)}
        </a>
      ))}
    </p>
  );
}
