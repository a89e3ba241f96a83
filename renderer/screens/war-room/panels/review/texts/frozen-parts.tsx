// RS14: the parts of the review that the record fills. Each follows the record or is frozen.
import { Kbd } from '#renderer/ui/kbd.tsx';
import { useKeys } from '#renderer/ui/keys.tsx';
import { When } from '#renderer/ui/time.tsx';
import { useWriter } from '#renderer/live-room/use-writer.ts';
import { isFromRecord, type ReviewPart } from '#room/facts/review-template.ts';
import type { FrozenPart } from '#room/pir/progress.ts';
import type { Review } from '#room/pir/review.ts';
import { standardTemplate } from '#room/pir/templates/shipped.ts';
import { strings } from '../../../../../strings/index.ts';
import styles from '../review.module.css';

const words = strings.review;
export const freezeKey = 'z';

/** `partRead`: the part that is read at the moment; null for none. */
type FrozenPartsProps = { review: Review; partRead: () => ReviewPart | null };

export function FrozenParts({ review, partRead }: FrozenPartsProps) {
  const { canWrite, write } = useWriter();
  const { sections } = review.template ?? standardTemplate;
  const shown = sections.filter(({ part }) => isFromRecord(part));
  const found = (part: ReviewPart): FrozenPart | undefined =>
    review.frozen?.find((each) => each.part === part);
  const toggle = (part: ReviewPart) =>
    write({ kind: 'review', ...(found(part) === undefined ? { frozen: part } : { live: part }) });
  const toggleRead = () => {
    const part = partRead();
    if (part !== null && shown.some((each) => each.part === part)) void toggle(part);
  };
  useKeys({
    ...(canWrite && { [freezeKey]: { run: toggleRead, label: words.freezeRead, group: words.review } }),
  });
  return (
    <section className={styles.section} aria-label={words.fromRecord}>
      <h2>{words.fromRecord}</h2>
      <p className="label">
        {words.fromRecordHint} {canWrite && <Kbd keys={freezeKey} />}
      </p>
      <ul className={styles.frozen}>
        {shown.map(({ heading, part }) => (
          <FrozenRow
            key={heading}
            heading={heading}
            frozen={found(part)}
            toggle={canWrite ? () => void toggle(part) : null}
          />
        ))}
      </ul>
    </section>
  );
}

type RowProps = { heading: string; frozen: FrozenPart | undefined; toggle: (() => void) | null };

function FrozenRow({ heading, frozen, toggle }: RowProps) {
  return (
    <li>
      <span>{heading}</span>
      <span className="soft">
        {frozen === undefined ? (
          words.live
        ) : (
          <>
            {words.frozenAsOf} <When at={frozen.asOf} />, {words.notedSince(frozen.later)}
          </>
        )}
      </span>
      {toggle !== null && (
        <button
          type="button"
          className={styles.act}
          aria-label={frozen === undefined ? words.freezeLabel(heading) : words.followLabel(heading)}
          onClick={toggle}
        >
          {frozen === undefined ? words.freeze : words.follow}
        </button>
      )}
    </li>
  );
}
