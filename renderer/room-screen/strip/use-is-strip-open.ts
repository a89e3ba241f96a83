import { useMediaQuery } from '@mantine/hooks';
import { useRoom } from '#renderer/room/room-provider.tsx';
import { useLayout } from '../layout-store.ts';

/** From here on the timeline keeps 20 lines beside it. */
const hasSpace = '(min-width: 1181px) and (min-height: 1000px)';

/** TS4: as this person left it; before that, open where there is space for it and a check to show. */
export function useIsStripOpen(): boolean {
  const chosen = useLayout(({ strip }) => strip);
  const isSpacious = useMediaQuery(hasSpace, undefined, { getInitialValueInEffect: false });
  const { checks } = useRoom();
  return chosen ?? (isSpacious && checks.length > 0);
}
