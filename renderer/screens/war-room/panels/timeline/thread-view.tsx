import { useEffect, useMemo, useRef } from 'react';
import { useRoom } from '#renderer/live-room/room-provider.tsx';
import { strings } from '#renderer/strings/index.ts';
import { Kbd } from '#renderer/ui/kbd.tsx';
import { useKeys } from '#renderer/ui/keys.tsx';
import { weighEntry } from '#room/account/weight.ts';
import { findThread, type Thread } from '#room/fold/thread.ts';
import { useEscape } from '#renderer/ui/use-escape.ts';
import { useWriter } from '#renderer/live-room/use-writer.ts';
import { brief } from './brief.ts';
import { EntryRow } from './row/entry-row.tsx';
import { entryKeys } from './row/row-actions.tsx';
import { useTimelineStore } from '#renderer/live-room/timeline-store.ts';
import type { Speaker } from './use-say.ts';
import styles from './thread.module.css';

type ThreadViewProps = { room: string; speaker: Speaker };

/** TH2: one thread beside its timeline. Esc closes it; the timeline keeps its scroll position. */
export function ThreadView({ room, speaker }: ThreadViewProps) {
  const { timeline } = useRoom();
  const id = useTimelineStore((state) => state.thread);
  const thread = useMemo(() => (id === null ? null : findThread(timeline, id)), [timeline, id]);
  return thread && <OpenThread key={thread.root.id} room={room} thread={thread} speaker={speaker} />;
}

function OpenThread({ room, thread, speaker }: ThreadViewProps & { thread: Thread }) {
  const { root, replies } = thread;
  const { canWrite } = useWriter();
  const answer = useTimelineStore((state) => state.answer);
  const showThread = useTimelineStore((state) => state.showThread);
  const frame = useRef<HTMLElement>(null);
  const close = () => {
    showThread(null);
    // Returns the focus to the line it was opened from.
    requestAnimationFrame(() =>
      document.querySelector<HTMLElement>('[data-row][data-chosen="true"]')?.focus({ preventScroll: true }),
    );
  };
  useEscape(true, close);
  useEffect(() => frame.current?.focus(), []);
  const words = brief(speaker.say(root.fact), speaker.names(root.by));
  const reply = () => answer(room, (replies.at(-1) ?? root).id);
  useKeys(
    canWrite
      ? {
          [entryKeys.answer]: {
            run: reply,
            label: strings.timeline.answerThread,
            group: strings.timeline.timelineLabel,
            manner: 'quick' as const,
          },
        }
      : {},
  );
  return (
    <section
      ref={frame}
      className={styles.thread}
      tabIndex={-1}
      aria-label={strings.timeline.threadOf(words)}
    >
      <header>
        <h3>{strings.timeline.thread}</h3>
        <span className={styles.count}>{strings.timeline.answers(replies.length)}</span>
        <button type="button" className={styles.act} onClick={close}>
          {strings.timeline.closeThread} <Kbd keys="escape" />
        </button>
      </header>
      <ol className={styles.entries}>
        {[root, ...replies].map((entry) => (
          <li key={entry.id}>
            <EntryRow
              entry={entry}
              weight={weighEntry(entry, speaker.find)}
              speaker={speaker}
              isUnread={false}
              thread={thread}
            />
          </li>
        ))}
      </ol>
      {canWrite && (
        <footer>
          <button type="button" className={styles.act} onClick={reply}>
            {strings.timeline.answerThread} <Kbd keys={entryKeys.answer} />
          </button>
        </footer>
      )}
    </section>
  );
}
