import { useCallback, useEffect, useState } from 'react';
import { useOpenRoom, useRoom } from '#renderer/live-room/room-provider.tsx';
import { useFeed, usePersonName } from '#renderer/server/feed.tsx';
import { journalHead } from '#room/journal/head.ts';
import { lateEntries } from '#room/journal/late.ts';
import { collectReview, type Review } from '#room/pir/review.ts';

/** Collecting reads every fact, so it runs often enough to feel live but not on every key press. */
const settleMs = 300;
const none: readonly string[] = [];

/** The current review, slightly behind the typing. */
export function useReview(id: string): Review {
  const open = useOpenRoom();
  const room = useRoom();
  const names = usePersonName();
  const ended = useFeed().snapshot?.endedKeys ?? none;
  const collect = useCallback(() => {
    const texts = (name: string) => open.text(name).toJSON();
    return collectReview({
      id,
      room,
      texts,
      names,
      head: journalHead(open.doc),
      late: lateEntries(open.doc, ended),
    });
  }, [id, room, open, names, ended]);
  const [review, setReview] = useState(collect);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const collectSoon = () => {
      clearTimeout(timer);
      timer = setTimeout(() => setReview(collect()), settleMs);
    };
    collectSoon();
    open.doc.on('afterTransaction', collectSoon);
    return () => {
      clearTimeout(timer);
      open.doc.off('afterTransaction', collectSoon);
    };
  }, [open, collect]);
  return review;
}
