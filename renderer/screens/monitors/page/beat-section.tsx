// For a passive monitor: where and how to post, and what arrived.
import { useState } from 'react';
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { MonitorState } from '#room/feed/feed.ts';
import { ServerButton } from '../../../fields/server-button.tsx';
import { sayProblem, useApi } from '../../../server/api.ts';
import { AwaitedPart } from '../../../ui/awaited.tsx';
import { CopyField } from '../../../ui/copy-field.tsx';
import { useFeed } from '../../../server/feed.tsx';
import { useSession } from '../../../server/session.tsx';
import { strings } from '../../../strings/index.ts';
import { When } from '../../../ui/time.tsx';
import { beatSnippets } from './beat-snippets.ts';
import type { Beat, Items, Monitor } from '../monitor.ts';
import { useResource, type Resource } from '../../../server/use-resource.ts';
import styles from '../page.module.css';

const words = strings.monitors.beats;
const shownBeats = 12;

type SectionProps = { monitor: MonitorState; settings: Resource<Monitor> };

export function BeatSection({ monitor, settings: { value, problem, reload } }: SectionProps) {
  const { server } = useSession();
  const { snapshot } = useFeed();
  // Posts must go to the team's server, not to a replica's own address.
  const [upstream] = snapshot?.upstreams ?? [];
  const base = snapshot?.server.role === 'replica' && upstream ? upstream.url : server;
  const beatUrl = value?.beatUrl;
  const url = beatUrl && `${base.replace(/^ws/, 'http').replace(/\/$/, '')}${beatUrl}`;
  return (
    <section className={styles.block} aria-labelledby="beats">
      <h2 id="beats">{words.title}</h2>
      {url ? (
        <>
          <CopyField label={words.address} value={url} />
          <p className="label">{words.help}</p>
          {beatSnippets(monitor.kind, url).map(({ label, value }) => (
            <CopyField key={label} label={label} value={value} />
          ))}
          <Rotate monitor={monitor} onRotate={reload} />
        </>
      ) : value === null ? (
        <AwaitedPart problem={problem} isBeside again={reload} />
      ) : (
        <p className="label">{words.hidden}</p>
      )}
      <Beats monitor={monitor} />
    </section>
  );
}

function Rotate({ monitor, onRotate }: { monitor: MonitorState; onRotate: () => void }) {
  const api = useApi();
  const { isOwner } = useSession();
  const [isAsking, setIsAsking] = useState(false);
  if (!isOwner) return null;
  const rotate = async () => {
    setIsAsking(false);
    try {
      await api.post(`/monitors/${monitor.id}/beat-address`, {});
      onRotate();
    } catch (error) {
      notifications.show({ message: sayProblem(error), autoClose: 8_000 });
    }
  };
  return (
    <div className={styles.actions}>
      {isAsking ? (
        <>
          <ServerButton size="compact-sm" onClick={() => void rotate()}>
            {words.confirmRotate}
          </ServerButton>
          <Button size="compact-sm" variant="subtle" onClick={() => setIsAsking(false)}>
            {strings.monitors.page.keep}
          </Button>
        </>
      ) : (
        <Button size="compact-sm" variant="subtle" onClick={() => setIsAsking(true)}>
          {words.rotate}
        </Button>
      )}
    </div>
  );
}

function Beats({ monitor }: { monitor: MonitorState }) {
  const { latest } = useFeed();
  const { value, problem, reload } = useResource<Items<Beat>>(`/monitors/${monitor.id}/beats`, {
    version: latest(monitor.id)?.at,
  });
  const items = value?.items ?? [];
  return (
    <>
      <h3 className="label">{words.events}</h3>
      {value === null && <AwaitedPart problem={problem} isBeside again={reload} />}
      {value && items.length === 0 && <p className="label">{words.noEvents}</p>}
      <ul className={styles.evidence}>
        {items.slice(0, shownBeats).map(({ at, kind, exit, value, body }, index) => (
          <li key={`${at} ${index}`} className={styles.opener}>
            <When at={at} />
            <span>{words.kinds[kind]}</span>
            <span className={styles.reason}>
              {[value, exit !== null && exit !== 0 && words.exit(exit), body.slice(0, 200)]
                .filter((part) => part !== null && part !== false && part !== '')
                .join(' ')}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
