import { Button } from '@mantine/core';
import { IconPhone } from '@tabler/icons-react';
import { useWriter } from '#renderer/live-room/use-writer.ts';
import { useCall } from '#renderer/live-room/use-call.ts';
import { strings } from '#renderer/strings/index.ts';
import { Kbd } from '#renderer/ui/kbd.tsx';
import { useKeys } from '#renderer/ui/keys.tsx';
import { useOpenLink } from '#renderer/ui/open-link.ts';
import styles from './header.module.css';

const words = strings.calls;
const callKey = 'shift+b';

/**
 * BR3: one click or key goes to the call; the first person starts it. Renders nothing without a call or a
 * template.
 */
export function Call() {
  const { url, draft } = useCall();
  const { canWrite, write } = useWriter();
  const open = useOpenLink();
  const isPossible = url !== null || (canWrite && draft !== null);
  const run = () => {
    if (url !== null) open(url);
    else if (draft !== null && write([draft])) open(draft.url);
  };
  useKeys(isPossible ? { [callKey]: { run, label: words.key, group: strings.header.room } } : {});
  if (!isPossible) return null;
  return (
    <Button
      size="compact-sm"
      variant="default"
      leftSection={<IconPhone size={14} aria-hidden="true" />}
      rightSection={
        <span className={styles.callKey}>
          <Kbd keys={callKey} />
        </span>
      }
      onClick={run}
    >
      {url === null ? words.start : words.join}
    </Button>
  );
}
