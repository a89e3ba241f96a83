import { Button } from '@mantine/core';
import { useRunbooks } from '#renderer/live-room/use-runbooks.ts';
import { Kbd } from '#renderer/ui/kbd.tsx';
import { useKeys } from '#renderer/ui/keys.tsx';
import { useOpenLink } from '#renderer/ui/open-link.ts';
import { strings } from '../../../strings/index.ts';

const words = strings.nextStep;

/** SV5: opens the nearest runbook; the others are among the links. */
export function RunbookLink() {
  const [first] = useRunbooks();
  const openLink = useOpenLink();
  const open = () => first && openLink(first.url);
  useKeys(first ? { 'alt+r': { run: open, label: words.openRunbook, group: words.label } } : {});
  if (first === undefined) return null;
  return (
    <Button
      size="compact-sm"
      variant="subtle"
      title={words.runbookOf(first.of, first.url)}
      rightSection={<Kbd keys="alt+r" />}
      onClick={open}
    >
      {words.runbook}
    </Button>
  );
}
