// The room's second tab: what to learn from it, written together beside the document that comes out.
import { useState } from 'react';
import { useRoom } from '#renderer/room/room-provider.tsx';
import { useKeys } from '#renderer/ui/keys.tsx';
import { ActionItems } from './action-items.tsx';
import { ExportBar } from './export-bar.tsx';
import { Preview } from './preview.tsx';
import { ReviewTexts } from './review-texts.tsx';
import { useReview } from './use-review.ts';
import styles from './review.module.css';

export function ReviewTab({ id }: { id: string }) {
  const review = useReview(id);
  const { status } = useRoom();
  const [shown, setShown] = useState<'write' | 'read'>('write');
  const other = shown === 'write' ? 'read' : 'write';
  useKeys({
    '.': { run: () => setShown(other), label: 'Writing or preview, where only one fits', group: 'Review' },
  });
  return (
    <div className={styles.review} data-shown={shown}>
      <section className={styles.write} aria-label="Write the review">
        {status.value !== 'resolved' && status.value !== 'closed' && (
          <p className={styles.early}>
            The incident is still open: what you write now is kept, times that are not known yet say so.
          </p>
        )}
        <ReviewTexts />
        <ActionItems />
      </section>
      <section className={styles.read} aria-label="The review as it comes out">
        <ExportBar id={id} review={review} onSwitch={() => setShown(other)} shown={shown} />
        <Preview review={review} />
      </section>
    </div>
  );
}
