import { useState } from 'react';
import { strings } from '#renderer/strings/index.ts';
import { sayExactly, sayLength, sayTimeOfDay, sayWhen } from '#renderer/ui/say-time.ts';
import type { Entry } from '#room/incident.ts';
import { answeredBy, type Thread } from '#room/thread.ts';
import { brief } from './brief.ts';
import { isBackDated } from './rows.ts';
import { useTimelineStore } from './timeline-store.ts';
import type { Speaker } from './use-say.ts';
import styles from './timeline.module.css';

type RemarksProps = {
  entry: Entry;
  speaker: Speaker;
  /** The thread that it stands in: what that shows already is not said in every line. */
  thread: Thread | null;
};

/** TH1: above the line, what it answers; the way there is one press. */
export function Answers({ entry, speaker, thread }: RemarksProps) {
  const target = answeredBy(entry.fact);
  const goTo = useTimelineStore((state) => state.goTo);
  if (target === null || target === thread?.root.id) return null;
  const answered = speaker.find(target);
  if (!answered) return <p className={styles.re}>{strings.timeline.reGone}</p>;
  return (
    <p className={styles.re}>
      <button type="button" tabIndex={-1} title={strings.timeline.goToIt} onClick={() => goTo(target)}>
        {strings.timeline.re(
          speaker.names(answered.by),
          brief(speaker.say(answered), speaker.names(answered.by)),
        )}
      </button>
    </p>
  );
}

/** What must be known about the entry itself: answered, confirmed, noted later than it happened, corrected, by whom. */
export function Remarks({ entry, speaker, thread }: RemarksProps) {
  const [isShown, setShown] = useState(false);
  const { names, say } = speaker;
  const showThread = useTimelineStore((state) => state.showThread);
  const last = entry.retracted ? undefined : entry.amendedBy.at(-1);
  const isLate = isBackDated(entry);
  const isRetimed = entry.original !== null && entry.original.at !== entry.at;
  const replies = thread === null ? entry.replies : 0;
  if (!isLate && !last && replies === 0 && entry.confirmedBy.length === 0) return null;
  return (
    <p className={styles.remarks}>
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
      {replies > 0 && (
        <button type="button" tabIndex={-1} className={styles.replies} onClick={() => showThread(entry.id)}>
          {strings.timeline.answers(replies)}
        </button>
      )}
      {isShown && entry.original && (
        <span className={styles.original}>
          {sayTimeOfDay(entry.original.at)} {say(entry.original)}
        </span>
      )}
    </p>
  );
}

/** FA7: both times, and how far apart: nobody is to think that it was known when it happened. */
function Late({ entry: { at, noted } }: { entry: Entry }) {
  const { happened, happenedAhead } = strings.timeline;
  const words =
    noted > at
      ? happened(sayTimeOfDay(at), sayWhen(noted, at), sayLength(noted - at))
      : happenedAhead(sayWhen(at, noted), sayTimeOfDay(noted));
  return <span title={strings.timeline.happenedNoted(sayExactly(at), sayExactly(noted))}>{words}</span>;
}
