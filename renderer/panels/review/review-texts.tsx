import { useAwareness, useText } from '#renderer/room/room-provider.tsx';
import { SharedText } from '#renderer/ui/shared-text.tsx';
import { strings } from '../../strings/index.ts';
import { useWriter } from '../use-writer.ts';
import styles from './review.module.css';

const words = strings.review;

/** RV1: the sections that people write; everything else of the review comes from the facts. */
const sections = [
  {
    name: 'executive-summary',
    title: words.executiveSummary,
    asks: words.whatHappenedWhom,
  },
  {
    name: 'root-cause',
    title: words.rootCause,
    asks: words.whatMadePossible,
  },
  { name: 'factors', title: words.factors, asks: words.whatElseCounted },
  {
    name: 'detection',
    title: words.detectionResponse,
    asks: words.howWeLearned,
  },
  { name: 'went-well', title: words.whatWentWell, asks: words.whatKeepDoing },
  { name: 'lucky', title: words.lucky, asks: words.whatCouldHaveGoneWorse },
  {
    name: 'improve',
    title: words.whatWeCan,
    asks: words.whatDoDifferently,
  },
] as const;

export function ReviewTexts() {
  return (
    <>
      {sections.map((section) => (
        <ReviewSection key={section.name} {...section} />
      ))}
    </>
  );
}

function ReviewSection({ name, title, asks }: (typeof sections)[number]) {
  const text = useText(`review/${name}`);
  const awareness = useAwareness();
  const { canWrite } = useWriter();
  return (
    <div className={styles.section}>
      <h2>{title}</h2>
      <SharedText
        text={text}
        awareness={awareness}
        label={title}
        readOnly={!canWrite}
        placeholder={asks}
        minHeight={88}
      />
    </div>
  );
}
