import { useState } from 'react';
import { Button } from '@mantine/core';
import type { MonitorState } from '#room/feed.ts';
import { useFeed } from '../state/feed.tsx';
import { routeHash } from '../state/router.ts';
import { strings } from '../strings/index.ts';
import { useNow } from '../ui/now.tsx';
import { sayLength } from '../ui/say-time.ts';
import { When } from '../ui/time.tsx';
import type { Items, Outage } from './monitor.ts';
import { useResource } from '../use-resource.ts';
import styles from './page.module.css';

const words = strings.monitors.outages;
const shownAtFirst = 8;

export function OutageList({ monitor }: { monitor: MonitorState }) {
  const { value, problem } = useResource<Items<Outage>>(`/monitors/${monitor.id}/outages`, {
    version: `${monitor.status} ${monitor.since}`,
  });
  const [isAll, setIsAll] = useState(false);
  const items = value?.items ?? [];
  const shown = isAll ? items : items.slice(0, shownAtFirst);
  return (
    <section className={styles.block} aria-labelledby="outages">
      <h2 id="outages">{words.title}</h2>
      {problem !== null && <p className="label">{problem}</p>}
      {value && items.length === 0 && <p className="label">{words.none}</p>}
      {items.length > 0 && (
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{words.from}</th>
              <th scope="col">{words.lasted}</th>
              <th scope="col">{words.reason}</th>
              <th scope="col">{words.incident}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((outage) => (
              <OutageLine key={outage.from} outage={outage} />
            ))}
          </tbody>
        </table>
      )}
      {items.length > shown.length && (
        <Button size="compact-sm" variant="subtle" onClick={() => setIsAll(true)}>
          {words.more(items.length)}
        </Button>
      )}
    </section>
  );
}

function OutageLine({ outage: { from, to, reason, incident } }: { outage: Outage }) {
  const { snapshot } = useFeed();
  const now = useNow();
  const known = snapshot?.incidents.find(({ id }) => id === incident);
  return (
    <tr data-open={to === null}>
      <td>
        <When at={from} />
      </td>
      <td className="mono">
        {to === null ? `${sayLength(now - from)}, ${words.going}` : sayLength(to - from)}
      </td>
      <td className={styles.reason}>{reason}</td>
      <td>
        {incident === null ? (
          <span className="label">{words.noIncident}</span>
        ) : (
          <a className={styles.link} href={routeHash({ screen: 'room', incident })} title={known?.title}>
            {known?.number ?? words.incident}
          </a>
        )}
      </td>
    </tr>
  );
}
