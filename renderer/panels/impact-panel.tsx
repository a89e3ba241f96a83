import { useState, type FormEvent } from 'react';
import { Textarea } from '@mantine/core';
import { useRoom } from '#renderer/room/room-provider.tsx';
import { When } from '#renderer/ui/time.tsx';
import { impactAreas, impactLevels, type FactDraft } from '#room/fact.ts';
import type { Room } from '#room/incident.ts';
import { strings } from '../strings/index.ts';
import { areaWords, ImpactLevels } from './impact-levels.tsx';
import styles from './impact.module.css';
import parts from './parts.module.css';
import { useWriter } from './use-writer.ts';

const words = strings.panels;

export function ImpactPanel() {
  const { impact } = useRoom();
  const { canWrite } = useWriter();
  const [isEditing, setEditing] = useState(false);
  if (isEditing) return <AssessForm onDone={() => setEditing(false)} />;
  const isKnown = impact.text !== null || Object.keys(impact.levels).length > 0;
  return (
    <>
      <Times />
      {!isKnown && <p className={parts.hint}>{words.nobodyAssessedImpact}</p>}
      {impact.text !== null && <p className={styles.text}>{impact.text}</p>}
      <dl className={styles.levels}>
        {impactAreas.map((area) => {
          const level = impact.levels[area];
          return level === undefined ? null : (
            <div key={area}>
              <dt>{areaWords[area]}</dt>
              <dd data-level={level}>{level}</dd>
            </div>
          );
        })}
      </dl>
      {canWrite && (
        <button type="button" className={parts.act} onClick={() => setEditing(true)}>
          {isKnown ? words.assessAgain : words.assessImpact}
        </button>
      )}
    </>
  );
}

/** When customers began and ceased to be affected; the exact time can be typed: /impact-began 14:02. */
function Times() {
  const { impactBeganAt, impactEndedAt } = useRoom();
  const { canWrite, write } = useWriter();
  return (
    <div className={styles.times}>
      <p>
        <span className="soft">{words.began}</span>{' '}
        {impactBeganAt === null ? (
          <span className="label">{words.notRecorded}</span>
        ) : (
          <When at={impactBeganAt} />
        )}
        {canWrite && impactBeganAt === null && (
          <button
            type="button"
            className={parts.act}
            title={words.orTypeImpact}
            onClick={() => write({ kind: 'impact-began' })}
          >
            {words.now}
          </button>
        )}
      </p>
      <p>
        <span className="soft">{words.ended}</span>{' '}
        {impactEndedAt === null ? (
          <span className="label">{words.notRecorded}</span>
        ) : (
          <When at={impactEndedAt} />
        )}
        {canWrite && impactBeganAt !== null && impactEndedAt === null && (
          <button
            type="button"
            className={parts.act}
            title={words.orTypeImpactEnded}
            onClick={() => write({ kind: 'impact-ended' })}
          >
            {words.now}
          </button>
        )}
      </p>
    </div>
  );
}

function AssessForm({ onDone }: { onDone: () => void }) {
  const { impact } = useRoom();
  const { write } = useWriter();
  const [levels, setLevels] = useState(impact.levels);
  const [text, setText] = useState(impact.text ?? '');
  const save = (event: FormEvent) => {
    event.preventDefault();
    const draft: FactDraft<'impact'> = {
      kind: 'impact',
      ...levels,
      ...(text.trim() === '' ? {} : { text: text.trim() }),
    };
    if (Object.keys(draft).length > 1 && write(draft)) onDone();
  };
  return (
    <form
      onSubmit={save}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        onDone();
      }}
    >
      <ImpactLevels levels={levels} onChange={setLevels} />
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
      <p className={parts.acts}>
        <button type="submit" className={parts.act}>
          {words.save}
        </button>
        <button type="button" className={parts.quiet} onClick={onDone}>
          {words.leave}
        </button>
      </p>
    </form>
  );
}

export function impactBrief({ impact }: Room): string {
  const worst = impactLevels.findLast((level) => Object.values(impact.levels).includes(level));
  return worst ?? '';
}
