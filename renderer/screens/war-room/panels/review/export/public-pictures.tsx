// RV24: which pictures the public version of a review has. Without a choice it has none.
import { Checkbox } from '@mantine/core';
import { useRoom } from '#renderer/live-room/room-provider.tsx';
import { useWriter } from '#renderer/live-room/use-writer.ts';
import type { Review } from '#room/pir/review.ts';
import { strings } from '../../../../../strings/index.ts';
import styles from '../review.module.css';

const words = strings.reviewCopy.publish;

/** Nothing unless the template is public. */
export function PublicPictures({ review }: { review: Review }) {
  const { pictures } = useRoom().review;
  const { canWrite, write } = useWriter();
  if (review.template?.public !== true) return null;
  const offered = new Map(
    review.attachments.flatMap(({ name, sha256 }) => {
      const file = review.shown?.get(sha256);
      return file !== undefined && 'picture' in file ? [[sha256, name] as const] : [];
    }),
  );
  const choose = (chosen: { strip?: boolean; files?: string[] }) =>
    void write({
      kind: 'review',
      pictures: { strip: pictures.strip, files: [...pictures.files], ...chosen },
    });
  const chooseFile = (sha256: string, isChosen: boolean) =>
    choose({
      files: isChosen ? [...pictures.files, sha256] : pictures.files.filter((each) => each !== sha256),
    });
  return (
    <fieldset className={styles.pictures} disabled={!canWrite}>
      <legend>{words.pictures}</legend>
      <p className="label">{words.picturesHint}</p>
      <Checkbox
        label={words.strip}
        checked={pictures.strip}
        onChange={({ currentTarget }) => choose({ strip: currentTarget.checked })}
      />
      {[...offered].map(([sha256, name]) => (
        <Checkbox
          key={sha256}
          label={name}
          checked={pictures.files.includes(sha256)}
          onChange={({ currentTarget }) => chooseFile(sha256, currentTarget.checked)}
        />
      ))}
    </fieldset>
  );
}
