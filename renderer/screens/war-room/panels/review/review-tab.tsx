// The room's second tab: the review, written together, beside a preview of the document.
import { useRef } from 'react';
import { useRoom } from '#renderer/live-room/room-provider.tsx';
import { useKeys } from '#renderer/ui/keys.tsx';
import { sayWhatItWas } from '#room/facts/withdrawn.ts';
import { strings } from '../../../../strings/index.ts';
import { ActionItems } from './action-items.tsx';
import { CauseTags } from './cause-tags.tsx';
import { CopyForOthers } from './copies/copy-for-others.tsx';
import { ExportBar } from './export/export-bar.tsx';
import { FrozenParts } from './texts/frozen-parts.tsx';
import { Preview } from './preview.tsx';
import { PublicPictures } from './export/public-pictures.tsx';
import { ReviewHead } from './head/review-head.tsx';
import { ReviewRail } from './review-rail.tsx';
import { ReviewTexts } from './texts/review-texts.tsx';
import { Story } from './story.tsx';
import { useCopy } from './copies/use-copy.ts';
import { useReadThrough } from './use-read-through.ts';
import { useReview } from './use-review.ts';
import { useShownFiles } from './use-shown-files.ts';
import styles from './review.module.css';

const words = strings.review;

type ReviewTabProps = { id: string; onReplay: (from: number | null) => void };

/** `onReplay` opens the replay at a moment in epoch ms, or at its end. */
export function ReviewTab({ id, onReplay }: ReviewTabProps) {
  const review = useShownFiles(useReview(id));
  const copy = useCopy(review);
  const { status, withdrawn } = useRoom();
  const writing = useRef<HTMLElement>(null);
  const read = useReadThrough({ id, review, writing, onReplay });
  const { shown, setShown } = read;
  const other = shown === 'write' ? 'read' : 'write';
  useKeys({
    '.': { run: () => setShown(other), label: words.writingOrPreview, group: words.review },
  });
  return (
    <div className={styles.review} data-shown={shown}>
      <ReviewRail missing={review.missing} onReplay={read.replay} />
      <section ref={writing} className={styles.write} aria-label={words.writeReview}>
        {status.value !== 'resolved' && status.value !== 'closed' && (
          <p className={styles.early}>{words.stillOpenHint}</p>
        )}
        {withdrawn !== null && (
          <p className={styles.early}>{strings.withdraw.noReview(sayWhatItWas(withdrawn))}</p>
        )}
        <ReviewHead review={review} />
        <CauseTags id={id} />
        <ReviewTexts />
        <Story review={review} />
        <ActionItems />
        <PublicPictures review={review} />
        <FrozenParts review={review} partRead={read.part} />
      </section>
      <section className={styles.read} aria-label={words.previewLead}>
        <ExportBar id={id} copy={copy} onSwitch={() => setShown(other)} shown={shown} />
        <CopyForOthers review={review} choice={copy.choice} onChoose={copy.onChoose} check={copy.check} />
        <Preview review={copy.review} hidden={copy.hidden} page={read.page} />
      </section>
    </div>
  );
}
