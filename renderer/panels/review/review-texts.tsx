import { useAwareness, useText } from '#renderer/room/room-provider.tsx';
import { SharedText } from '#renderer/ui/shared-text.tsx';
import { useWriter } from '../use-writer.ts';
import styles from './review.module.css';

/** RV1: the sections that people write; everything else of the review comes from the facts. */
const sections = [
  {
    name: 'executive-summary',
    title: 'Executive summary',
    asks: 'What happened, to whom, for how long, and why, for somebody who was not there. Left empty, the room’s summary stands here.',
  },
  {
    name: 'root-cause',
    title: 'Root cause',
    asks: 'What made it possible and what set it off. Systems and conditions, not people.',
  },
  {
    name: 'detection',
    title: 'Detection and response',
    asks: 'How we learned of it, how long we were blind, what helped and what slowed us.',
  },
  { name: 'went-well', title: 'What went well', asks: 'What to keep doing.' },
  {
    name: 'improve',
    title: 'What we can improve',
    asks: 'What to do differently, before it becomes action items below.',
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
