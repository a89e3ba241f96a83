import { useMediaQuery } from '@mantine/hooks';
import { useRoom } from '#renderer/live-room/room-provider.tsx';
import { useLayout } from '../layout-store.ts';
import { useWidth } from '../use-width.ts';

/** From this size on the timeline still has 20 lines beside the strip. */
const hasSpace = '(min-width: 1181px) and (min-height: 1000px)';

/** TS2, TS4: never in a narrow window; else this person's choice, or open if there is enough space and a check to show. */
export function useIsStripOpen(): boolean {
  const chosen = useLayout(({ strip }) => strip);
  const isSpacious = useMediaQuery(hasSpace, undefined, { getInitialValueInEffect: false });
  const { checks } = useRoom();
  const isNarrow = useWidth() === 'narrow';
  return !isNarrow && (chosen ?? (isSpacious && checks.length > 0));
}
