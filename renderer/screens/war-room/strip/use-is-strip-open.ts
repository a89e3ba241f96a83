import { useMediaQuery } from '@mantine/hooks';
import { useRoom } from '#renderer/live-room/room-provider.tsx';
import { useLayout } from '../layout-store.ts';

/** From this size on the timeline still has 20 lines beside the strip. */
const hasSpace = '(min-width: 1181px) and (min-height: 1000px)';

/** TS4: this person's choice; before that, open if there is enough space and a check to show. */
export function useIsStripOpen(): boolean {
  const chosen = useLayout(({ strip }) => strip);
  const isSpacious = useMediaQuery(hasSpace, undefined, { getInitialValueInEffect: false });
  const { checks } = useRoom();
  return chosen ?? (isSpacious && checks.length > 0);
}
