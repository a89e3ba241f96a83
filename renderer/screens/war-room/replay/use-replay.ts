import { useEffect, useState } from 'react';
import { sayProblem, useApi } from '#renderer/server/api.ts';
import { useOpenRoom } from '#renderer/live-room/room-provider.tsx';
import { useTeamClock } from '#renderer/ui/now.tsx';
import {
  momentsOf,
  openReplay,
  spanOf,
  type HistoryUpdate,
  type Moment,
  type Replay,
} from '#room/log/replay.ts';
import type { OpenRoom } from '#room/log/room.ts';
import { strings } from '../../../strings/index.ts';
import { useOverRoom } from '../over-room-store.ts';
import { readHistory } from './read-history.ts';

const words = strings.replay;

export type Opened = {
  replay: Replay;
  from: number;
  to: number;
  moments: readonly Moment[];
  /** Why texts are missing, in words. */
  trouble: string | null;
};

/** Null while the history loads. A room without facts has no replay. */
export function useReplay(room: string): Opened | 'empty' | null {
  const api = useApi();
  const open = useOpenRoom();
  const clock = useTeamClock();
  const from = useOverRoom((state) => state.replayFrom);
  const [opened, setOpened] = useState<Opened | 'empty' | null>(null);
  useEffect(() => {
    let isOver = false;
    const show = (history: readonly HistoryUpdate[], trouble: string | null) => {
      if (!isOver) setOpened(make(open, history, { now: clock.now(), from, trouble }));
    };
    readHistory(api, room)
      .then((history) => show(history, null))
      // The facts are already here, so they can be replayed; only the texts are missing.
      .catch((problem: unknown) => show([], words.withoutTexts(sayProblem(problem))));
    return () => {
      isOver = true;
    };
  }, [api, room, open, clock, from]);
  return opened;
}

function make(
  whole: OpenRoom,
  history: readonly HistoryUpdate[],
  { now, from, trouble }: { now: number; from: number | null; trouble: string | null },
): Opened | 'empty' {
  const span = spanOf(whole.room(), history, now);
  if (span === null) return 'empty';
  const time = Math.min(Math.max(from ?? span.to, span.from), span.to);
  const replay = openReplay({ whole, history, time });
  return { ...span, replay, moments: momentsOf(whole.room()), trouble };
}
