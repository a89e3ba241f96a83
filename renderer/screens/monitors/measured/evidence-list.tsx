import { useEffect, useState } from 'react';
import { Button } from '@mantine/core';
import type { MonitorState } from '#room/feed/feed.ts';
import { useApi } from '../../../server/api.ts';
import { strings } from '../../../strings/index.ts';
import { AwaitedPart } from '../../../ui/awaited.tsx';
import { checkStatusWords } from '../../../ui/status-words.ts';
import { When } from '../../../ui/time.tsx';
import { EvidenceView } from './evidence-view.tsx';
import type { Evidence, Items } from '../monitor.ts';
import { useResource } from '../../../server/use-resource.ts';
import styles from '../page.module.css';

const words = strings.monitors.evidence;
const shownAtFirst = 5;

export function EvidenceList({ monitor }: { monitor: MonitorState }) {
  const { id, status, reason } = monitor;
  const isFailing = status === 'down' || status === 'degraded';
  const { value, problem, reload } = useResource<Items<Evidence>>(`/monitors/${id}/evidence`, {
    everyMs: isFailing ? 15_000 : null,
    version: `${status} ${reason}`,
  });
  const [isAll, setIsAll] = useState(false);
  const [open, setOpen] = useState<number | null>(null);
  const items = value?.items ?? [];
  const shown = isAll ? items : items.slice(0, shownAtFirst);
  return (
    <section className={styles.block} aria-labelledby="evidence">
      <h2 id="evidence">{words.title}</h2>
      {value === null && <AwaitedPart problem={problem} isBeside again={reload} />}
      {value && items.length === 0 && <p className="label">{words.none}</p>}
      <ul className={styles.evidence}>
        {shown.map((item) => (
          <li key={item.at}>
            <button
              type="button"
              className={styles.opener}
              aria-expanded={open === item.at}
              onClick={() => setOpen(open === item.at ? null : item.at)}
            >
              <When at={item.at} />
              <span>{item.status === 'unknown' ? item.status : checkStatusWords(item.status)}</span>
              <span className={styles.reason}>{item.reason}</span>
            </button>
            {open === item.at && <Opened monitor={id} item={item} />}
          </li>
        ))}
      </ul>
      {items.length > shown.length && (
        <Button size="compact-sm" variant="subtle" onClick={() => setIsAll(true)}>
          {words.more(items.length)}
        </Button>
      )}
    </section>
  );
}

function Opened({ monitor, item }: { monitor: string; item: Evidence }) {
  const api = useApi();
  const [picture, setPicture] = useState<string | null>(null);
  const [isGone, setIsGone] = useState(false);
  const hasPicture = item.screenshot !== null;
  useEffect(() => {
    if (!hasPicture) return undefined;
    let url: string | null = null;
    let isOver = false;
    // Not an `<img>` URL: the request needs a token.
    api
      .fetch(`/monitors/${monitor}/evidence/${item.at}/screenshot`)
      .then((response) => response.blob())
      .then(
        (blob) => {
          if (isOver) return;
          url = URL.createObjectURL(blob);
          setPicture(url);
        },
        () => setIsGone(true),
      );
    return () => {
      isOver = true;
      if (url) URL.revokeObjectURL(url);
    };
  }, [api, monitor, item.at, hasPicture]);
  return (
    <>
      <EvidenceView seen={item} picture={picture} />
      {isGone && <p className="label">{words.pictureGone}</p>}
    </>
  );
}
