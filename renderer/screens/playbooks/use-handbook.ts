import { useMemo } from 'react';
import { useFeed } from '../../server/feed.tsx';
import { handbookFrom, type HandbookPage } from './handbook.ts';

/** FM6: the handbook as the team has it, even while the team's server is away. */
export function useHandbook(): readonly HandbookPage[] {
  const changes = useFeed().snapshot?.scheme?.handbook;
  return useMemo(() => handbookFrom(changes ?? []), [changes]);
}
