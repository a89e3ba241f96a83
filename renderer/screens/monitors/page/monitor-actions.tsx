import { useState } from 'react';
import { Button, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { MonitorState } from '#room/feed/feed.ts';
import { ServerButton } from '../../../fields/server-button.tsx';
import { go, onward } from '../../../state/router.ts';
import { useSession } from '../../../server/session.tsx';
import { useSilentSince } from '../../../server/feed.tsx';
import { strings } from '../../../strings/index.ts';
import { Kbd } from '../../../ui/kbd.tsx';
import { useKeys } from '../../../ui/keys.tsx';
import { useMonitorActions } from '../use-monitor-actions.ts';
import styles from '../page.module.css';

const words = strings.monitors.page;
const hours = [1, 2, 4];

export function MonitorActions({ monitor }: { monitor: MonitorState }) {
  const { isOwner, canWrite } = useSession();
  const actions = useMonitorActions();
  const isAway = useSilentSince() !== null;
  const [isAsking, setIsAsking] = useState(false);
  const isPaused = monitor.status === 'paused';
  const edit = () => go({ screen: 'monitors', monitor: monitor.id, edit: true });
  const pause = () => void actions.setPaused(monitor, !isPaused);
  const check = async () => {
    if (await actions.measure(monitor))
      notifications.show({ id: `checks-${monitor.id}`, message: words.checking, autoClose: 2_000 });
  };
  const remove = async () => {
    const goOn = onward();
    if (await actions.remove(monitor)) goOn({ screen: 'monitors', monitor: null });
  };
  useActionKeys({ isPaused, isAway, edit, pause, check: () => void check() });
  if (!canWrite) return <p className="label">{strings.monitors.onlyOwners}</p>;
  if (isAsking) return <AskDelete remove={() => void remove()} keep={() => setIsAsking(false)} />;
  return (
    <div className={styles.actions}>
      <ServerButton
        size="compact-sm"
        disabled={isPaused}
        onClick={() => void check()}
        rightSection={<Kbd keys="r" />}
      >
        {words.check}
      </ServerButton>
      {isOwner && (
        <>
          <ServerButton
            size="compact-sm"
            variant="subtle"
            onClick={pause}
            rightSection={<Kbd keys="shift+p" />}
          >
            {isPaused ? words.resume : words.pause}
          </ServerButton>
          <Button size="compact-sm" variant="subtle" onClick={edit} rightSection={<Kbd keys="e" />}>
            {words.edit}
          </Button>
          <MaintainMenu maintain={(each) => void actions.maintain(monitor, each)} isAway={isAway} />
          <Button size="compact-sm" variant="subtle" onClick={() => setIsAsking(true)}>
            {words.delete}
          </Button>
        </>
      )}
    </div>
  );
}

type Acts = { isPaused: boolean; isAway: boolean; edit: () => void; pause: () => void; check: () => void };

function useActionKeys({ isPaused, isAway, edit, pause, check }: Acts) {
  const { isOwner, canWrite } = useSession();
  const group = strings.monitors.title;
  useKeys({
    ...(isOwner && {
      ...(!isAway && { 'shift+p': { run: pause, label: isPaused ? words.resume : words.pause, group } }),
      e: { run: edit, label: words.edit, group },
    }),
    ...(canWrite && !isPaused && !isAway && { r: { run: check, label: words.check, group } }),
  });
}

type MaintainProps = { maintain: (hours: number) => void; isAway: boolean };

function MaintainMenu({ maintain, isAway }: MaintainProps) {
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button size="compact-sm" variant="subtle">
          {words.maintain}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {hours.map((each) => (
          <Menu.Item key={each} disabled={isAway} onClick={() => maintain(each)}>
            {words.hours(each)}
          </Menu.Item>
        ))}
        <Menu.Item onClick={() => go({ screen: 'monitors', monitor: 'maintenance' })}>{words.plan}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function AskDelete({ remove, keep }: { remove: () => void; keep: () => void }) {
  return (
    <div className={styles.actions}>
      <Button size="compact-sm" variant="subtle" onClick={keep}>
        {words.keep}
      </Button>
      <ServerButton size="compact-sm" variant="default" onClick={remove}>
        {words.confirmDelete}
      </ServerButton>
    </div>
  );
}
