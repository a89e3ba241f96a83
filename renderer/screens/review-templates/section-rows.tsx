import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { reviewParts, templateLimits, type ReviewPart } from '#room/facts/review-template.ts';
import { strings } from '../../strings/index.ts';
import styles from './review-templates.module.css';

const words = strings.reviewTemplates.form;
const { parts } = strings.reviewTemplates;

/** `key` identifies the row when it moves. */
export type SectionDraft = { key: number; heading: string; part: ReviewPart; ask: string };

type RowsProps = {
  sections: readonly SectionDraft[];
  change: (sections: readonly SectionDraft[]) => void;
  expected: (field: string) => string | undefined;
};

export function SectionRows({ sections, change, expected }: RowsProps) {
  const put = (index: number, part: Partial<SectionDraft>) =>
    change(sections.map((each, at) => (at === index ? { ...each, ...part } : each)));
  const move = (index: number, by: number) => {
    const [moved] = sections.slice(index, index + 1);
    if (moved === undefined) return;
    const rest = sections.toSpliced(index, 1);
    change(rest.toSpliced(index + by, 0, moved));
  };
  const add = () => {
    const key = Math.max(-1, ...sections.map((each) => each.key)) + 1;
    change([...sections, { key, heading: '', part: 'text', ask: '' }]);
  };
  return (
    <fieldset className={styles.sections}>
      <legend>{words.sections}</legend>
      <ol>
        {sections.map((section, index) => (
          <li key={section.key} aria-label={words.section(index + 1)}>
            <Row
              section={section}
              error={expected(`sections.${index}.heading`)}
              put={(part) => put(index, part)}
            />
            <div className={styles.moves}>
              <Act
                words={words.upWord}
                label={words.up(section.heading)}
                isOff={index === 0}
                run={() => move(index, -1)}
              />
              <Act
                words={words.downWord}
                label={words.down(section.heading)}
                isOff={index === sections.length - 1}
                run={() => move(index, 1)}
              />
              <Act
                words={words.removeWord}
                label={words.remove(section.heading)}
                isOff={sections.length === 1}
                run={() => change(sections.toSpliced(index, 1))}
              />
            </div>
          </li>
        ))}
      </ol>
      <Button size="compact-sm" disabled={sections.length >= templateLimits.sections} onClick={add}>
        {words.addSection}
      </Button>
    </fieldset>
  );
}

type RowProps = {
  section: SectionDraft;
  error: string | undefined;
  put: (part: Partial<SectionDraft>) => void;
};

const choices = reviewParts.map((part) => ({ value: part, label: parts[part] }));
const isPart = (said: string): said is ReviewPart => reviewParts.some((part) => part === said);
/** Parts that are generated, without typed text. */
const untyped: readonly ReviewPart[] = ['timeline', 'messages', 'items'];

function Row({ section: { heading, part, ask }, error, put }: RowProps) {
  return (
    <div className={styles.section}>
      <TextInput
        label={words.heading}
        maxLength={templateLimits.heading}
        value={heading}
        error={error}
        onChange={(event) => put({ heading: event.currentTarget.value })}
      />
      <NativeSelect
        label={words.part}
        data={choices}
        value={part}
        onChange={({ currentTarget: { value } }) => isPart(value) && put({ part: value })}
      />
      {!untyped.includes(part) && (
        <Textarea
          className={styles.ask ?? ''}
          label={words.ask}
          autosize
          minRows={1}
          maxLength={templateLimits.ask}
          value={ask}
          onChange={(event) => put({ ask: event.currentTarget.value })}
        />
      )}
    </div>
  );
}

type ActProps = { words: string; label: string; isOff: boolean; run: () => void };

function Act({ words: said, label, isOff, run }: ActProps) {
  return (
    <button type="button" className={styles.act} aria-label={label} disabled={isOff} onClick={run}>
      {said}
    </button>
  );
}
