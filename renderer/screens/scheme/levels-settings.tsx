// SL1: severities in Settings. Everybody can read them; owners change them.
import { useState, type FormEvent } from 'react';
import { Button, MultiSelect, NumberInput, Textarea, TextInput } from '@mantine/core';
import { audiences } from '#room/team/audiences.ts';
import { readCost, sayCost } from '#room/team/cost.ts';
import { longestTerms, type Level } from '#room/team/levels.ts';
import type { Workdays } from '#room/time/workdays.ts';
import { ServerButton } from '../../fields/server-button.tsx';
import { SaveButton } from '../../fields/save-button.tsx';
import { useApi } from '../../server/api.ts';
import { expectedUnder, sayRefusal } from '../../fields/field.ts';
import { useAttempt } from '../../fields/use-attempt.ts';
import { ZoneSelect } from '../../fields/zone-select.tsx';
import { useFeed } from '../../server/feed.tsx';
import { useScheme } from '../../server/use-scheme.ts';
import { strings } from '../../strings/index.ts';
import { DaysField } from '../../ui/days-field.tsx';
import { Problem } from '../../ui/problem.tsx';
import { SeverityMark } from '../../ui/severity-mark.tsx';
import settings from '../../ui/section.module.css';
import { Changed, EditedList } from './edited-list.tsx';
import { audienceNames, LevelWords } from './level-words.tsx';
import styles from './scheme.module.css';

const words = strings.scheme;
const fields = words.fields;

export function LevelsSettings() {
  const { levels } = useScheme();
  const changes = useFeed().snapshot?.scheme?.severities ?? [];
  const isChanged = (level: Level) => changes.some(({ name }) => name === level.name);
  return (
    <EditedList
      lead={words.lead}
      items={levels}
      show={(level) => ({
        title: level.name,
        heading: (
          <>
            <SeverityMark severity={level.name} />
            <h2>{words.level(level.title, level.impact)}</h2>
          </>
        ),
        labels: isChanged(level) && <Changed />,
        words: <LevelWords level={level} />,
      })}
      renderForm={(level, done) =>
        level && <LevelForm level={level} isChanged={isChanged(level)} onDone={done} />
      }
    />
  );
}

type FormProps = { level: Level; isChanged: boolean; onDone: () => void };

function LevelForm({ level, isChanged, onDone }: FormProps) {
  const api = useApi();
  const [draft, setDraft] = useState(level);
  const [examples, setExamples] = useState(level.examples.join('\n'));
  const [cost, setCost] = useState(level.costPerMinute ? sayCost(level.costPerMinute) : '');
  const { busy, problem, attempt } = useAttempt(onDone, { ...draft, examples, costPerMinute: cost });
  const change = (part: Partial<Level>) => setDraft({ ...draft, ...part });
  const expected = (field: string) => expectedUnder(problem, field);
  const field = { draft, change, expected };
  const save = (event: FormEvent) => {
    event.preventDefault();
    const lines = examples.split('\n').flatMap((line) => (line.trim() ? [line.trim()] : []));
    const costPerMinute = cost.trim() === '' ? null : (readCost(cost) ?? undefined);
    if (costPerMinute === undefined) return;
    const { workdays } = draft;
    const calendar = workdays ? { ...workdays, timeZone: workdays.timeZone || 'UTC' } : null;
    const changed = { ...draft, workdays: calendar, examples: lines, costPerMinute };
    void attempt(() => api.put(`/severities/${level.name}`, changed));
  };
  return (
    <form className={settings.form} onSubmit={save}>
      <WordsField name="title" {...field} />
      <WordsField name="impact" description={fields.impactHint} {...field} />
      <Textarea
        label={fields.response}
        autosize
        value={draft.response}
        error={expected('response')}
        onChange={(event) => change({ response: event.currentTarget.value })}
      />
      <Textarea
        label={fields.examples}
        description={fields.examplesHint}
        autosize
        value={examples}
        error={expected('examples')}
        onChange={(event) => setExamples(event.currentTarget.value)}
      />
      <div className={styles.three}>
        <TermField name="acknowledgeMinutes" min={1} {...field} />
        <TermField name="updateMinutes" min={5} {...field} />
        <TermField name="reviewDays" min={1} {...field} />
      </div>
      <WorkdaysFields {...field} />
      <MultiSelect
        label={fields.audiences}
        data={audiences.map((value) => ({ value, label: audienceNames[value] }))}
        value={[...draft.audiences]}
        error={expected('audiences')}
        onChange={(chosen) => change({ audiences: audiences.filter((each) => chosen.includes(each)) })}
      />
      <TextInput
        label={fields.cost}
        description={fields.costHint}
        maxLength={60}
        value={cost}
        error={cost.trim() !== '' && readCost(cost) === null ? fields.costWrong : undefined}
        onChange={(event) => setCost(event.currentTarget.value)}
      />
      <FormButtons
        busy={busy}
        onLeave={onDone}
        onReset={isChanged ? () => void attempt(() => api.delete(`/severities/${level.name}`)) : null}
      />
      {problem !== null && <Problem>{words.notSaved(sayRefusal(problem))}</Problem>}
    </form>
  );
}

type FieldProps = {
  draft: Level;
  change: (part: Partial<Level>) => void;
  expected: (field: string) => string | undefined;
};

function WordsField(props: FieldProps & { name: 'title' | 'impact'; description?: string }) {
  const { name, description, draft, change, expected } = props;
  return (
    <TextInput
      label={fields[name]}
      description={description}
      value={draft[name]}
      error={expected(name)}
      onChange={(event) => change({ [name]: event.currentTarget.value })}
    />
  );
}

type Term = 'updateMinutes' | 'acknowledgeMinutes' | 'reviewDays';

/** How long something may take, at least `min`. Empty means without a limit. */
function TermField({ name, min, draft, change, expected }: FieldProps & { name: Term; min: number }) {
  return (
    <NumberInput
      label={fields[name]}
      placeholder={fields.none}
      suffix={name === 'reviewDays' ? strings.fields.units.workingDays : strings.fields.units.minutes}
      min={min}
      max={longestTerms[name]}
      allowDecimal={false}
      value={draft[name] ?? ''}
      error={expected(name)}
      onChange={(value) => change({ [name]: value === '' ? null : Number(value) })}
    />
  );
}

/** RS3: the calendar by which the days until the review count. Without a zone: UTC. */
function WorkdaysFields({ draft: { workdays }, change, expected }: FieldProps) {
  const { timeZone = '', holidays = [] } = workdays ?? {};
  const put = (part: Partial<Workdays>) => {
    const next = { timeZone, holidays, ...part };
    const isEmpty = next.timeZone === '' && next.holidays.length === 0;
    change({ workdays: isEmpty ? null : next });
  };
  return (
    <>
      <ZoneSelect
        label={fields.timeZone}
        description={fields.timeZoneHint}
        placeholder={fields.noZone}
        clearable
        clearButtonProps={{ 'aria-label': fields.noZone }}
        value={timeZone || null}
        error={expected('workdays.timeZone')}
        onChange={(chosen) => put({ timeZone: chosen ?? '' })}
      />
      <DaysField
        label={fields.holidays}
        description={fields.holidaysHint}
        value={holidays}
        error={expected('workdays.holidays')}
        onChange={(days) => put({ holidays: days })}
      />
    </>
  );
}

/** Save, reset to the shipped text if it was changed, and cancel. */
export function FormButtons(props: {
  busy: boolean;
  onLeave: () => void;
  onReset: (() => void) | null;
  reset?: string;
}) {
  const { busy, onLeave, onReset, reset = words.reset } = props;
  return (
    <div className={settings.buttons}>
      <SaveButton variant="filled" loading={busy}>
        {words.save}
      </SaveButton>
      {onReset !== null && (
        <ServerButton variant="default" onClick={onReset}>
          {reset}
        </ServerButton>
      )}
      <Button variant="subtle" onClick={onLeave}>
        {words.leave}
      </Button>
    </div>
  );
}
