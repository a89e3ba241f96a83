import { TagsInput } from '@mantine/core';
import { RecurrenceLine } from '#renderer/screens/problems/recurrence-line.tsx';
import { SimilarList } from '#renderer/screens/problems/similar-list.tsx';
import { useRoom } from '#renderer/live-room/room-provider.tsx';
import { useFeed } from '#renderer/server/feed.tsx';
import { strings } from '../../../../strings/index.ts';
import { useWriter } from '#renderer/live-room/use-writer.ts';
import styles from './review.module.css';

const words = strings.problems;

/** PM1: the causes, as the team's own tags, and how many times this has happened. `id` is the incident's. */
export function CauseTags({ id }: { id: string }) {
  const { causes } = useRoom().review;
  const { canWrite, write } = useWriter();
  const { snapshot } = useFeed();
  const known = [...new Set((snapshot?.incidents ?? []).flatMap((each) => each.causes ?? []))].toSorted();
  return (
    <div className={styles.section}>
      <RecurrenceLine id={id} />
      <SimilarList id={id} />
      <TagsInput
        label={words.causes}
        description={words.causesHint}
        aria-label={words.causesOf}
        data={known}
        maxTags={20}
        maxLength={120}
        readOnly={!canWrite}
        value={[...causes]}
        onChange={(chosen) => write({ kind: 'review', causes: chosen })}
      />
    </div>
  );
}
