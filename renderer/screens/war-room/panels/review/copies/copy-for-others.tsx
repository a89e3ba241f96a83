// RV14: a copy of the review for others: the words to hide, their replacements, and whether any is left.
import { useState } from 'react';
import { Checkbox, TextInput } from '@mantine/core';
import { Kbd } from '#renderer/ui/kbd.tsx';
import { useKeys } from '#renderer/ui/keys.tsx';
import { hiddenWords, listed, type CopyChoice } from '#room/pir/copies/copy-choice.ts';
import type { Review } from '#room/pir/review.ts';
import { CopyProfiles } from './copy-profiles.tsx';
import { strings } from '../../../../../strings/index.ts';
import styles from './copy-for-others.module.css';

const words = strings.reviewCopy;
const copyKey = ',';

type CopyForOthersProps = {
  /** The whole review. */
  review: Review;
  choice: CopyChoice;
  onChoose: (choice: CopyChoice) => void;
  /** How many words are hidden, and those that are still in the page; null while nothing is hidden. */
  check: { hidden: number; left: readonly string[] } | null;
};

export function CopyForOthers(props: CopyForOthersProps) {
  const [isOpen, setOpen] = useState(false);
  const toggle = () => setOpen(!isOpen);
  useKeys({ [copyKey]: { run: toggle, label: words.open, group: strings.review.review } });
  return (
    <div className={styles.copy}>
      <button type="button" className={styles.head} aria-expanded={isOpen} onClick={toggle}>
        {words.open}
      </button>
      <Kbd keys={copyKey} />
      <span className="soft" role="status">
        {props.check === null ? words.nothingHidden : sayCheck(props.check)}
      </span>
      {isOpen && <Choices {...props} />}
    </div>
  );
}

const sayCheck = ({ hidden, left }: { hidden: number; left: readonly string[] }): string =>
  left.length === 0 ? words.hidden(hidden) : words.left(left.join(', '));

function Choices({ review, choice, onChoose }: CopyForOthersProps) {
  const put = hiddenWords(choice);
  return (
    <div className={styles.choices}>
      <CopyProfiles choice={choice} onChoose={onChoose} />
      <Checkbox
        size="xs"
        label={words.roles}
        checked={choice.people === 'roles'}
        onChange={({ currentTarget }) =>
          onChoose({ ...choice, people: currentTarget.checked ? 'roles' : 'names' })
        }
      />
      <Checkbox
        size="xs"
        label={words.hosts}
        checked={choice.hosts === 'hidden'}
        onChange={({ currentTarget }) => onChoose({ ...choice, hosts: shownUnless(currentTarget.checked) })}
      />
      <Checkbox
        size="xs"
        label={words.struck}
        checked={choice.struck === 'hidden'}
        onChange={({ currentTarget }) => onChoose({ ...choice, struck: shownUnless(currentTarget.checked) })}
      />
      <Checkbox
        size="xs"
        label={words.attachments}
        checked={choice.attachments === 'hidden'}
        onChange={({ currentTarget }) =>
          onChoose({ ...choice, attachments: shownUnless(currentTarget.checked) })
        }
      />
      <TextInput
        className={styles.wide}
        size="xs"
        label={words.hide}
        description={words.notFound}
        placeholder={words.hideHint}
        value={choice.hide}
        maxLength={6_000}
        onChange={({ currentTarget }) => onChoose({ ...choice, hide: currentTarget.value })}
      />
      {put.length > 0 && (
        <p className={`${styles.wide} soft`}>
          {put.map(({ find, instead }) => words.instead(find, instead)).join(' · ')}
        </p>
      )}
      <Entries review={review} choice={choice} onChoose={onChoose} />
    </div>
  );
}

const shownUnless = (isHidden: boolean): 'shown' | 'hidden' => (isHidden ? 'hidden' : 'shown');

function Entries({ review, choice, onChoose }: Pick<CopyForOthersProps, 'review' | 'choice' | 'onChoose'>) {
  const without = new Set(listed(choice.without));
  const leave = (facts: readonly string[], isOut: boolean) => {
    for (const id of facts)
      if (isOut) without.add(id);
      else without.delete(id);
    onChoose({ ...choice, without: [...without].join(',') });
  };
  return (
    <details className={styles.wide}>
      <summary>{words.entries(without.size)}</summary>
      <ul className={styles.entries}>
        {review.timeline.lines.map(({ facts, text }) => (
          <li key={facts[0]}>
            <Checkbox
              size="xs"
              label={text}
              checked={facts.some((id) => without.has(id))}
              onChange={({ currentTarget }) => leave(facts, currentTarget.checked)}
            />
          </li>
        ))}
      </ul>
    </details>
  );
}
