// RS5: the state of the review, its owner, its due date, and who agreed to its current text.
import { useMemo } from 'react';
import { useOpenRoom, useRoom } from '#renderer/live-room/room-provider.tsx';
import { useNow } from '#renderer/ui/now.tsx';
import { usePersonName } from '#renderer/server/feed.tsx';
import { Kbd } from '#renderer/ui/kbd.tsx';
import { useKeys } from '#renderer/ui/keys.tsx';
import { sayLength } from '#renderer/ui/say-time.ts';
import { When } from '#renderer/ui/time.tsx';
import { reviewStates } from '#room/facts/review.ts';
import type { Room } from '#room/view/room-view.ts';
import { seenNow } from '#room/pir/changes-since.ts';
import { findReviewDue, hashOfReview } from '#room/pir/review-state.ts';
import type { Review } from '#room/pir/review.ts';
import { strings } from '../../../../../strings/index.ts';
import { useKnownPeople } from '../../use-known-people.ts';
import { useWriter } from '#renderer/live-room/use-writer.ts';
import { ChangesSince } from './changes-since.tsx';
import { MeetingPlan } from './meeting-plan.tsx';
import { ReadBy } from './read-by.tsx';
import { TemplateChoice } from './template-choice.tsx';
import { Sentence } from '#renderer/ui/sentence.tsx';
import styles from './review-head.module.css';

const words = strings.reviewHead;

type State = Room['review']['state'];

/** `review` is the current document. When it changes, the hash is computed again. */
export function ReviewHead({ review }: { review: Review }) {
  const room = useRoom();
  const { canWrite, write } = useWriter();
  const { hash, seen } = useContent();
  const { state } = room.review;
  const next = reviewStates[reviewStates.indexOf(state) + 1];
  // Computed at this moment, so that the agreement is to the current text.
  const move = (to: State) =>
    write({ kind: 'review', state: to, ...(to === 'reviewed' && { hash: hash(), seen: seen() }) });
  useKeys({
    ...(canWrite &&
      next !== undefined && {
        v: { run: () => move(next), label: words.nextKey, group: strings.review.review },
      }),
  });
  return (
    <div className={styles.head}>
      <div className={styles.states} role="group" aria-label={words.state}>
        {reviewStates.map((each) => (
          <button
            key={each}
            type="button"
            disabled={!canWrite}
            aria-pressed={each === state}
            onClick={() => move(each)}
          >
            {words.states[each]} {each === next && canWrite && <Kbd keys="v" />}
          </button>
        ))}
      </div>
      <DueWords room={room} />
      <span className={styles.break} />
      <Owner />
      <TemplateChoice />
      <MeetingPlan id={review.id} />
      <ReadBy />
      <Readings room={room} review={review} hash={hash} />
    </div>
  );
}

/** The hash of the present content, and what the reader sees of it (RS15). */
function useContent() {
  const open = useOpenRoom();
  return useMemo(() => {
    const textOf = (name: string) => open.text(name).toJSON();
    return {
      hash: () => hashOfReview(open.room(), textOf),
      seen: () => seenNow(open.room(), textOf),
    };
  }, [open]);
}

function Owner() {
  const { review } = useRoom();
  const { canWrite, write } = useWriter();
  const people = useKnownPeople();
  const { owner } = review;
  const isKnown = owner === null || people.some(({ id }) => id === owner);
  return (
    <label className={styles.owner}>
      <span className="label">{words.owner}</span>
      <select
        aria-label={words.ownerOf}
        disabled={!canWrite}
        value={owner ?? ''}
        onChange={(event) => write({ kind: 'review', owner: event.currentTarget.value || null })}
      >
        <option value="">{words.noOwner}</option>
        {!isKnown && <option value={owner}>{strings.review.somebodyWhoLeft}</option>}
        {people.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

function DueWords({ room }: { room: Room }) {
  const due = useMemo(() => findReviewDue(room), [room]);
  const now = useNow();
  if (due === null) return null;
  const left = due.dueAt - now;
  return (
    <span className={styles.due} data-late={left < 0}>
      <Sentence says={words.due} parts={{ time: <When at={due.dueAt} /> }} />,{' '}
      <b>{left < 0 ? words.late(sayLength(-left)) : words.in(sayLength(left))}</b>
    </span>
  );
}

type ReadingsProps = { room: Room; review: Review; hash: () => string };

function Readings({ room, review, hash }: ReadingsProps) {
  const nameOf = usePersonName();
  const { readings } = room.review;
  const now = useMemo(
    () => ({ review, hash: readings.length === 0 ? '' : hash() }),
    [readings, review, hash],
  );
  if (readings.length === 0) return null;
  const earlier = readings.filter((each) => each.hash !== now.hash);
  return (
    <div className={styles.readings} role="status">
      {words.readBy(readings.map(({ by }) => nameOf(by)).join(', '))}{' '}
      <span className="mono">{(readings.at(-1)?.hash ?? '').slice(0, 12)}</span>
      {earlier.length > 0 && <ChangesSince review={review} readings={earlier} />}
    </div>
  );
}
