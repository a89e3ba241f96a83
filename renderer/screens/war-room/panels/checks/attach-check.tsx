import { Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useRoom } from '#renderer/live-room/room-provider.tsx';
import { useFeed } from '#renderer/server/feed.tsx';
import { strings } from '#renderer/strings/index.ts';
import { useTeamClock } from '#renderer/ui/now.tsx';
import { sayEvidence } from '#room/facts/kind.ts';
import parts from '#renderer/ui/rows.module.css';
import { useWriter } from '#renderer/live-room/use-writer.ts';
import type { CheckLine } from './merge-checks.ts';
import { snapshotCheck } from './snapshot-check.ts';

/** IN4: records the current state of a check as an observation, optionally about a hypothesis. */
export function AttachCheck({ check }: { check: CheckLine }) {
  const { hypotheses } = useRoom();
  const { canWrite, write } = useWriter();
  const { latest } = useFeed();
  const clock = useTeamClock();
  if (!canWrite) return null;
  const open = hypotheses.filter(({ verdict }) => verdict === 'open');
  const words = strings.investigation;
  const attach = (target?: string) => {
    const evidence = snapshotCheck(check, check.isLive ? latest(check.monitor) : null, clock.now());
    const text = sayEvidence(evidence);
    if (write({ kind: 'observation', text, evidence, ...(target !== undefined && { target }) }))
      notifications.show({ message: words.attached(check.name), autoClose: 3000 });
  };
  return (
    <Menu position="bottom-end" withinPortal width={280}>
      <Menu.Target>
        <button type="button" className={parts.quiet} aria-label={words.attachWords(check.name)}>
          {words.attach}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => attach()}>{words.asObservation}</Menu.Item>
        {open.length > 0 && <Menu.Label>{words.attachTo}</Menu.Label>}
        {open.map(({ id, text }) => (
          <Menu.Item key={id} onClick={() => attach(id)}>
            <span className="clip">{text}</span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
