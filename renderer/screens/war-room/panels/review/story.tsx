// RV25: the key events of the review: which they are, and the words in which it tells them.
import { useState } from 'react';
import { Select, Textarea } from '@mantine/core';
import { useWriter } from '#renderer/live-room/use-writer.ts';
import { longestStory } from '#room/facts/review.ts';
import { sayer } from '#room/pir/document/say.ts';
import type { Review } from '#room/pir/review.ts';
import { standardTemplate } from '#room/pir/templates/shipped.ts';
import { hasPart } from '#room/pir/templates/template.ts';
import type { ReviewLine } from '#room/pir/timeline.ts';
import { strings } from '../../../../strings/index.ts';
import styles from './review.module.css';

const words = strings.review;

/** Nothing when the template has no timeline, or prints only what people wrote. */
export function Story({ review }: { review: Review }) {
  const { canWrite, write } = useWriter();
  const template = review.template ?? standardTemplate;
  if (template.public === true || !hasPart(template, 'timeline')) return null;
  const say = sayer(review);
  const { lines } = review.timeline;
  const keys = lines.filter(({ isKey }) => isKey);
  const others = lines.filter(({ isKey }) => !isKey);
  const choose = (line: ReviewLine, what: { isIn?: boolean; words?: string }) =>
    void write({ kind: 'review', story: { event: line.facts[0] ?? '', ...what } });
  return (
    <section className={styles.section} aria-label={words.story}>
      <h2>{words.story}</h2>
      <p className="label">{lines.length === 0 ? words.noEvents : words.storyHint}</p>
      <ul className={styles.story}>
        {keys.map((line) => (
          <KeyEvent
            // What somebody else writes replaces the field's own words.
            key={`${line.facts[0]} ${line.told ?? ''}`}
            line={line}
            time={say.time(line.at)}
            choose={canWrite ? (what) => choose(line, what) : null}
          />
        ))}
      </ul>
      {canWrite && others.length > 0 && (
        <Select
          aria-label={words.addEvent}
          placeholder={words.addEvent}
          searchable
          value={null}
          data={others.map((line) => ({
            value: line.facts[0] ?? '',
            label: `${say.time(line.at)} ${line.text}`,
          }))}
          onChange={(chosen) => {
            const line = others.find(({ facts }) => facts[0] === chosen);
            if (line !== undefined) choose(line, { isIn: true });
          }}
        />
      )}
    </section>
  );
}

type KeyEventProps = {
  line: ReviewLine;
  time: string;
  choose: ((what: { isIn?: boolean; words?: string }) => void) | null;
};

function KeyEvent({ line, time, choose }: KeyEventProps) {
  const said = line.told ?? line.text;
  const [typed, setTyped] = useState(said);
  const save = () => {
    const told = typed.trim() === line.text.trim() ? '' : typed.trim();
    if (told !== (line.told ?? '')) choose?.({ words: told });
    if (told === '') setTyped(line.text);
  };
  return (
    <li>
      <span className="label">{time}</span>
      <Textarea
        aria-label={words.eventAt(time)}
        variant="unstyled"
        autosize
        minRows={1}
        maxLength={longestStory}
        readOnly={choose === null}
        value={typed}
        onChange={({ currentTarget }) => setTyped(currentTarget.value)}
        onBlur={save}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey) return;
          event.preventDefault();
          save();
        }}
      />
      {choose !== null && (
        <button
          type="button"
          className={styles.act}
          aria-label={words.leaveOutLabel(said)}
          onClick={() => choose({ isIn: false })}
        >
          {words.leaveOut}
        </button>
      )}
    </li>
  );
}
