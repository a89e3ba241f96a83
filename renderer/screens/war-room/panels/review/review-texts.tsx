import { useMemo } from 'react';
import { useAwareness, useRoom, useText } from '#renderer/live-room/room-provider.tsx';
import { SharedText } from '#renderer/ui/shared-text.tsx';
import type { ReviewTemplate } from '#room/facts/review-template.ts';
import { findBlame } from '#room/pir/blame.ts';
import { standardTemplate } from '#room/pir/templates/shipped.ts';
import { textsOf, typedSections } from '#room/pir/templates/template.ts';
import { strings } from '../../../../strings/index.ts';
import { useKnownPeople } from '../use-known-people.ts';
import { useTextString } from '../use-text-string.ts';
import { useWriter } from '#renderer/live-room/use-writer.ts';
import { Comments } from './comments.tsx';
import styles from './review.module.css';

const words = strings.review;
const templateWords = strings.reviewTemplates;
/** The standard template prints headings in title case; the screen shows them as sentences. */
const usual: Partial<Record<ReviewTemplate['sections'][number]['part'], string>> = words.usualHeadings;

/** RT1: the sections that people write. The facts supply the rest of the review. */
export function ReviewTexts() {
  const { templates } = useRoom().review;
  const template = templates.at(-1) ?? standardTemplate;
  const isUsual = template === standardTemplate;
  const sections = typedSections(template);
  const shown = new Set(sections.map(({ name }) => name));
  const others = [...textsOf(templates)].filter(([name]) => !shown.has(name));
  return (
    <>
      <nav className={styles.rail} aria-label={words.rail}>
        {sections.map(({ name, heading, part }) => (
          <RailItem key={name} name={name} title={isUsual ? (usual[part] ?? heading) : heading} />
        ))}
      </nav>
      {sections.map(({ name, heading, part, ask }) => (
        <ReviewSection
          key={name}
          name={name}
          title={isUsual ? (usual[part] ?? heading) : heading}
          asks={ask ?? openQuestion(part)}
        />
      ))}
      {others.map(([name, title]) => (
        <LeftText key={name} name={name} title={title} />
      ))}
    </>
  );
}

/** RS8: one text: whether something is written, and how many comments wait. A click leads to it. */
function RailItem({ name, title }: { name: string; title: string }) {
  const isWritten = useTextString(name).trim() !== '';
  const waiting = useRoom().review.comments.filter(({ text }) => text === name).length;
  const lead = () => document.getElementById(sectionId(name))?.scrollIntoView({ block: 'start' });
  return (
    <button type="button" className={styles.railItem} data-written={isWritten} onClick={lead}>
      {title} <span className="label">{words.railSays(isWritten, waiting)}</span>
    </button>
  );
}

const sectionId = (name: string): string => `text-${name.replaceAll(/[^\p{L}\d]+/gu, '-')}`;

const openQuestion = (part: ReviewTemplate['sections'][number]['part']): string =>
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
  return (
    <div className={styles.section} id={sectionId(name)}>
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
