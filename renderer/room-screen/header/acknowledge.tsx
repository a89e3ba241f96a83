import { Button } from '@mantine/core';
import { useWriter } from '#renderer/panels/use-writer.ts';
import { useRoom } from '#renderer/room/room-provider.tsx';
import { Kbd } from '#renderer/ui/kbd.tsx';
import { useKeys } from '#renderer/ui/keys.tsx';
import { strings } from '../../strings/index.ts';

const words = strings.header;

export function Acknowledge() {
  const { acknowledged, status, declared } = useRoom();
  const { canWrite, write } = useWriter();
  const isOpen =
    declared !== null && acknowledged === null && status.value !== 'resolved' && status.value !== 'closed';
  const run = () => void write({ kind: 'acknowledged' });
  useKeys(canWrite && isOpen ? { a: { run, label: words.acknowledge, group: words.room } } : {});
  if (!isOpen) return null;
  if (!canWrite) return <p className="soft">{words.notAcknowledgedYet}</p>;
  return (
    <Button size="compact-sm" variant="filled" onClick={run} rightSection={<Kbd keys="a" />}>
      {words.acknowledge}
    </Button>
  );
}
