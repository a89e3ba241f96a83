import { TextInput } from '@mantine/core';
import type { Given, Question } from '#room/command/status-questions.ts';
import type { MonitorState } from '#room/feed/feed.ts';
import { strings } from '../../../strings/index.ts';
import { MeasureNow } from './measure-now.tsx';
import styles from './command.module.css';

type StatusQuestionsProps = {
  questions: readonly Question[];
  /** The checks that can be run now. */
  checks: readonly MonitorState[];
  given: Given;
  onAnswer: (given: Given) => void;
};

/** CO2: the questions of this status change. Answers known from the room are filled in with their evidence. */
export function StatusQuestions({ questions, checks, given, onAnswer }: StatusQuestionsProps) {
  if (questions.length === 0) return null;
  return (
    <fieldset className={styles.questions}>
      <legend className={styles.legend}>{strings.header.questionsTitle}</legend>
      {questions.map((question) => {
        const Asked = question.isText ? TextQuestion : TickQuestion;
        return <Asked key={question.id} question={question} given={given} onAnswer={onAnswer} />;
      })}
      {questions.some(({ id }) => id === 'recovery') && <MeasureNow checks={checks} />}
    </fieldset>
  );
}

type QuestionProps = Pick<StatusQuestionsProps, 'given' | 'onAnswer'> & { question: Question };

/** A question that one line answers. */
function TextQuestion({ question: { id, ask, seen }, given, onAnswer }: QuestionProps) {
  return (
    <TextInput
      label={strings.header.asks[id] ?? ask}
      value={given[id]?.text ?? ''}
      placeholder={seen?.evidence ?? strings.header.inOneLine}
      onChange={(event) => {
        const text = event.currentTarget.value;
        const isTicked = text.trim() !== '' || seen?.answer === 'yes';
        onAnswer({ ...given, [id]: { isTicked, text } });
      }}
    />
  );
}

/** A question that a tick answers. */
function TickQuestion({ question: { id, ask, seen }, given, onAnswer }: QuestionProps) {
  const text = given[id]?.text ?? '';
  const isTicked = given[id]?.isTicked ?? seen?.answer === 'yes';
  return (
    <label className={styles.question}>
      <input
        type="checkbox"
        checked={isTicked}
        onChange={() => onAnswer({ ...given, [id]: { isTicked: !isTicked, text } })}
      />
      <span>
        {ask}
        {seen && (
          <span className={styles.seen} data-answer={seen.answer}>
            {seen.evidence}
          </span>
        )}
      </span>
    </label>
  );
}
