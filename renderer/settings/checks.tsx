import { useState } from 'react';
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { MonitorState } from '#room/feed.ts';
import { sayProblem, useApi } from '../api.ts';
import { useFeed } from '../state/feed.tsx';
import { useSession } from '../state/session.tsx';
import { Empty } from '../ui/empty.tsx';
import { checkStatusWords } from '../ui/status-words.ts';
import { Lasting } from '../ui/time.tsx';
import { CheckForm } from './check-form.tsx';
import { toConfiguration, type Monitor } from './monitor.ts';
import styles from './settings.module.css';

export function Checks() {
  const { isOwner } = useSession();
  const { snapshot } = useFeed();
  const monitors = (snapshot?.monitors ?? []).toSorted((a, b) => a.name.localeCompare(b.name));
  return (
    <>
      {monitors.length === 0 ? (
        <Empty title="Nothing is watched yet">
          A check asks a service at an interval whether it answers. When it stops answering, an incident
          declares itself and everybody is told.
        </Empty>
      ) : (
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">State</th>
              <th scope="col">Every</th>
              <th scope="col">
                <span className="spoken">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {monitors.map((monitor) => (
              <MonitorLine key={monitor.id} monitor={monitor} />
            ))}
          </tbody>
        </table>
      )}
      {isOwner ? <CheckForm /> : <p className="label">Only an owner can add, pause and delete checks.</p>}
    </>
  );
}

function MonitorLine({ monitor }: { monitor: MonitorState }) {
  const { isOwner } = useSession();
  const isTrouble = monitor.status === 'down' || monitor.status === 'degraded';
  return (
    <tr>
      <th scope="row">
        {monitor.name}
        {monitor.service && monitor.service !== monitor.name && (
          <span className="label"> {monitor.service}</span>
        )}
      </th>
      <td>
        <span className={isTrouble ? styles.trouble : monitor.status === 'up' ? styles.up : undefined}>
          {checkStatusWords(monitor.status)}
        </span>{' '}
        <span className="label">
          <Lasting from={monitor.since} />
          {isTrouble && monitor.reason ? `: ${monitor.reason}` : ''}
        </span>
      </td>
      <td>{monitor.intervalSeconds} s</td>
      <td>{isOwner && <MonitorActions monitor={monitor} />}</td>
    </tr>
  );
}

function MonitorActions({ monitor }: { monitor: MonitorState }) {
  const { setPaused, remove, busy } = useMonitorChanges(monitor);
  const [isAsking, setIsAsking] = useState(false);
  const isPaused = monitor.status === 'paused';
  if (isAsking) {
    return (
      <div className={styles.actions}>
        <Button variant="filled" loading={busy} onClick={remove}>
          Delete with its measurements
        </Button>
        <Button variant="subtle" onClick={() => setIsAsking(false)}>
          Keep
        </Button>
      </div>
    );
  }
  return (
    <div className={styles.actions}>
      <Button
        variant="subtle"
        loading={busy}
        aria-label={`${isPaused ? 'Resume' : 'Pause'} ${monitor.name}`}
        onClick={() => setPaused(!isPaused)}
      >
        {isPaused ? 'Resume' : 'Pause'}
      </Button>
      <Button variant="subtle" aria-label={`Delete ${monitor.name}`} onClick={() => setIsAsking(true)}>
        Delete
      </Button>
    </div>
  );
}

function useMonitorChanges(monitor: MonitorState) {
  const api = useApi();
  const [busy, setBusy] = useState(false);
  const path = `/monitors/${monitor.id}`;
  const attempt = async (work: () => Promise<unknown>) => {
    setBusy(true);
    try {
      await work();
    } catch (error) {
      notifications.show({
        title: `${monitor.name} was not changed`,
        message: sayProblem(error),
        autoClose: 8000,
      });
    }
    setBusy(false);
  };
  return {
    busy,
    setPaused: (paused: boolean) =>
      void attempt(async () => {
        const { value, etag } = await api.getTagged<Monitor>(path);
        await api.put(path, { ...toConfiguration(value), paused }, etag);
      }),
    remove: () => void attempt(() => api.delete(path)),
  };
}
