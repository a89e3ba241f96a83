// MO6: the planned work that a status page shows, as a calendar.
import type { Items } from '#wire/api/list.ts';
import { useResource } from '../../server/use-resource.ts';
import { routeHash } from '../../state/router.ts';
import { strings } from '../../strings/index.ts';
import { MaintenanceCalendar } from '../monitors/maintenance/maintenance-calendar.tsx';
import type { Planned } from '../monitors/maintenance/maintenance.ts';
import type { StatusPage } from './status-page.ts';
import styles from './status-pages.module.css';

const words = strings.statusPages.one;

/** Left out while no window concerns the page. */
export function PlannedWork({ page }: { page: StatusPage }) {
  const { value, reload } = useResource<Items<Planned>>('/maintenance');
  const windows = (value?.items ?? []).filter((planned) => isToldOn(page, planned));
  if (windows.length === 0) return null;
  return (
    <section className={styles.work} aria-label={words.work}>
      <h2>{words.work}</h2>
      <p>
        <a href={routeHash({ screen: 'monitors', monitor: 'maintenance' })}>{words.plans}</a>
      </p>
      <MaintenanceCalendar windows={windows} onChange={reload} />
    </section>
  );
}

/** SP67, SP142: a window concerns a page by the monitors of its components, or by naming one of them. */
function isToldOn({ slug, components }: StatusPage, { monitors, components: named = [] }: Planned): boolean {
  return components.some(({ id, name, monitor }) => {
    const isMeasured = typeof monitor === 'string' && (monitors === 'all' || monitors.includes(monitor));
    return isMeasured || (id !== undefined && named.includes(id)) || named.includes(`${slug}/${name}`);
  });
}
