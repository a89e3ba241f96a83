import { useState } from 'react';
import { strings } from '#renderer/strings/index.ts';
import { sayExactly, sayLength, sayTimeOfDay, sayWhen } from '#renderer/ui/say-time.ts';
import type { FactId } from '#room/facts/fact.ts';
import type { Entry } from '#room/view/room-view.ts';
import { answeredBy, type Thread } from '#room/fold/thread.ts';
import { brief } from '../brief.ts';
import { isBackDated } from '../rows.ts';
import { useTimelineStore } from '#renderer/live-room/timeline-store.ts';
import type { Speaker } from '../use-say.ts';
import styles from '../timeline.module.css';

type RemarkedEntry = { entry: Entry; speaker: Speaker };
type ThreadedEntry = RemarkedEntry & {
  /** The thread that shows the entry. Its lines omit what the thread already shows. */
  thread: Thread | null;
};

type AnswersProps = ThreadedEntry & {
  /** TL4: the entry it is listed beneath; screen readers announce it. */
  under: FactId | null;
};

/** TH1: the answered entry, shown above the line. One press goes there. */
export function Answers({ entry, speaker, thread, under }: AnswersProps) {
  const target = answeredBy(entry.fact) ?? under;
  const goTo = useTimelineStore((state) => state.goTo);
  if (target === null || target === thread?.root.id) return null;
  const answered = speaker.find(target);
  if (!answered) return <p className={styles.re}>{strings.timeline.reGone}</p>;
  const words = strings.timeline.re(
    speaker.names(answered.by),
    brief(speaker.say(answered), speaker.names(answered.by)),
  );
  if (under !== null) return <span className="spoken">{words} </span>;
  return (
    <p className={styles.re}>
      <button type="button" tabIndex={-1} title={strings.timeline.goToIt} onClick={() => goTo(target)}>
        {words}
      </button>
    </p>
  );
}

/** TH1: the number of replies. A press shows the thread. */
export function Replies({ entry }: { entry: Entry }) {
  const showThread = useTimelineStore((state) => state.showThread);
  if (entry.replies === 0) return null;
  return (
    <button type="button" tabIndex={-1} className={styles.replies} onClick={() => showThread(entry.id)}>
      {strings.timeline.answers(entry.replies)}
    </button>
  );
}

/** Facts about the entry itself: confirmed, back-dated, corrected, and by whom. */
export function Remarks({ entry, speaker, isRefuted }: RemarkedEntry & { isRefuted: boolean }) {
  const [isShown, setShown] = useState(false);
  const { names, say } = speaker;
  const last = entry.retracted ? undefined : entry.amendedBy.at(-1);
  const isLate = isBackDated(entry);
  const isRetimed = entry.original !== null && entry.original.at !== entry.at;
  const rivals = speaker.rivalsOf(entry.id);
  if (!isLate && !last && entry.confirmedBy.length === 0 && !isRefuted && rivals === null) return null;
  return (
    <p className={styles.remarks}>
      {rivals !== null && <span>{strings.timeline.rivals(rivals)}</span>}
      {isRefuted && <span>{strings.timeline.refuted}</span>}
      {entry.confirmedBy.length > 0 && (
        <span className={styles.confirmed}>
          {strings.timeline.confirmedBy(entry.confirmedBy.map(names).join(', '))}
        </span>
      )}
      {isLate && <Late entry={entry} />}
      {last && (
        <span>
          {isRetimed && `${strings.timeline.retimed(sayTimeOfDay(entry.original!.at))}, `}
          {strings.timeline.amended(sayWhen(last.noted, entry.at), names(last.by))}
          {entry.original && (
            <button
              type="button"
              className={styles.more}
              aria-expanded={isShown}
              onClick={() => setShown(!isShown)}
            >
              {isShown ? strings.timeline.hideOriginal : strings.timeline.showOriginal}
            </button>
          )}
        </span>
      )}
      {isShown && entry.original && (
        <span className={styles.original}>
          {sayTimeOfDay(entry.original.at)} {say(entry.original)}
        </span>
      )}
    </p>
  );
}

/** FA7: both times and their difference, so that nobody thinks it was known when it happened. */
function Late({ entry: { at, noted } }: { entry: Entry }) {
  const { happened, happenedAhead } = strings.timeline;
  const words =
    noted > at
      ? happened(sayTimeOfDay(at), sayWhen(noted, at), sayLength(noted - at))
      : happenedAhead(sayWhen(at, noted), sayTimeOfDay(noted));
  return <span title={strings.timeline.happenedNoted(sayExactly(at), sayExactly(noted))}>{words}</span>;
}
