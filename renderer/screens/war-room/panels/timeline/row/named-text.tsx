import { useMemo } from 'react';
import { LinkedText } from '#renderer/ui/linked-text.tsx';
import type { PersonId } from '#room/facts/fact.ts';
import { readMentions } from '#room/catch-up/mentions.ts';
import styles from '../timeline.module.css';

type NamedTextProps = {
  text: string;
  /** TH3: the people named in it when it was written. */
  mentions: readonly PersonId[];
  names: (id: string) => string;
  me: PersonId;
};

/** Text with clickable links and highlighted names; my own name stands out more. */
export function NamedText({ text, mentions, names, me }: NamedTextProps) {
  const stretches = useMemo(
    () =>
      readMentions(
        text,
        mentions.map((id) => ({ id, name: names(id) })),
      ).stretches,
    [text, mentions, names],
  );
  return stretches.map((stretch, index) =>
    stretch.person === null ? (
      // The pieces of a text never change order.
      <LinkedText key={index} text={stretch.text} />
    ) : (
      <span key={index} className={styles.named} data-me={stretch.person === me}>
        {stretch.text}
      </span>
    ),
  );
}
