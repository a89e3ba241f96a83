import { useState } from 'react';
import { Button } from '@mantine/core';
import { useFeed } from '../../../server/feed.tsx';
import { routeHash } from '../../../state/router.ts';
import { strings } from '../../../strings/index.ts';
import { useCrosshair } from '../../../strip/crosshair.tsx';
import { AwaitedPart } from '../../../ui/awaited.tsx';
import { useNow } from '../../../ui/now.tsx';
import { sayLasting, sayLength } from '../../../ui/say-time.ts';
import { TableHead } from '../../../ui/table-head.tsx';
import { When } from '../../../ui/time.tsx';
import type { Outage } from '../monitor.ts';
import styles from '../page.module.css';

const words = strings.monitors.outages;
const shownAtFirst = 8;

type ListProps = { outages: readonly Outage[] | null; problem: string | null; again: () => void };

export function OutageList({ outages, problem, again }: ListProps) {
  const [isAll, setIsAll] = useState(false);
  const items = outages ?? [];
  const shown = isAll ? items : items.slice(0, shownAtFirst);
  return (
    <section className={styles.block} aria-labelledby="outages">
      <h2 id="outages">{words.title}</h2>
      {outages === null && <AwaitedPart problem={problem} isBeside again={again} />}
      {outages !== null && items.length === 0 && <p className="label">{words.none}</p>}
      {items.length > 0 && (
        <table className={styles.table}>
          <TableHead columns={[words.from, words.lasted, words.reason, words.incident]} />
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

/** Shares the crosshair with the chart: marks the outage under it, and each line can move it. */
function OutageLine({ outage: { from, to, reason, incident } }: { outage: Outage }) {
  const { snapshot } = useFeed();
  const { at, setAt } = useCrosshair();
  const now = useNow();
  const known = snapshot?.incidents.find(({ id }) => id === incident);
  const isAt = at !== null && at >= from && at < (to ?? now);
  return (
    <tr
      data-open={to === null}
      data-at={isAt}
      onPointerEnter={() => setAt(from)}
      onPointerLeave={() => setAt(null)}
    >
      <td>
        <When at={from} />
      </td>
      <td className="figures">
        {to === null ? `${sayLasting(now - from)}, ${words.going}` : sayLength(to - from)}
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
