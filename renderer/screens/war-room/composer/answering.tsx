// TH1: shows the entry that the composer answers, and a way to stop answering.
import { useEffect, useRef, type RefObject } from 'react';
import { brief } from '#renderer/screens/war-room/panels/timeline/brief.ts';
import { useTimelineStore } from '#renderer/live-room/timeline-store.ts';
import { useSay } from '#renderer/screens/war-room/panels/timeline/use-say.ts';
import { useRoom } from '#renderer/live-room/room-provider.tsx';
import { strings } from '#renderer/strings/index.ts';
import { Kbd } from '#renderer/ui/kbd.tsx';
import type { Entry } from '#room/view/room-view.ts';
import styles from './composer.module.css';

/** The entry that this room's composer answers; null for an ordinary line. */
export function useAnswered(room: string): Entry | null {
  const { timeline } = useRoom();
  const id = useTimelineStore(({ answers }) => answers.get(room) ?? null);
  return id === null ? null : (timeline.find((entry) => entry.id === id) ?? null);
}

export const dropAnswer = (room: string) => useTimelineStore.getState().answer(room, null);

/** Choosing to answer an entry focuses the composer. */
export function useFocusOnAnswer(field: RefObject<HTMLTextAreaElement | null>) {
  const asked = useTimelineStore((state) => state.asked);
  const seen = useRef(asked);
  useEffect(() => {
    if (asked === seen.current) return;
    seen.current = asked;
    field.current?.focus();
  }, [asked, field]);
}

export function Answering({ room, entry }: { room: string; entry: Entry }) {
  const { say, names } = useSay();
  const who = names(entry.by);
  return (
    <p className={styles.answering}>
      <span className="clip">{strings.timeline.answering(who, brief(say(entry.fact), who))}</span>
      <button
        type="button"
        className={styles.drop}
        title={strings.timeline.dropHint}
        onClick={() => dropAnswer(room)}
      >
        {strings.timeline.dropAnswer} <Kbd keys="escape" />
      </button>
    </p>
  );
}
