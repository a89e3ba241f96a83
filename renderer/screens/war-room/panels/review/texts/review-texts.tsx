import { useMemo } from 'react';
import { useAwareness, useRoom, useText } from '#renderer/live-room/room-provider.tsx';
import { SharedText } from '#renderer/ui/shared-text.tsx';
import type { ReviewPart } from '#room/facts/review-template.ts';
import { findBlame } from '#room/pir/blame.ts';
import { textsOf } from '#room/pir/templates/template.ts';
import { strings } from '../../../../../strings/index.ts';
import { useKnownPeople } from '../../use-known-people.ts';
import { useTextString } from '../../use-text-string.ts';
import { useWriter } from '#renderer/live-room/use-writer.ts';
import { Comments } from './comments.tsx';
import { sectionId, useSections } from './review-sections.ts';
import { useSayWhoWrote } from './use-say-who-wrote.ts';
import styles from '../review.module.css';

const words = strings.review;
const templateWords = strings.reviewTemplates;

/** RT1: the sections that people write. The facts supply the rest of the review. */
export function ReviewTexts() {
  const { templates } = useRoom().review;
  const sections = useSections();
  const shown = new Set(sections.map(({ name }) => name));
  const others = [...textsOf(templates)].filter(([name]) => !shown.has(name));
  return (
    <>
      {sections.map(({ name, title, part, ask }) => (
        <ReviewSection key={name} name={name} title={title} asks={ask ?? openQuestion(part)} />
      ))}
      {others.map(([name, title]) => (
        <LeftText key={name} name={name} title={title} />
      ))}
    </>
  );
}

const openQuestion = (part: ReviewPart): string =>
  part === 'factors' ? words.factorsHint : part === 'lucky' ? words.luckyHint : '';

/** RT4: text written with another template, if there is any. */
function LeftText({ name, title }: { name: string; title: string }) {
  const typed = useTextString(name);
  if (typed.trim() === '') return null;
  return <ReviewSection name={name} title={title} asks="" remark={templateWords.alsoWrittenWhy} />;
}

/** RV18: words that blame somebody, and what to write instead. Advice: nothing is refused for it. */
function Wording({ name }: { name: string }) {
  const typed = useTextString(name);
  const people = useKnownPeople();
  const found = useMemo(
    () =>
      findBlame(
        typed,
        people.map((person) => person.name),
      ),
    [typed, people],
  );
  if (found.length === 0) return null;
  return (
    <ul className={styles.wording} aria-label={words.wording}>
      {found.map(({ words: quoted, why }) => (
        <li key={`${quoted} ${why}`}>
          <b>{quoted}</b> {why}
        </li>
      ))}
    </ul>
  );
}

type SectionProps = { name: string; title: string; asks: string; remark?: string };

function ReviewSection({ name, title, asks, remark }: SectionProps) {
  const text = useText(name);
  const awareness = useAwareness();
  const { canWrite } = useWriter();
  useSayWhoWrote(name, text);
  return (
    <div className={styles.section} id={sectionId(name)} data-text={name} tabIndex={-1}>
      <h2>{title}</h2>
      {remark !== undefined && <p className="label">{remark}</p>}
      <SharedText
        text={text}
        awareness={awareness}
        label={title}
        readOnly={!canWrite}
        placeholder={asks}
        minHeight={88}
      />
      <Wording name={name} />
      <Comments name={name} title={title} />
    </div>
  );
}
