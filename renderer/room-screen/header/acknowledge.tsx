import { Button } from '@mantine/core';
import { useWriter } from '#renderer/panels/use-writer.ts';
import { useRoom } from '#renderer/room/room-provider.tsx';
import { Kbd } from '#renderer/ui/kbd.tsx';
import { useKeys } from '#renderer/ui/keys.tsx';

export function Acknowledge() {
  const { acknowledged, status, declared } = useRoom();
  const { canWrite, write } = useWriter();
  const isOpen =
    declared !== null && acknowledged === null && status.value !== 'resolved' && status.value !== 'closed';
  const run = () => void write({ kind: 'acknowledged' });
  useKeys(canWrite && isOpen ? { a: { run, label: 'Acknowledge', group: 'Room' } } : {});
  if (!isOpen) return null;
  if (!canWrite) return <p className="soft">Not acknowledged yet</p>;
  return (
    <Button size="compact-sm" variant="filled" onClick={run} rightSection={<Kbd keys="a" />}>
      Acknowledge
    </Button>
  );
}
