import { useMemo } from 'react';
import { mergeChecks } from '#renderer/screens/war-room/panels/checks/merge-checks.ts';
import { useIsPast, useRoom } from '#renderer/live-room/room-provider.tsx';
import { useFeed, usePersonName } from '#renderer/server/feed.tsx';
import { useNow } from '#renderer/ui/now.tsx';
import { spanOfRoom, tellRoom } from '#room/pir/room-story.ts';
import type { Span } from '#room/strip/strip.ts';
import { useWidth } from '../use-width.ts';
import { stripOfRoom } from './room-lanes.ts';
import { useHistories } from './use-histories.ts';

const laneCounts = { wide: 5, medium: 3, narrow: 2 };

/** The redraw interval: the time that one pixel covers, at least one second. */
const grain = (lengthMs: number): number => Math.max(1_000, Math.floor(lengthMs / 600));

/** The strip of the current room, kept up to date. `sight` is the visible part; null for the whole. */
export function useRoomStrip(sight: Span | null) {
  const room = useRoom();
  const { snapshot } = useFeed();
  const names = usePersonName();
  const isPast = useIsPast();
  const exactly = useNow();
  const width = useWidth();
  const since = room.declared?.at ?? room.timeline[0]?.at ?? exactly;
  const step = grain(exactly - since);
  const now = Math.ceil(exactly / step) * step;
  const story = useMemo(() => tellRoom(room, names, now), [room, names, now]);
  const span = useMemo(() => spanOfRoom(room, story, now), [room, story, now]);
  const monitors = snapshot?.monitors;
  const services = snapshot?.services;
  const checks = useMemo(
    () => mergeChecks(room.checks, (!isPast && monitors) || [], room.service, services).touching,
    [room.checks, monitors, room.service, services, isPast],
  );
  const drawn = useMemo(() => checks.slice(0, laneCounts[width]), [checks, width]);
  // Rounded to the minute, so that measurements are not requested on every tick of the clock.
  const histories = useHistories(drawn, Math.floor(span.from / 60_000) * 60_000);
  return useMemo(() => {
    const made = stripOfRoom({
      story,
      span,
      sight: sight ?? span,
      checks,
      histories,
      mostChecks: laneCounts[width],
    });
    return { ...made, now };
  }, [story, span, sight, checks, histories, width, now]);
}
