import { useState } from 'react';
import { Button } from '@mantine/core';
import { ServerButton } from '../../fields/server-button.tsx';

type RemoveWords = {
  remove: string;
  removeOf: (name: string) => string;
  removeReally: (name: string) => string;
  keep: string;
};
type RemoveButtonProps = { words: RemoveWords; name: string; busy: boolean; remove: () => void };

/** Removes with a second press, on a button that names what goes. */
export function RemoveButton({ words, name, busy, remove }: RemoveButtonProps) {
  const [isAsking, setIsAsking] = useState(false);
  if (!isAsking)
    return (
      <Button variant="subtle" aria-label={words.removeOf(name)} onClick={() => setIsAsking(true)}>
        {words.remove}
      </Button>
    );
  return (
    <>
      <ServerButton variant="filled" loading={busy} onClick={remove}>
        {words.removeReally(name)}
      </ServerButton>
      <Button variant="subtle" onClick={() => setIsAsking(false)}>
        {words.keep}
      </Button>
    </>
  );
}
