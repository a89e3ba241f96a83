import { useEffect, useState, type FormEvent, type KeyboardEvent } from 'react';
import { Textarea } from '@mantine/core';
import { useRoom } from '#renderer/live-room/room-provider.tsx';
import { Missing } from '../../../ui/missing.tsx';
import { When } from '#renderer/ui/time.tsx';
import { impactAreas, impactLevels, type FactDraft } from '#room/facts/fact.ts';
import type { MissingState } from '#room/text/missing.ts';
import { figureWords, longestFigure } from '#room/facts/impact-figures.ts';
import { impactFigures } from '#room/team/scales.ts';
import type { Room } from '#room/view/room-view.ts';
import { strings } from '../../../strings/index.ts';
import { closeImpactForm, openImpactForm, useImpactForm } from './impact-form-store.ts';
import { areaWords, ImpactLevels } from './impact-levels.tsx';
import styles from './impact.module.css';
import parts from '../../../ui/rows.module.css';
import { useWriter } from '../../../live-room/use-writer.ts';

const words = strings.panels;

export function ImpactPanel() {
  const { impact } = useRoom();
  const { canWrite } = useWriter();
  const isEditing = useImpactForm(({ isOpen }) => isOpen);
  // Closes the form when the room changes.
  useEffect(() => closeImpactForm, []);
  if (isEditing && canWrite) return <AssessForm onDone={closeImpactForm} />;
  const hasFigures = Object.keys(impact.figures).length > 0;
  const isKnown = impact.text !== null || hasFigures || Object.keys(impact.levels).length > 0;
  return (
    <>
      <Times />
      {!isKnown && <p className={parts.hint}>{words.notAssessed}</p>}
      {impact.text !== null && <p className={styles.text}>{impact.text}</p>}
      <dl className={styles.levels}>
        {impactAreas.map((area) => {
          const level = impact.levels[area];
          return level === undefined ? null : (
            <div key={area}>
              <dt>{areaWords[area]}</dt>
              <dd data-level={level}>{words.levels[level]}</dd>
            </div>
          );
        })}
      </dl>
      {isKnown && <FigureList figures={impact.figures} />}
      {canWrite && (
        <button type="button" className={parts.act} onClick={openImpactForm}>
          {isKnown ? words.assessAgain : words.assessImpact}
        </button>
      )}
    </>
  );
}

/** When the impact on customers began and ended. The exact time can be typed: /impact-began 14:02. */
function Times() {
  const { impactBeganAt, impactEndedAt, status } = useRoom();
  const isOver = status.value === 'resolved' || status.value === 'closed';
  const { write } = useWriter();
  return (
    <dl className={styles.times}>
      <Time
        name={words.began}
        at={impactBeganAt}
        missing="not-recorded"
        hint={words.impactBeganHint}
        set={() => write({ kind: 'impact-began' })}
      />
      <Time
        name={words.ended}
        at={impactEndedAt}
        missing={isOver ? 'not-recorded' : 'pending'}
        hint={words.impactEndedHint}
        {...(impactBeganAt !== null && { set: () => write({ kind: 'impact-ended' }) })}
      />
    </dl>
  );
}

type TimeProps = {
  name: string;
  at: number | null;
  missing: MissingState;
  hint: string;
  set?: () => unknown;
};

function Time({ name, at, missing, hint, set }: TimeProps) {
  const { canWrite } = useWriter();
  return (
    <div>
      <dt>{name}</dt>
      <dd>{at === null ? <Missing state={missing} /> : <When at={at} />}</dd>
      {canWrite && at === null && set && (
        <dd>
          <button
            type="button"
            className={parts.act}
            title={hint}
            aria-label={words.setToNowWords(name)}
            onClick={set}
          >
            {words.setToNow}
          </button>
        </dd>
      )}
    </div>
  );
}

function AssessForm({ onDone }: { onDone: () => void }) {
  const { impact } = useRoom();
  const { write } = useWriter();
  const [levels, setLevels] = useState(impact.levels);
  const [text, setText] = useState(impact.text ?? '');
  const [figures, setFigures] = useState(impact.figures);
  const save = (event: FormEvent) => {
    event.preventDefault();
    const draft: FactDraft<'impact'> = {
      kind: 'impact',
      ...levels,
      ...changedFigures(impact.figures, figures),
      ...(text.trim() === '' ? {} : { text: text.trim() }),
    };
    if (Object.keys(draft).length > 1 && write(draft)) onDone();
  };
  return (
    <form onSubmit={save} onKeyDown={onEscape(onDone)}>
      <ImpactLevels levels={levels} onChange={setLevels} />
      <FigureFields figures={figures} onChange={setFigures} />
      <Textarea
        aria-label={words.whoAffectedHow}
        placeholder={words.whoAffectedHow}
        autosize
        minRows={2}
        maxRows={8}
        value={text}
        autoFocus
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <FormActs onLeave={onDone} />
    </form>
  );
}

const onEscape = (leave: () => void) => (event: KeyboardEvent) => {
  if (event.key !== 'Escape') return;
  event.preventDefault();
  leave();
};

function FormActs({ onLeave }: { onLeave: () => void }) {
  return (
    <p className={parts.acts}>
      <button type="submit" className={parts.act}>
        {words.save}
      </button>
      <button type="button" className={parts.quiet} onClick={onLeave}>
        {words.leave}
      </button>
    </p>
  );
}

type Figures = Room['impact']['figures'];
/** FO14: every figure, with the ones that nobody gave yet. */
function FigureList({ figures }: { figures: Figures }) {
  const { status } = useRoom();
  const isOver = status.value === 'resolved' || status.value === 'closed';
  return (
    <dl className={styles.figures}>
      {impactFigures.map((figure) => (
        <div key={figure}>
          <dt>{figureWords[figure]}</dt>
          <dd>{figures[figure] ?? <Missing state={isOver ? 'not-recorded' : 'pending'} />}</dd>
        </div>
      ))}
    </dl>
  );
}

type FigureProps = { figures: Figures; onChange: (figures: Figures) => void };

/** FO14: each in words, since early figures are estimates. */
function FigureFields({ figures, onChange }: FigureProps) {
  return (
    <div className={styles.grid}>
      {impactFigures.map((figure) => (
        <label key={figure}>
          <span className="soft">{figureWords[figure]}</span>
          <input
            value={figures[figure] ?? ''}
            maxLength={longestFigure}
            placeholder={words.notKnownYet}
            title={words.figureHints[figure]}
            onChange={(event) => onChange({ ...figures, [figure]: event.currentTarget.value })}
          />
        </label>
      ))}
    </div>
  );
}

/** Only changed figures: an emptied figure is removed. */
function changedFigures(before: Figures, now: Figures): { figures?: Figures } {
  const figures: Figures = {};
  for (const figure of impactFigures) {
    const said = now[figure]?.trim() ?? '';
    if (said !== (before[figure] ?? '')) figures[figure] = said;
  }
  return Object.keys(figures).length === 0 ? {} : { figures };
}

export function impactBrief({ impact }: Room): string {
  const worst = impactLevels.findLast((level) => Object.values(impact.levels).includes(level));
  return worst === undefined ? '' : words.levels[worst];
}
